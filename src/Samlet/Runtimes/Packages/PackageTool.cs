using Samlet.Functions;
using Samlet.Runtimes.Interpreters;

namespace Samlet.Runtimes.Packages;

/// <summary>
/// The user's own npm, pip or gem, as it installs packages into a folder: with the user's configuration, without
/// touching the user's own packages.
/// </summary>
internal sealed record PackageTool(string Name, string Program, IReadOnlyList<string> Arguments)
{
    /// <exception cref="UserErrorException">The tool is not installed.</exception>
    public static PackageTool Installing(
        Interpreter interpreter, string folder, IReadOnlyList<string> names, HostEnvironment host) =>
        interpreter.Family switch
        {
            RuntimeFamily.Node => Npm(
                interpreter,
                host,
                [
                    "install", "--prefix", folder, "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts",
                    "--install-links",
                    "--global=false", .. names,
                ]),
            RuntimeFamily.Python => new(
                "pip",
                interpreter.Program,
                [
                    "-m", "pip", "install", "--target", folder, "--disable-pip-version-check", "--no-input", .. names,
                ]),
            _ => Gem(interpreter, ["install", "--install-dir", folder, "--no-document", .. names]),
        };

    private static PackageTool Npm(Interpreter node, HostEnvironment host, string[] arguments)
    {
        var beside = OperatingSystem.IsWindows()
            ? Path.Join(node.BinFolder, "node_modules/npm/bin/npm-cli.js")
            : Path.Join(node.BinFolder, "npm");
        if (File.Exists(beside))
        {
            return new("npm", node.Program, [RealPath.Of(beside), .. arguments]);
        }

        var name = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        return host.SearchPath.Select(folder => Path.Join(folder, name)).FirstOrDefault(File.Exists) is { } program
            ? new("npm", program, arguments)
            : throw new UserErrorException(
                $"there is no npm beside `{node.Program}` and none on PATH", "install npm, then try again");
    }

    /// <summary>The interpreter runs gem's script, so that the gems are for its version.</summary>
    private static PackageTool Gem(Interpreter ruby, string[] arguments) =>
        Path.Join(ruby.BinFolder, "gem") is var script && File.Exists(script)
            ? new("gem", ruby.Program, [script, .. arguments])
            : throw new UserErrorException(
                $"there is no gem beside `{ruby.Program}`", "install RubyGems, then try again");
}
