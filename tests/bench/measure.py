"""Stands in for measure.c where there is no C compiler: the same `pairs`, and no `memory`."""
import os
import sys
import time


def run(command):
    nothing = [(os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0)]
    nothing += [(os.POSIX_SPAWN_OPEN, output, "/dev/null", os.O_WRONLY, 0) for output in (1, 2)]
    started = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=nothing)
    _, status = os.waitpid(child, 0)
    ended = time.perf_counter()
    if status != 0:
        sys.exit(f"measure: ended with an error: `{command[0]}`")
    return (ended - started) * 1e6


if sys.argv[1] == "pairs":
    rounds, commands = int(sys.argv[2]), sys.argv[3:]
    middle = commands.index("--")
    first, second = commands[:middle], commands[middle + 1:]
    for number in range(rounds):
        if number % 2 == 0:
            a, b = run(first), run(second)
        else:
            b, a = run(second), run(first)
        print(f"{a:.0f} {b:.0f}")
