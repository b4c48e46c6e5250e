using System.Diagnostics;

namespace Samlet.E2ETests.Support;

/// <summary>Runs programs as somebody who is not root.</summary>
internal static class OrdinaryUser
{
    /// <summary>
    /// The same as this user, null for the one of the tests. An ordinary user cannot enter root's folders, so the
    /// test's folder is opened to all.
    /// </summary>
    public static TestProgram As(int? user, TestProgram program)
    {
        if (user is not { } id)
        {
            return program;
        }

        Machine.Require(Environment.IsPrivilegedProcess, "root, to become an ordinary user");
        var copy = program.Folder.PathOf("samlet");
        File.Copy(Checkout.NativeProgram, copy);
        Directory.CreateDirectory(program.Folder.PathOf("userhome"));
        using var open = Process.Start("/bin/chmod", ["-R", "a+rwX", program.Folder.Path]);
        open.WaitForExit();
        return program with
        {
            Program = ["/usr/bin/setpriv", $"--reuid={id}", $"--regid={id}", "--clear-groups", copy],
            Environment = new Dictionary<string, string>
            {
                ["PATH"] = "/usr/bin:/bin",
                ["PYENV_ROOT"] = "",
                ["HOME"] = program.Folder.PathOf("userhome"),
            },
        };
    }
}
