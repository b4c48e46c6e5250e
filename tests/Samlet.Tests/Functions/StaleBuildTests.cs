using Samlet.Functions;
using Samlet.Templates;
using Samlet.Tests.Support;

namespace Samlet.Tests.Functions;

public sealed class StaleBuildTests
{
    [Theory]
    [InlineData(-1, true)]
    [InlineData(1, false)]
    public void A_built_template_that_is_older_than_its_source_is_told(int hours, bool isTold)
    {
        using var folder = new TempFolder();
        var source = folder.Write("template.yaml", "Resources: {T: {Type: AWS::SNS::Topic}}\n");
        var built = folder.Write(".aws-sam/build/template.yaml", "Resources: {T: {Type: AWS::SNS::Topic}}\n");
        File.SetLastWriteTimeUtc(built, File.GetLastWriteTimeUtc(source).AddHours(hours));

        var stack = StackReader.Read(TemplateLookup.Find([], folder.Path), new TemplateOptions())[0];

        Assert.Equal(isTold, stack.Template.Diagnostics.Any(static finding =>
            finding is { Severity: DiagnosticSeverity.Warning, Resource: null }));
    }
}
