using Samlet.Functions;

namespace Samlet.Runtimes.Interpreters;

/// <summary>Turns candidates into interpreters: real program, full version, folder of the installation.</summary>
internal sealed class InterpreterResolver(HostEnvironment host, InterpreterMemory memory)
{
    private readonly InterpreterProbe _probe = new(host);
    private readonly Dictionary<string, ProgramAnswer?> _answers = [];

    /// <summary>Null when the program does not run.</summary>
    public async ValueTask<Interpreter?> ResolveAsync(
        InterpreterCandidate candidate, CancellationToken cancellationToken)
    {
        if (!candidate.NeedsQuestion)
        {
            return Installed(candidate);
        }

        return await AnswerAsync(candidate, cancellationToken) is { } answer
            ? Create(candidate, answer.Program, answer.Version, answer.Prefix)
            : null;
    }

    /// <summary>The version is asked for where it is unknown; null when the program does not run.</summary>
    public async ValueTask<InterpreterCandidate?> WithVersionAsync(
        InterpreterCandidate candidate, CancellationToken cancellationToken)
    {
        if (candidate.Version is not null)
        {
            return candidate;
        }

        return await AnswerAsync(candidate, cancellationToken) is { } answer
            ? candidate with { Version = answer.Version }
            : null;
    }

    private static Interpreter? Installed(InterpreterCandidate candidate)
    {
        if (candidate.Version is not { } version)
        {
            return null;
        }

        if (candidate.Family == RuntimeFamily.Java)
        {
            var home = JavaHome.Of(candidate.Program);
            return Create(candidate, Path.Join(home, "bin", Path.GetFileName(candidate.Program)), version, home);
        }

        if (VirtualEnvironment.FolderOf(candidate.Program) is { } environment)
        {
            return Create(candidate, candidate.Program, version, VirtualEnvironment.InstallationOf(environment));
        }

        var program = RealPath.Of(candidate.Program);
        return Create(candidate, program, version, InstallPrefix.Of(program));
    }

    private static Interpreter Create(
        InterpreterCandidate candidate, string program, InterpreterVersion version, string prefix) => new()
        {
            Family = candidate.Family,
            Program = program,
            Version = version.Text,
            Prefix = prefix,
            VirtualEnvironment = candidate.Family == RuntimeFamily.Python ? VirtualEnvironment.FolderOf(program) : null,
            Origin = candidate.Origin,
        };

    private async ValueTask<ProgramAnswer?> AnswerAsync(
        InterpreterCandidate candidate, CancellationToken cancellationToken)
    {
        if (!_answers.TryGetValue(candidate.Program, out var answer))
        {
            answer = memory.FindAnswer(candidate.Program) ?? await AskAsync(candidate, cancellationToken);
            _answers[candidate.Program] = answer;
        }

        return answer;
    }

    /// <summary>
    /// What a program says that starts another one is not kept: tomorrow it may start a different one.
    /// </summary>
    private async Task<ProgramAnswer?> AskAsync(
        InterpreterCandidate candidate, CancellationToken cancellationToken)
    {
        var answer = await _probe.AskAsync(candidate.Family, candidate.Program, cancellationToken);
        if (answer is not null && RealPath.Of(answer.Program) == RealPath.Of(candidate.Program))
        {
            memory.AddAnswer(candidate.Program, answer);
        }

        return answer;
    }
}
