namespace Samlet;

/// <summary>What the program tells the shell. Documented in the README; scripts depend on the numbers.</summary>
internal enum ExitCode
{
    Success = 0,
    UserError = 1,
    Usage = 2,
    FunctionFailed = 3,
    Bug = 70,
    Interrupted = 130,
}
