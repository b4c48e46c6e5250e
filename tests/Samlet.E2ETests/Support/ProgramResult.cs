using System.Text;

namespace Samlet.E2ETests.Support;

/// <summary>What a run left: the exit code (128 + n after signal n), and both outputs byte for byte.</summary>
internal sealed record ProgramResult(int ExitCode, byte[] Output, byte[] Errors)
{
    public string Out => Encoding.UTF8.GetString(Output);

    public string Err => Encoding.UTF8.GetString(Errors);

    public IReadOnlyList<string> ErrorLines => Err.Split('\n');

    public override string ToString() => $"exit code {ExitCode}\nstdout: {Out}\nstderr: {Err}";
}
