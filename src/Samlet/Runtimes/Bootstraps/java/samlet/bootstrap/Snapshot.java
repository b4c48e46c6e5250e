package samlet.bootstrap;

import org.crac.Core;

/** The phases around a snapshot: the hooks run in their order, and nothing is frozen in between. */
final class Snapshot {
    private static final int FAILED = 64;

    private final RuntimeApi api;
    private final FunctionLog log;

    Snapshot(RuntimeApi api, FunctionLog log) {
        this.api = api;
        this.log = log;
    }

    void passThrough() {
        try {
            Core.getGlobalContext().beforeCheckpoint(null);
            api.awaitRestore();
        } catch (RuntimeApi.Unreachable error) {
            throw error;
        } catch (Exception error) {
            log.report(Fault.of(error).report());
            api.failInit("Runtime.BeforeCheckpointError", ErrorObject.of(error));
            System.exit(FAILED);
        }

        try {
            Core.getGlobalContext().afterRestore(null);
        } catch (Exception error) {
            log.report(Fault.of(error).report());
            api.failRestore("Runtime.AfterRestoreError", ErrorObject.of(error));
            System.exit(FAILED);
        }
    }
}
