using Samlet.Functions;
using Samlet.Tests.Support;

namespace Samlet.Tests.Functions;

public sealed class EnvironmentVariablesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _shell = [];
    private readonly Dictionary<string, string> _commandLine = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_highest_source_of_a_variable_wins()
    {
        _shell["B"] = _shell["C"] = _shell["D"] = _shell["E"] = "shell";
        _commandLine["E"] = "command line";

        Assert.Equal(
            "A=template (Template), B=shell (Shell), C=parameters (ParametersBlock), D=function (EnvVars), E=command line (CommandLine)",
            Join(Resolve(
                Declaring("A", "B", "C", "D", "E"),
                """{"Parameters": {"C": "parameters", "D": "parameters", "E": "parameters"}, "F": {"D": "function", "E": "function"}}""")));
    }

    [Theory]
    [InlineData("""{"F":{"A":"logical"},"cust.id":{"A":"id","B":"id"},"fnname":{"B":"fn"}}""", "A=logical (EnvVars), B=t (Template)")]
    [InlineData("""{"F":{},"cust.id":{"A":"id","B":"id"}}""", "A=id (EnvVars), B=id (EnvVars)")]
    [InlineData("""{"Parameters":{"A":"g","B":"g"},"fnname":{"A":"fn"}}""", "A=fn (EnvVars), B=g (ParametersBlock)")]
    [InlineData("""{"Child/F":{"A":"path"}}""", "A=path (EnvVars), B=t (Template)")]
    [InlineData("""{"Child/F":{"A":"path"},"fnname":{"A":"fn"}}""", "A=fn (EnvVars), B=t (Template)")]
    [InlineData("""{"Parameters":{"A":[1],"B":{"x":1}}}""", "A= (ParametersBlock), B= (ParametersBlock)")]
    [InlineData("""{"Other":{"A":"x"}}""", "A=t (Template), B=t (Template)")]
    [InlineData("{}", "A=t (Template), B=t (Template)")]
    public void The_first_filled_block_of_a_function_stands_above_the_parameters(string json, string expected)
    {
        var function = With(("A", "t"), ("B", "t")) with { FunctionId = "cust.id", Name = "fnname", Path = "Child/F" };

        Assert.Equal(expected, Join(Resolve(function, json)));
    }

    [Fact]
    public void The_shell_gives_only_what_the_template_declares()
    {
        _shell["SECRET"] = "of the shell";

        Assert.Equal("A=template (Template)", Join(Resolve(Declaring("A"))));
    }

    [Theory]
    [InlineData("PATH")]
    [InlineData("LANG")]
    [InlineData("TZ")]
    [InlineData("LD_LIBRARY_PATH")]
    [InlineData("NODE_PATH")]
    [InlineData("PYTHONPATH")]
    [InlineData("HOME")]
    [InlineData("TMPDIR")]
    [InlineData("PWD")]
    public void The_shell_does_not_replace_what_belongs_to_the_developer_s_machine(string name)
    {
        _shell[name] = "of this machine";

        Assert.Equal($"{name}=template (Template)", Join(Resolve(Declaring(name))));
    }

    [Fact]
    public void An_empty_variable_of_the_shell_counts()
    {
        _shell["A"] = "";

        Assert.Equal("A= (Shell)", Join(Resolve(Declaring("A"))));
    }

    [Fact]
    public void Undeclared_names_are_set_with_one_warning()
    {
        _commandLine["D"] = "4";
        var environment = Resolve(Declaring("A"), """{"Parameters": {"B": "2"}, "F": {"C": "3", "B": "two"}}""");

        Assert.Equal("A=template (Template), B=two (EnvVars), C=3 (EnvVars), D=4 (CommandLine)", Join(environment));
        var warning = Assert.Single(environment.Warnings);
        Assert.Equal("`B`, `C`, `D` are not declared by the template for `F`, and set all the same", warning.Message);
        Assert.Equal("declare them under Environment.Variables, or the deployed function will not have them", warning.Hint);
    }

    [Fact]
    public void Sam_local_s_way_drops_undeclared_names_of_files_without_a_word()
    {
        var environment = Resolve(Declaring("A"), """{"F": {"A": "1", "B": "2", "AWS_REGION": "eu-west-1"}}""", onlyDeclared: true);

        Assert.Equal("A=1 (EnvVars)", Join(environment));
        Assert.Empty(environment.Warnings);
    }

    [Theory]
    [InlineData("AWS_REGION")]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_LAMBDA_FUNCTION_NAME")]
    [InlineData("_HANDLER")]
    [InlineData("_X_AMZN_TRACE_ID")]
    [InlineData("_ANYTHING")]
    public void Reserved_names_of_the_template_are_left_to_Lambda(string name)
    {
        _shell[name] = "shell";

        Assert.Equal("A=template (Template)", Join(Resolve(Declaring("A", name))));
    }

    [Fact]
    public void Reserved_names_of_overrides_are_refused_with_one_warning()
    {
        _commandLine["AWS_LAMBDA_RUNTIME_API"] = "x";
        var environment = Resolve(Declaring("A"), """{"F": {"_HANDLER": "x", "": "x", "A=B": "x"}, "Parameters": {"_HANDLER": "y"}}""");

        Assert.Equal("A=template (Template)", Join(environment));
        Assert.Equal("`_HANDLER`, ``, `A=B`, `AWS_LAMBDA_RUNTIME_API` cannot be set: Lambda keeps the names for itself", Assert.Single(environment.Warnings).Message);
    }

    [Fact]
    public void Overrides_may_set_region_and_credentials_without_a_warning()
    {
        var environment = Resolve(Declaring(), """{"F": {"AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "K", "AWS_SECRET_ACCESS_KEY": "s"}}""");

        Assert.Equal(
            "AWS_REGION=eu-west-1 (EnvVars), AWS_ACCESS_KEY_ID=K (EnvVars), AWS_SECRET_ACCESS_KEY=s (EnvVars), AWS_SESSION_TOKEN= (EnvVars), AWS_DEFAULT_REGION=eu-west-1 (EnvVars)",
            Join(environment));
        Assert.Empty(environment.Warnings);
    }

    [Fact]
    public void A_region_or_token_that_is_given_too_stays()
    {
        _commandLine["AWS_DEFAULT_REGION"] = "eu-west-3";
        _commandLine["AWS_ACCESS_KEY_ID"] = "K";
        _commandLine["AWS_SESSION_TOKEN"] = "t";

        Assert.Equal(
            "AWS_DEFAULT_REGION=eu-west-3 (CommandLine), AWS_ACCESS_KEY_ID=K (CommandLine), AWS_SESSION_TOKEN=t (CommandLine), AWS_REGION=eu-west-3 (CommandLine)",
            Join(Resolve(Declaring())));
    }

    [Fact]
    public void Variables_for_debugging_stand_above_the_function_s_block()
    {
        _commandLine["C"] = "command line";
        var overrides = new VariableOverrides
        {
            File = File("env.json", """{"F": {"A": "function", "B": "function", "C": "function"}}"""),
            DebuggingFile = File("debug.json", """{"Parameters": {"B": "debugging", "C": "debugging"}, "F": {"D": "debugging"}}"""),
            CommandLine = _commandLine,
        };

        Assert.Equal(
            "A=function (EnvVars), B=debugging (ParametersBlock), C=command line (CommandLine), D=debugging (EnvVars)",
            Join(EnvironmentVariables.Resolve(Declaring("A", "B", "C", "D"), overrides, Host)));
    }

    [Fact]
    public void Placeholders_and_secrets_keep_what_is_known_of_them_until_they_are_overridden()
    {
        var function = Declaring() with
        {
            Environment =
            [
                new EnvironmentVariable("A", "arn:x", VariableSource.Placeholder),
                new EnvironmentVariable("B", "hidden", VariableSource.Template) { IsSecret = true },
                new EnvironmentVariable("C", "hidden", VariableSource.Template) { IsSecret = true },
            ],
        };
        var variables = Resolve(function, """{"F": {"C": "open"}}""").Variables;

        Assert.Equal(
            (VariableSource.Placeholder, true, false),
            (variables[0].Source, variables[1].IsSecret, variables[2].IsSecret));
    }

    [Fact]
    public void A_reserved_name_in_a_template_is_a_finding_at_its_place()
    {
        using var functions = TestFunctions.Of("Runtime: nodejs22.x\nHandler: a.b\nEnvironment: { Variables: { TABLE: t, AWS_REGION: r, _HANDLER: h } }");
        functions.Read();

        Assert.Contains("SAM0127 7:45, SAM0127 7:60", functions.Codes(), StringComparison.Ordinal);
    }

    private HostEnvironment Host => new(_shell, "/home/me");

    private DeveloperEnvironment Resolve(Function function, string? json = null, bool onlyDeclared = false) =>
        EnvironmentVariables.Resolve(
            function,
            new VariableOverrides
            {
                File = json is null ? null : File("env.json", json),
                CommandLine = _commandLine,
                OnlyDeclared = onlyDeclared,
            },
            Host);

    private EnvVarsFile File(string name, string json) => EnvVarsFile.Read(_folder.Write(name, json), Host);

    private static Function Declaring(params string[] names) => With([.. names.Select(name => (name, "template"))]);

    private static Function With(params (string Name, string Value)[] variables) => new()
    {
        LogicalId = "F",
        Path = "F",
        Name = "F",
        FunctionId = "F",
        Location = default,
        Code = new CodeSource.Inline(""),
        Environment = [.. variables.Select(
            variable => new EnvironmentVariable(variable.Name, variable.Value, VariableSource.Template))],
    };

    private static string Join(DeveloperEnvironment environment) =>
        string.Join(", ", environment.Variables.Select(variable => $"{variable.Name}={variable.Value} ({variable.Source})"));
}
