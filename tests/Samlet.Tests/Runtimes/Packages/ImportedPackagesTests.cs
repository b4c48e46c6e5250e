using Samlet.Functions;
using Samlet.Runtimes.Packages;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Packages;

public sealed class ImportedPackagesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Imports_of_carried_packages_are_found_in_every_form()
    {
        _folder.Write("a.mjs", "import { S3Client } from '@aws-sdk/client-s3';\nimport x from \"lodash\";");
        _folder.Write("lib/b.js", "// it's\nconst sqs = require(`@aws-sdk/client-sqs/dist-cjs/index.js`);");
        _folder.Write("lib/c.ts", "type T = import('@smithy/types').Logger; import '@aws-sdk/client-s3'");
        _folder.Write("readme.md", "'@aws-sdk/client-sns'");
        _folder.Write("node_modules/x/index.js", "require('@aws-sdk/client-ssm')");

        Assert.Equal(["@aws-sdk/client-s3", "@aws-sdk/client-sqs", "@smithy/types"], Find("nodejs24.x"));
    }

    [Fact]
    public void What_lies_beside_the_code_is_not_needed()
    {
        _folder.Write("a.js", "require('@aws-sdk/client-s3'); require('@aws-sdk/client-sqs');");
        _folder.Write("node_modules/@aws-sdk/client-s3/package.json", "{}");

        Assert.Equal(["@aws-sdk/client-sqs"], Find("nodejs24.x"));
    }

    [Fact]
    public void Version_2_counts_where_it_is_carried()
    {
        _folder.Write("a.js", "require('aws-sdk/clients/s3')");

        Assert.Equal(["aws-sdk"], Find("nodejs16.x"));
        Assert.Empty(Find("nodejs24.x"));
    }

    [Fact]
    public void Gems_are_found_too()
    {
        _folder.Write("app.rb", "require 'aws-sdk-s3'\nrequire \"json\"\nputs 'aws-sdk-'\n");

        Assert.Equal(["aws-sdk-s3"], Find("ruby3.4"));
    }

    private IReadOnlyList<string> Find(string runtime) =>
        ImportedPackages.Find(RuntimeIdentifier.Parse(runtime), [_folder.Path, _folder.PathOf("absent")]);
}
