using System.Text;
using Samlet.Tests.Support;

namespace Samlet.Tests.Sandboxes.Image;

/// <summary>Against Debian's docker-registry, with every way to log in.</summary>
public sealed class DockerRegistryTests : IDisposable
{
    private static readonly string Basic =
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{DockerRegistry.UserName}:{DockerRegistry.Password}"));

    private readonly TestImageStore _store = new();
    private readonly TestImage _image = new TestImage().With(TestImage.File("one", "1")).With(TestImage.File("two", "2"));

    public DockerRegistryTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "images are unpacked on Linux");

    public void Dispose() => _store.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task An_open_registry_needs_no_login()
    {
        await using var registry = await DockerRegistry.OpenAsync();

        await AssertPulledAsync(await registry.PushAsync("team/app", "1", _image));
        Assert.Contains("there is no image", (await _store.FailAsync($"{registry.Host}/team/other:1")).Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"auths":{"HOST":{"auth":"BASIC"}}}""", true)]
    [InlineData("""{"auths":{"http://HOST/v2/":{"auth":"BASIC"}}}""", true)]
    [InlineData("""{"auths":{"HOST/team":{"auth":"BASIC"},"HOST":{"auth":"d3Jvbmc6d3Jvbmc="}}}""", true)]
    [InlineData("""{"auths":{"HOST":{}},"credsStore":"test"}""", true)]
    [InlineData("""{"credHelpers":{"HOST":"test"}}""", true)]
    [InlineData("""{"credHelpers":{"other.io":"absent"},"auths":{"HOST":{"username":"tester","password":"secret"}}}""", true)]
    [InlineData("""{"auths":{"HOST":{"auth":"d3Jvbmc6d3Jvbmc="}}}""", false)]
    [InlineData("""{"credHelpers":{"HOST":"none"}}""", false)]
    [InlineData("""{"credHelpers":{"HOST":"broken"}}""", false)]
    [InlineData("""{"credHelpers":{"HOST":"absent"}}""", false)]
    [InlineData("not json", false)]
    public async Task A_password_comes_from_where_docker_login_leaves_it(string config, bool isEnough)
    {
        await using var registry = await DockerRegistry.WithPasswordAsync();
        var name = await registry.PushAsync("team/app", "1", _image);
        WriteHelper("test", $"read host; [ \"$host\" = {registry.Host} ] && echo '{{\"Username\":\"tester\",\"Secret\":\"secret\"}}'");
        WriteHelper("none", "echo credentials not found in native keychain; exit 1");
        WriteHelper("broken", "echo the keychain is locked; exit 2");
        WriteConfig(config, registry.Host);

        if (isEnough)
        {
            await AssertPulledAsync(name);
        }
        else
        {
            var error = await _store.FailAsync(name);
            Assert.NotNull(error.Hint);
            Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Tokens_are_got_for_everybody_where_the_image_is_public()
    {
        await using var tokens = new TokenService();
        await using var registry = await DockerRegistry.WithTokensAsync(tokens);

        await AssertPulledAsync(await registry.PushAsync("public/app", "1", _image));
        Assert.All(tokens.Authorizations, Assert.Null);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"auths":{"HOST":{"auth":"BASIC"}}}""", true)]
    [InlineData("""{"auths":{"HOST":{"identitytoken":"identity-token"}}}""", true)]
    [InlineData("{}", false)]
    public async Task Tokens_are_got_with_a_login_where_it_is_not(string config, bool isEnough)
    {
        await using var tokens = new TokenService();
        await using var registry = await DockerRegistry.WithTokensAsync(tokens);
        var name = await registry.PushAsync("private/app", "1", _image);
        WriteConfig(config, registry.Host);

        if (isEnough)
        {
            await AssertPulledAsync(name);
        }
        else
        {
            Assert.Contains("does not let", (await _store.FailAsync(name)).Message, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_login_that_has_run_out_does_not_stop_a_public_image()
    {
        await using var tokens = new TokenService();
        await using var registry = await DockerRegistry.WithTokensAsync(tokens);
        WriteConfig("""{"auths":{"HOST":{"auth":"d3Jvbmc6d3Jvbmc="}}}""", registry.Host);

        await AssertPulledAsync(await registry.PushAsync("public/app", "1", _image));
    }

    private async Task AssertPulledAsync(string name) =>
        Assert.Equal("2", OnDisk.Text(Path.Join((await _store.OpenAsync(name)).Folder, "two")));

    private void WriteConfig(string text, string host) => _store.Folder.Write(
        ".docker/config.json",
        text.Replace("HOST", host, StringComparison.Ordinal).Replace("BASIC", Basic, StringComparison.Ordinal));

    private void WriteHelper(string name, string script)
    {
        _store.Folder.WriteProgram($"bin/docker-credential-{name}", $"#!/bin/sh\n{script}\n");
        _store.Shell("PATH", $"{_store.Folder.PathOf("bin")}:/usr/bin:/bin");
    }
}
