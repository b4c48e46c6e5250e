// The program is the developer's own, not a function's: it runs in the developer's shell and in no sandbox.
#pragma warning disable RS0030
using System.ComponentModel;
using System.Diagnostics;

namespace Samlet.Credentials;

/// <summary>
/// Credentials that a program of the developer prints, `credential_process` of a profile
/// (docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html).
/// </summary>
internal sealed class ProcessCredentials(HostEnvironment host, Profile profile)
{
    public async Task<AwsCredentials> RunAsync(string commandLine, CancellationToken cancellationToken)
    {
        using var process = Start(commandLine);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await Task.WhenAll(output, errors);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? Read(await output)
            : throw Fault(
                $"it ended with exit code {process.ExitCode}: {(await errors).ReplaceLineEndings(" ").Trim()}");
    }

    private Process Start(string commandLine)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", $"/c {commandLine}")
            : new ProcessStartInfo("/bin/sh", ["-c", commandLine]);
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
            throw Fault(error.Message, error);
        }
    }

    private AwsCredentials Read(string output)
    {
        using var document = JsonObject.TryParse(output);
        if (document?.RootElement is not { } answer)
        {
            throw Fault("what it prints is not a JSON object");
        }

        if (!answer.TryGetProperty("Version", out var version) || version.ToString() != "1")
        {
            throw Fault("`Version` of what it prints is not 1");
        }

        return JsonObject.Text(answer, "AccessKeyId") is { } id
            && JsonObject.Text(answer, "SecretAccessKey") is { } secret
            ? new AwsCredentials(id, secret, JsonObject.Text(answer, "SessionToken") ?? "")
            {
                Expiration = JsonObject.Time(answer, "Expiration")
            }
            : throw Fault("what it prints has no `AccessKeyId` or no `SecretAccessKey`");
    }

    private UserErrorException Fault(string reason, Exception? inner = null) =>
        new(
            $"`credential_process` of profile `{profile.Name}` gives no credentials: {reason}",
            "run the command of that setting by hand to see what it prints",
            inner);
}
