using Samlet.Functions;
using Samlet.Runtimes;

namespace Samlet.Cli;

/// <summary>
/// The environment variables that `describe` lists: the developer's, and with `--all` those of Lambda too.
/// </summary>
internal sealed class DescribedVariables(VariableOverrides overrides, HostEnvironment host, string region)
{
    private static readonly string[] OnlyKnownWhenRun = ["AWS_LAMBDA_RUNTIME_API", "AWS_LAMBDA_LOG_STREAM_NAME"];

    private static readonly string[] Secrets = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

    /// <summary>
    /// What is declared in vain, such as a name that Lambda keeps for itself, is listed with its template's value.
    /// </summary>
    public IReadOnlyList<EnvironmentVariable> DeveloperOf(Function function)
    {
        List<EnvironmentVariable> variables = [.. EnvironmentVariables.Resolve(function, overrides, host).Variables];
        foreach (var declared in function.Environment)
        {
            if (!variables.Exists(variable => variable.Name == declared.Name))
            {
                variables.Add(declared);
            }
        }

        return variables;
    }

    public IReadOnlyList<EnvironmentVariable> AllOf(Function function)
    {
        List<EnvironmentVariable> variables = [.. DeveloperOf(function)];
        foreach (var (name, value) in LambdaOf(function))
        {
            if (!variables.Exists(variable => variable.Name == name))
            {
                variables.Add(new EnvironmentVariable(name, value, VariableSource.Lambda)
                {
                    IsSecret = Secrets.Contains(name),
                    IsUnresolved = OnlyKnownWhenRun.Contains(name),
                });
            }
        }

        return variables;
    }

    private List<KeyValuePair<string, string>> LambdaOf(Function function) =>
        RuntimeIdentifier.TryParse(function.Runtime, out var runtime)
            ? PlatformVariables.Of(new PlatformSettings
            {
                Function = function,
                Runtime = runtime,
                ApiAddress = "",
                Region = region,
                Credentials = new AwsCredentials("", "", ""),
                LogStreamName = "",
            })
            : [];
}
