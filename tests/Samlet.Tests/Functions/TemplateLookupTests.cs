using Samlet.Functions;
using Samlet.Tests.Support;

namespace Samlet.Tests.Functions;

public sealed class TemplateLookupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".aws-sam/build/template.yaml", "template.yaml", "template.yml", "template.json")]
    [InlineData("template.yaml", "template.yml", "template.json")]
    [InlineData("template.yml", "template.json")]
    [InlineData("template.json")]
    public void The_first_of_the_usual_places_is_taken(string first, params string[] others)
    {
        foreach (var name in (string[])[first, .. others])
        {
            _folder.Write(name, "");
        }

        var file = Assert.Single(TemplateLookup.Find([], _folder.Path));
        Assert.Equal(first, file.Name);
        Assert.Equal(_folder.PathOf(first), file.Path);
    }

    [Fact]
    public void A_named_template_is_taken_as_it_is()
    {
        _folder.Write("template.yaml", "");
        _folder.Write("infra/main.yaml", "");
        var file = Assert.Single(TemplateLookup.Find(["infra/main.yaml"], _folder.Path));

        Assert.Equal("infra/main.yaml", file.Name);
        Assert.Equal(_folder.PathOf("infra/main.yaml"), file.Path);
    }

    [Fact]
    public void Several_templates_keep_their_order()
    {
        _folder.Write("b.yaml", "");
        _folder.Write("a.yaml", "");
        Assert.Equal(["b.yaml", "a.yaml"], TemplateLookup.Find(["b.yaml", "a.yaml"], _folder.Path).Select(file => file.Name));
    }

    [Fact]
    public void No_template_is_an_error_that_names_the_places()
    {
        var error = Assert.Throws<UserErrorException>(() => TemplateLookup.Find([], _folder.Path));
        Assert.Contains("`template.json`", error.Message, StringComparison.Ordinal);
        Assert.Contains("--template", error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tempalte.yaml", "did you mean `template.yaml`?")]
    [InlineData("other.txt", "did you mean `template.yaml`?")]
    [InlineData("sub/inner.yml", "did you mean `sub/inner.yaml`?")]
    [InlineData("empty/x.yaml", "pass the template with --template")]
    public void A_missing_template_has_a_hint(string name, string hint)
    {
        _folder.Write("template.yaml", "");
        _folder.Write("sub/inner.yaml", "");
        _folder.CreateFolder("empty");
        var error = Assert.Throws<UserErrorException>(() => TemplateLookup.Find([name], _folder.Path));

        Assert.Equal($"no template at `{_folder.PathOf(name)}`", error.Message);
        Assert.Equal(hint, error.Hint);
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var error = Assert.Throws<UserErrorException>(() => TemplateLookup.Find(["no/such/x.yaml"], _folder.Path));
        Assert.Contains(_folder.PathOf("no/such"), error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_an_error_that_names_the_template_in_it()
    {
        _folder.Write("infra/template.yml", "");
        var error = Assert.Throws<UserErrorException>(() => TemplateLookup.Find(["infra"], _folder.Path));
        Assert.Contains("--template infra/template.yml", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_built_template_that_is_older_than_its_source_is_a_warning()
    {
        _folder.Write(".aws-sam/build/template.yaml", "");
        File.SetLastWriteTimeUtc(_folder.Write("template.yml", ""), new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var diagnostic = TemplateLookup.FindStaleness(TemplateLookup.Find([], _folder.Path)[0]);

        Assert.Equal("SAM0101", diagnostic?.Code);
        Assert.Contains("--template template.yml", diagnostic?.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_built_template_that_is_newer_is_none()
    {
        File.SetLastWriteTimeUtc(_folder.Write("template.yml", ""), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _folder.Write(".aws-sam/build/template.yaml", "");
        Assert.Null(TemplateLookup.FindStaleness(TemplateLookup.Find([], _folder.Path)[0]));
        Assert.Null(TemplateLookup.FindStaleness(TemplateLookup.Find(["template.yml"], _folder.Path)[0]));
    }
}
