using Amazon.Lambda.Core;

namespace Old;

public sealed class Function
{
    public Stream Handler(Stream payload, ILambdaContext context)
    {
        context.Logger.LogLine("line");
        context.Logger.Log("text\n");
        LambdaLogger.Log("static");
        return new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"\"{context.AwsRequestId}\""));
    }
}
