namespace Samlet.Functions;

/// <summary>Names of environment variables that are not the developer's to give.</summary>
internal static class ReservedVariables
{
    // docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_LAMBDA_MAX_CONCURRENCY", "AWS_ACCESS_KEY",
        "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    };

    private static readonly HashSet<string> Identity = new(StringComparer.Ordinal)
    {
        "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
    };

    // What Lambda sets and a template may replace, and what every login session has: a value of the developer's
    // machine would be wrong for both.
    private static readonly HashSet<string> Session = new(StringComparer.Ordinal)
    {
        "PATH", "LD_LIBRARY_PATH", "LANG", "TZ", "LC_ALL", "LC_CTYPE", "NODE_PATH", "PYTHONPATH", "GEM_HOME", "GEM_PATH",
        "RUBYLIB", "DOTNET_ROOT", "LAMBDA_RUNTIME_NAME", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "AWS_SECRET_KEY",
        "AWS_XRAY_CONTEXT_MISSING", "AWS_XRAY_DAEMON_ADDRESS", "AWS_LAMBDA_LOG_FORMAT", "AWS_LAMBDA_LOG_LEVEL",
        "AWS_LAMBDA_FUNCTION_TIMEOUT", "AWS_SAM_LOCAL",
        "HOME", "USER", "LOGNAME", "USERNAME", "USERPROFILE", "HOSTNAME", "SHELL", "SHLVL", "PWD", "OLDPWD", "TERM",
        "TMPDIR", "TMP", "TEMP",
    };

    /// <summary>The service refuses a template that sets it.</summary>
    public static bool IsReserved(string name) => Reserved.Contains(name) || Identity.Contains(name);

    /// <summary>Region and credentials, which overrides of the developer may set.</summary>
    public static bool IsIdentity(string name) => Identity.Contains(name);

    /// <summary>Whether a variable of the developer's shell may stand in for one that the template declares.</summary>
    public static bool MayComeFromShell(string name) => !IsReserved(name) && !Session.Contains(name);

    /// <summary>Whether Lambda passes it on: it drops other names that begin with `_`.</summary>
    public static bool IsDropped(string name) =>
        name is "" or ['_', ..] || name.AsSpan().IndexOfAny('=', '\0') >= 0;
}
