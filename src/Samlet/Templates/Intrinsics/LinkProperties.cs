namespace Samlet.Templates.Intrinsics;

/// <summary>
/// Properties that tie one resource to another of the same project; nothing reads the id that the cloud gives it.
/// </summary>
internal static class LinkProperties
{
    public static bool Contain(string name) =>
        name is "RestApiId" or "ApiId" or "ResourceId" or "ParentId" or "AuthorizerId" or "Target";
}
