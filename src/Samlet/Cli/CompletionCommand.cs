namespace Samlet.Cli;

/// <summary>`samlet completion SHELL`: the script that lets a shell ask `samlet complete` what may come.</summary>
internal static class CompletionCommand
{
    private static readonly ArgumentDefinition Shell = new("SHELL", "`bash`, `zsh`, `fish` or `pwsh`")
    {
        IsRequired = true,
        Choices = ["bash", "zsh", "fish", "pwsh"],
    };

    public static CommandDefinition Create(CommandLineContext context) =>
        new("completion", "Print the script that completes commands in your shell")
        {
            Argument = Shell,
            Examples =
            [
                new("Complete in this bash, and with ~/.bashrc in every one", "eval \"$(samlet completion bash)\""),
                new("The same for zsh, after compinit in ~/.zshrc", "source <(samlet completion zsh)"),
                new("For fish, once", "samlet completion fish > ~/.config/fish/completions/samlet.fish"),
                new("For PowerShell, in $PROFILE", "samlet completion pwsh | Out-String | Invoke-Expression"),
            ],
            RunAsync = (values, _) =>
            {
                context.Print(ScriptFor(values.Arguments[0]));
                return Task.FromResult(ExitCode.Success);
            },
        };

    private static string ScriptFor(string shell) => shell switch
    {
        "bash" => CompletionScripts.Bash,
        "zsh" => CompletionScripts.Zsh,
        "fish" => CompletionScripts.Fish,
        "pwsh" or "powershell" => CompletionScripts.PowerShell,
        _ => throw UsageFault.NotAChoice($"`{Shell.Name}`", shell, Shell.Choices),
    };
}
