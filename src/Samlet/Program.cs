namespace Samlet;

internal static class Program
{
    public static int Main(string[] arguments)
    {
        Console.Error.WriteLine(arguments.Length);
        return (int)ExitCode.Success;
    }
}
