package org.crac;

/** The runtime's own, as on the service: it stands before a function's on the class path. */
public final class Core {
    private static final Context<Resource> GLOBAL = new OrderedContext();

    private Core() {
    }

    public static Context<Resource> getGlobalContext() {
        return GLOBAL;
    }

    public static void checkpointRestore() throws CheckpointException, RestoreException {
        throw new UnsupportedOperationException("a function cannot make snapshots itself");
    }
}
