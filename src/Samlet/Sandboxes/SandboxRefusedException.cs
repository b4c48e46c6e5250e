namespace Samlet.Sandboxes;

/// <summary>A kind of sandbox that this computer does not let be made, in the words of what refused it.</summary>
internal sealed class SandboxRefusedException(string reason) : Exception(reason);
