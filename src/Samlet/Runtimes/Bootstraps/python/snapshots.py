"""SnapStart: hooks before the snapshot, the wait for the restore, hooks after it."""
import sys

failures = load("failures")


def pass_through(api):
    hooks = sys.modules.get("snapshot_restore_py")
    try:
        pending = hooks.get_before_snapshot() if hooks else []
        while pending:
            call, arguments, named = pending.pop()
            call(*arguments, **named)
        api.get("restore/next")
    except BaseException as error:
        _report(api, "init/error", "Runtime.BeforeSnapshotError", error)
        sys.exit(64)
    try:
        for call, arguments, named in hooks.get_after_restore() if hooks else []:
            call(*arguments, **named)
    except BaseException as error:
        _report(api, "restore/error", "Runtime.AfterRestoreError", error)
        sys.exit(65)


def _report(api, path, kind, raised):
    error, _ = failures.of_exception(raised, "")
    failures.log(error)
    api.post(path, failures.payloads.encode(error).encode("utf-8"), [("lambda-runtime-function-error-type", kind)])
