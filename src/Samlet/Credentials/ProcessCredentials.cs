// The program is the developer's own, not a function's: it runs in the developer's shell and in no sandbox.
#pragma warning disable RS0030
using System.ComponentModel;
using System.Diagnostics;

namespace Samlet.Credentials;

/// <summary>
/// Credentials that a program of the developer prints, `credential_process` of a profile
/// (docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html).
/// </summary>
internal sealed class ProcessCredentials(HostEnvironment host)
{
    public async Task<AwsCredentials> RunAsync(CredentialMethod.Command command, CancellationToken cancellationToken)
    {
        try
        {
            return Read(await RunAsync(command.Line, cancellationToken));
        }
        catch (ProcessFault fault)
        {
            throw new UserErrorException(
                $"`credential_process` of profile `{command.ProfileName}` gives no credentials: {fault.Message}",
                "run the command of that setting by hand to see what it prints",
                fault);
        }
    }

    private async Task<string> RunAsync(string line, CancellationToken cancellationToken)
    {
        using var process = Start(line);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await Task.WhenAll(output, errors);
        await process.WaitForExitAsync(cancellationToken);
        var words = (await errors).ReplaceLineEndings(" ").Trim();
        return process.ExitCode == 0
            ? await output
            : throw new ProcessFault($"it ended with exit code {process.ExitCode}: {words}");
    }

    private Process Start(string line)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", $"/c {line}")
            : new ProcessStartInfo("/bin/sh", ["-c", line]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment.Clear();
        foreach (var (name, value) in host.Variables)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!; // Null only for shell execution.
        }
        catch (Win32Exception error)
        {
            throw new ProcessFault(error.Message, error);
        }
    }

    private static AwsCredentials Read(string output)
    {
        using var document = JsonObject.TryParse(output);
        if (document?.RootElement is not { } answer)
        {
            throw new ProcessFault("what it prints is not a JSON object");
        }

        if (!answer.TryGetProperty("Version", out var version) || version.ToString() != "1")
        {
            throw new ProcessFault("`Version` of what it prints is not 1");
        }

        return JsonObject.Text(answer, "AccessKeyId") is { } id
            && JsonObject.Text(answer, "SecretAccessKey") is { } secret
            ? new AwsCredentials(id, secret, JsonObject.Text(answer, "SessionToken") ?? "")
            {
                Expiration = JsonObject.Time(answer, "Expiration"),
            }
            : throw new ProcessFault("what it prints has no `AccessKeyId` or no `SecretAccessKey`");
    }

    private sealed class ProcessFault(string message, Exception? inner = null) : Exception(message, inner);
}
