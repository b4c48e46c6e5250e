using System.Security.Cryptography;
using System.Text;
using Samlet.Tests.Layers;

namespace Samlet.E2ETests.Support;

/// <summary>Apps with layers, and what their caches look like.</summary>
internal static class LayerApps
{
    /// <summary>`resources` are further lines of YAML below Resources.</summary>
    public static TestApp WithLayers(string layers, string resources = "") => TestApp.Of($"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Function:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: src/
              Handler: app.handler
              Runtime: nodejs22.x
              Layers: {layers}
        {resources}
        """).With("src/app.js", "exports.handler = async () => require('a');");

    /// <summary>A function on layers of these names, each a folder of its name beside the code, in order.</summary>
    public static TestApp WithFolders(params string[] names) =>
        WithLayers($"[!Ref {string.Join(", !Ref ", names)}]", string.Concat(names.Select(static name => $"""
              {name}:
                Type: AWS::Serverless::LayerVersion
                Properties:
                  ContentUri: {name}/

            """)));

    public static byte[] Modules(string text, params string[] names) => LayerContents.Of(
        [.. names.Select(name => ($"nodejs/node_modules/{name}/index.js", $"module.exports = '{text}';"))]);

    public static void RequireSandbox(string sandbox)
    {
        if (sandbox == "linux")
        {
            RequiresAttribute.Check(RequiresAttribute.Linux);
            RequiresAttribute.Check(RequiresAttribute.Native);
            RequiresAttribute.Check("bwrap");
        }
    }

    /// <summary>As `sam local` names the folder of a layer.</summary>
    public static string NameOf(string arn)
    {
        var parts = arn.Split(':');
        return $"{parts[6]}-{parts[7]}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(arn)))[..10]}";
    }

    public static IEnumerable<string> VisibleIn(TestApp app, string folder) =>
        new DirectoryInfo(app.Folder.PathOf(folder)).GetFileSystemInfos()
            .Select(entry => entry.Name).Where(name => name[0] != '.').Order(StringComparer.Ordinal);
}
