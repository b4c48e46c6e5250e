namespace Samlet.Templates;

internal enum CloudValueKind
{
    Resource,
    Export,
    Ssm,
    Secret,
}

/// <summary>
/// A value that only the cloud knows, and what stands in for it. The name is that of the values file (a logical ID
/// with its stack's path in front, an export, a parameter, a secret); the attribute is `Ref`, another one, or the key
/// in a secret.
/// </summary>
internal sealed record CloudValue(CloudValueKind Kind, string Name, string? Attribute, string Placeholder);
