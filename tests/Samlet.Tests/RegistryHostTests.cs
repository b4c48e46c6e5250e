using Samlet.Tests.Support;

namespace Samlet.Tests;

/// <summary>
/// Where packages come from is the business of each machine's own package clients, never of this repository.
/// </summary>
public sealed class RegistryHostTests
{
    // Written in two parts, or this file would name them.
    private static readonly string[] Hosts =
    [
        "nuget" + ".org", "npmjs" + ".org", "npmjs" + ".com", "yarnpkg" + ".com", "pypi" + ".org",
        "pythonhosted" + ".org", "rubygems" + ".org", "maven" + ".org", "maven." + "apache.org/maven2",
        "proxy." + "golang.org", "crates" + ".io", "deb" + ".debian.org", "security" + ".debian.org",
        "archive" + ".ubuntu.com", "dl-cdn" + ".alpinelinux.org",
    ];

    [Fact]
    public void No_file_names_the_host_of_a_package_registry()
    {
        var named = from file in Repository.Files
                    let text = File.ReadAllText(file)
                    from host in Hosts
                    where text.Contains(host, StringComparison.OrdinalIgnoreCase)
                    select $"{Repository.NameOf(file)} names {host}";

        Repository.AssertNone(named);
    }
}
