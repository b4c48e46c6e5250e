namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>RubyGems is loaded when something needs it, and the function sees no difference.</summary>
public sealed class RubyGemsTests
{
    private const int Limit = 60_000;
    private const string Bundle = "vendor/bundle/ruby/3.4.0";
    private const string IsLoaded = "$LOADED_FEATURES.any? { |file| file.end_with?('/rubygems.rb') }";

    [Fact(Timeout = Limit)]
    public async Task A_function_that_needs_no_gem_does_without()
    {
        using var function = RubyFunction.Of($"require 'set'\nrequire 'time'\n[{IsLoaded}, defined?(Gem)]");

        Assert.Equal("""[false,"constant"]""", (await function.RunAsync()).Answer);
    }

    [Theory(Timeout = Limit)]
    [InlineData("Gem::VERSION.class")]
    [InlineData("require('rubygems'); Gem::VERSION.class")]
    [InlineData("gem('json'); Gem.loaded_specs['json'].name.class")]
    [InlineData("Kernel.send(:gem, 'json'); Gem.loaded_specs['json'].name.class")]
    [InlineData("require 'rubygems/version'; Gem::Version.new('1').to_s.class")]
    [InlineData("begin; require('not/there'); rescue LoadError => e; e.path.class; end")]
    [InlineData("begin; gem('not-there'); rescue Gem::LoadError => e; e.name.class; end")]
    public async Task What_needs_RubyGems_loads_it(string code)
    {
        using var function = RubyFunction.Of($"value = ({code})\n[value, {IsLoaded}]");

        Assert.Equal("""["String",true]""", (await function.RunAsync()).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task Gems_of_the_function_are_found_and_the_later_version_is_taken()
    {
        using var function = new RubyFunction("require 'packed'\ndef handler(event:, context:) = PACKED\n");
        function.WriteGem(Bundle, "packed", "1.0");
        function.WriteGem(Bundle, "packed", "1.5");

        Assert.Equal("\"1.5\"", (await function.RunAsync()).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task A_later_version_of_a_library_that_Ruby_has_comes_from_the_functions_gems()
    {
        using var function = new RubyFunction("require 'base64'\ndef handler(event:, context:) = BASE64\n");
        function.WriteGem(Bundle, "base64", "99.0");

        Assert.Equal("\"99.0\"", (await function.RunAsync()).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task Gems_of_this_computer_come_last()
    {
        using var function = RubyFunction.Of("require 'rake'\nRake::VERSION");
        Assert.Matches(@"^""\d+\.", (await function.RunAsync()).Answer);

        function.WriteGem(Bundle, "rake", "0.1");
        function.Write("app.rb", "require 'rake'\ndef handler(event:, context:) = RAKE\n");
        Assert.Equal("\"0.1\"", (await function.RunAsync()).Answer);
    }

    /// <summary>Debian packages some gems as libraries of the interpreter itself.</summary>
    [Fact(Timeout = Limit)]
    public async Task Libraries_that_the_system_has_added_to_Ruby_come_last_as_well()
    {
        const string Library = "/usr/lib/ruby/vendor_ruby/xmlrpc.rb";
        Assert.SkipUnless(File.Exists(Library), $"needs `{Library}`");
        using var function = RubyFunction.Of("require 'xmlrpc'\n$LOADED_FEATURES.grep(/xmlrpc.rb/)");
        Assert.Equal($"[\"{Library}\"]", (await function.RunAsync()).Answer);
        function.WriteGem(Bundle, "other", "1.0");
        Assert.Equal($"[\"{Library}\"]", (await function.RunAsync()).Answer);

        function.WriteGem(Bundle, "xmlrpc", "0.1");
        Assert.Contains("/gems/xmlrpc-0.1/lib/xmlrpc.rb", (await function.RunAsync()).Answer, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Bundler_sets_up_what_the_Gemfile_names()
    {
        using var function = new RubyFunction("require 'bundler/setup'\nrequire 'packed'\ndef handler(event:, context:) = PACKED\n");
        function.WriteGem(Bundle, "packed", "1.0");
        function.Write("Gemfile", "gem 'packed'\n");
        function.Write("Gemfile.lock", "GEM\n  specs:\n    packed (1.0)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  packed\n");

        var run = await function.RunAsync();

        Assert.True(run.Answer == "\"1.0\"", run.Answer + run.Output + run.Error);
    }

    [Theory(Timeout = Limit)]
    [InlineData("Net::HTTP.name", "\"Net::HTTP\"")]
    [InlineData("URI('http://a/b').path", "\"/b\"")]
    [InlineData("StringIO.new('a').read", "\"a\"")]
    [InlineData("Socket.name + TCPSocket.name + SocketError.name", "\"SocketTCPSocketSocketError\"")]
    [InlineData("Timeout.timeout(9) { 1 }", "1")]
    [InlineData("Monitor.new.class", "\"Monitor\"")]
    [InlineData("RbConfig::CONFIG['ruby_install_name'].class", "\"String\"")]
    [InlineData("JSON.parse('1')", "1")]
    [InlineData("require 'net/protocol'; Net::HTTP.name", "\"Net::HTTP\"")]
    [InlineData("require 'uri/generic'; URI::HTTP.name", "\"URI::HTTP\"")]
    [InlineData("require 'socket'; Socket.gethostname.class", "\"String\"")]
    [InlineData("require 'net/http'; require 'uri'; require 'logger'; [Net, URI, Logger].size", "3")]
    [InlineData("require 'logger/formatter'; Logger::Formatter.name", "\"Logger::Formatter\"")]
    public async Task What_Lambdas_client_has_loaded_needs_no_require(string code, string expected)
    {
        using var function = RubyFunction.Of(code);

        var run = await function.RunAsync();

        Assert.True(run.Answer == expected, run.Answer + run.Output + run.Error);
    }
}
