// Times two commands in turn, or reads the peak memory of one. Used by ./bench; prints numbers, `bench` does the rest.
//   measure pairs ROUNDS FIRST... -- SECOND...   a line a round: microseconds of the first, of the second
//   measure memory COMMAND...                    the peak resident memory of the process itself, in KiB
// Outputs of the commands go to /dev/null; a command that fails ends the measurement.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static void fail(const char *what, const char *command) {
  fprintf(stderr, "measure: %s: `%s`\n", what, command);
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static pid_t start(char **command) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  pid_t child;
  if (posix_spawnp(&child, command[0], &actions, NULL, command, environ) != 0) {
    fail("cannot start", command[0]);
  }
  posix_spawn_file_actions_destroy(&actions);
  return child;
}

static double run(char **command) {
  double started = now();
  pid_t child = start(command);
  int status;
  waitpid(child, &status, 0);
  double ended = now();
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    fail("ended with an error", command[0]);
  }
  return ended - started;
}

// Even rounds swap the order, so that neither command always runs on what the other left in the caches.
static void pairs(int rounds, char **first, char **second) {
  for (int round = 0; round < rounds; round++) {
    double a, b;
    if (round % 2 == 0) {
      a = run(first);
      b = run(second);
    } else {
      b = run(second);
      a = run(first);
    }
    printf("%.0f %.0f\n", a, b);
  }
}

// The memory of a process is still there when the tracer is told of its end. wait4 would add that of its children.
static void memory(char **command) {
#ifdef __linux__
  pid_t child = fork();
  if (child == 0) {
    int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, 0), dup2(nothing, 1), dup2(nothing, 2);
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    raise(SIGSTOP);
    execvp(command[0], command);
    _exit(127);
  }
  int status;
  waitpid(child, &status, 0);
  ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL);
  ptrace(PTRACE_CONT, child, 0, 0);
  while (waitpid(child, &status, 0) == child && WIFSTOPPED(status)) {
    int signal = WSTOPSIG(status);
    if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8)) {
      char path[64], line[256];
      snprintf(path, sizeof path, "/proc/%d/status", child);
      FILE *file = fopen(path, "r");
      while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, "VmHWM:", 6) == 0) {
          printf("%d\n", atoi(line + 6));
        }
      }
    }
    ptrace(PTRACE_CONT, child, 0, signal == SIGTRAP ? 0 : signal);
  }
#else
  (void)command;
#endif
}

int main(int count, char **arguments) {
  if (count > 2 && strcmp(arguments[1], "memory") == 0) {
    memory(arguments + 2);
    return 0;
  }
  if (count < 6 || strcmp(arguments[1], "pairs") != 0) {
    fail("wrong usage", arguments[0]);
  }
  char **second = arguments + 3;
  while (*second && strcmp(*second, "--") != 0) {
    second++;
  }
  if (!*second) {
    fail("no `--`", arguments[0]);
  }
  *second = NULL;
  pairs(atoi(arguments[2]), arguments + 3, second + 1);
}
