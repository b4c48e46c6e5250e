using Samlet.Sandboxes;

namespace Samlet.Runtimes.Extensions;

/// <summary>An external extension: a program that registers under the name of its file.</summary>
internal sealed record ExtensionProgram(string Name, SandboxSpec Sandbox);
