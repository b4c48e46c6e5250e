package samlet.bootstrap;

/** One event and the headers it came with; what was absent is null. */
final class Invocation {
    String id;
    long deadline;
    String functionArn;
    String traceId;
    String clientContext;
    String identity;
    String tenantId;
    byte[] event;
}
