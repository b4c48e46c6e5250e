package samlet.bootstrap;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;

/**
 * What the second parameter of a handler tells. The interfaces may be of an older or a newer version than ours: a
 * method that they do not have is simply not called, and one that we do not have is the function's loss only.
 */
final class FunctionContext implements Context {
    private final Invocation invocation;
    private final CognitoIdentity identity;
    private final ClientContext clientContext;

    private FunctionContext(Invocation invocation) throws Exception {
        this.invocation = invocation;
        identity = invocation.identity == null ? null : Caller.identityOf(invocation.identity);
        clientContext = invocation.clientContext == null ? null : Caller.clientContextOf(invocation.clientContext);
    }

    static FunctionContext of(Invocation invocation) throws Exception {
        return new FunctionContext(invocation);
    }

    @Override
    public String getAwsRequestId() {
        return invocation.id;
    }

    @Override
    public String getLogGroupName() {
        return System.getenv("AWS_LAMBDA_LOG_GROUP_NAME");
    }

    @Override
    public String getLogStreamName() {
        return System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
    }

    @Override
    public String getFunctionName() {
        return System.getenv("AWS_LAMBDA_FUNCTION_NAME");
    }

    @Override
    public String getFunctionVersion() {
        return System.getenv("AWS_LAMBDA_FUNCTION_VERSION");
    }

    @Override
    public String getInvokedFunctionArn() {
        return invocation.functionArn;
    }

    @Override
    public CognitoIdentity getIdentity() {
        return identity;
    }

    @Override
    public ClientContext getClientContext() {
        return clientContext;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return (int) Math.max(0, invocation.deadline - System.currentTimeMillis());
    }

    @Override
    public int getMemoryLimitInMB() {
        String size = System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
        return size == null ? 0 : Integer.parseInt(size);
    }

    @Override
    public LambdaLogger getLogger() {
        return FunctionLogger.current();
    }

    // Without @Override: older versions of the interface do not have these.
    public String getTenantId() {
        return invocation.tenantId;
    }

    public String getXrayTraceId() {
        return invocation.traceId;
    }
}
