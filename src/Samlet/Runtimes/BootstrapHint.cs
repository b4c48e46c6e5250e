using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Samlet.Functions;

namespace Samlet.Runtimes;

/// <summary>
/// What to do when a custom runtime's `bootstrap` is missing or does not start. The service only has the system's
/// three words for it.
/// </summary>
internal static class BootstrapHint
{
    private const int BeginningLength = 4096;

    /// <summary>The text of the hint; null when the error is another or nothing certain can be said.</summary>
    public static string? For(
        Function function, ExecutionEnvironmentSpec spec, ReadOnlyMemory<byte> errorObject) =>
        RuntimeIdentifier.TryParse(function.Runtime, out var runtime)
        && runtime.RunsBootstrap
        && ErrorObject.Read(errorObject) is (FunctionErrorType.InvalidEntrypoint, { } message)
            ? message.Contains("find valid bootstrap", StringComparison.Ordinal)
                ? OfMissing(function, spec.CodeFolder)
                : OfFailedStart(message, spec)
            : null;

    private static string? OfMissing(Function function, string folder)
    {
        var handler = function.Handler ?? "";
        return function.BuildMethod is { } method && !CodeManifest.Of(RuntimeFamily.Provided, folder).IsBuilt
                ? $"`{function.LogicalId}` has a build step ({method}): run `sam build`, then invoke again"
            : Has(folder, "go.mod")
                ? $"`{folder}` has the sources of a Go program: run `CGO_ENABLED=0 go build -o bootstrap .` there"
            : Has(folder, "Cargo.toml")
                ? $"`{folder}` has the sources of a Rust program: run `cargo lambda build --release` there, "
                    + "and set CodeUri to its folder below `target/lambda`"
            : handler is not "" and not "bootstrap" && Has(folder, handler)
                ? $"Lambda starts the file `bootstrap`, whatever the handler: rename `{Path.Join(folder, handler)}`"
            : null;
    }

    private static bool Has(string folder, string name) => File.Exists(Path.Join(folder, name));

    /// <summary>From `… fork/exec [path]: [reason]`.</summary>
    private static string? OfFailedStart(string message, ExecutionEnvironmentSpec spec)
    {
        const string Mark = "fork/exec ";
        var start = message.IndexOf(Mark, StringComparison.Ordinal);
        var end = message.LastIndexOf(": ", StringComparison.Ordinal);
        if (start < 0 || end < start + Mark.Length)
        {
            return null;
        }

        var program = OnThisComputer(message[(start + Mark.Length)..end], spec);
        return message[(end + 2)..] switch
        {
            "permission denied" => $"make it executable, here and in what you deploy: `chmod +x {program}`",
            "exec format error" => OfFormat(program, ReadBeginning(program)),
            "no such file or directory" => OfInterpreter(program, ReadBeginning(program)),
            _ => null,
        };
    }

    /// <summary>In a room the program has Lambda's name; a person needs that of the file.</summary>
    private static string OnThisComputer(string program, ExecutionEnvironmentSpec spec)
    {
        const string Task = "/var/task/";
        const string Layers = "/opt/";
        return spec.Sandbox.Room is not { } room ? program
            : program.StartsWith(Task, StringComparison.Ordinal) ? Path.Join(spec.CodeFolder, program[Task.Length..])
            : !program.StartsWith(Layers, StringComparison.Ordinal) ? program
            : room.Layers.Reverse().Select(layer => Path.Join(layer, program[Layers.Length..])).FirstOrDefault(
                File.Exists, program);
    }

    private static string? OfFormat(string program, ReadOnlySpan<byte> bytes) =>
        PlatformOf(bytes) is { } platform
            ? $"`{program}` is a program for {platform}, and this computer is {ThisComputer}: "
                + "build it for this one"
        : bytes.StartsWith("#!"u8) ? null
        : $"the first line of a script names its interpreter: begin `{program}` with `#!/bin/sh` or another";

    /// <summary>By the machine of ELF (System V ABI, e_machine), or the first bytes of other formats.</summary>
    private static string? PlatformOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("MZ"u8) ? "Windows"
        : bytes.Length < 20 ? null
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes) is 0xFEEDFACF or 0xBEBAFECA ? "macOS"
        : !bytes.StartsWith("\u007fELF"u8) ? null
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]) switch
        {
            0x3E => "x86_64",
            0xB7 => "arm64",
            _ => "another machine",
        };

    private static string ThisComputer =>
        RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x86_64";

    /// <summary>The program is there, so what is missing is the program that it names.</summary>
    private static string? OfInterpreter(string program, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith("#!"u8))
        {
            return LoaderIn(bytes) is { } loader
                ? $"`{program}` needs `{loader}`, which is not on this computer: "
                    + "link it statically (CGO_ENABLED=0 for Go)"
                : null;
        }

        var end = bytes.IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(end < 0 ? bytes[2..] : bytes[2..end]);
        return line.EndsWith('\r')
            ? $"the first line of `{program}` ends in a carriage return: save it with line feeds only"
            : $"the first line of `{program}` names `{line.Trim()}`, which is not on this computer";
    }

    private static string? LoaderIn(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.IndexOf("/lib"u8);
        var end = start < 0 ? -1 : bytes[start..].IndexOf((byte)0);
        return end < 0 ? null : Encoding.UTF8.GetString(bytes.Slice(start, end));
    }

    private static byte[] ReadBeginning(string program)
    {
        try
        {
            using var file = File.OpenRead(program);
            var bytes = new byte[BeginningLength];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
