using System.Text;
using System.Text.Json;
using Samlet.Functions;
using Samlet.Runtimes;
using Samlet.Templates;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes;

public sealed class ImportHintTests : IDisposable
{
    private const string ImportModuleError = "Runtime.ImportModuleError";
    private const string NodeMessage = "Error: Cannot find module 'NAME'\nRequire stack:\n- /var/task/app.js";
    private const string PythonMessage = "Unable to import module 'app': No module named 'NAME'";

    private const string NodeModuleMessage = "Cannot find package 'NAME' imported from /var/task/app.mjs";
    private const string RubyMessage = "cannot load such file -- NAME";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("nodejs22.x", "app.handler", "app.ts", "app.ts")]
    [InlineData("nodejs22.x", "src/app.handler", "src/app.mts", "src/app.mts")]
    public void A_handler_in_TypeScript_has_to_be_built(string runtime, string handler, string file, string named)
    {
        _folder.Write(file, "");

        Assert.Equal(
            $"`{_folder.PathOf(named)}` is TypeScript, and Lambda runs JavaScript: run `sam build`, then invoke again",
            Hint(New(runtime, handler) with { BuildMethod = "esbuild" }, ImportModuleError, NodeMessage, "app"));
        AssertContains("compile it", Hint(New(runtime, handler), ImportModuleError, NodeMessage, "app"));
    }

    [Fact]
    public void A_build_script_of_the_package_is_named()
    {
        _folder.Write("app.ts", "");
        _folder.Write("package.json", """{"scripts": {"build": "tsc"}}""");

        AssertContains(
            $"run `npm run build` in `{_folder.Path}`", Hint(New("nodejs22.x"), ImportModuleError, NodeMessage, "app"));
    }

    [Fact]
    public void What_lies_in_node_modules_above_the_code_is_not_called_missing()
    {
        _folder.Write("package.json", """{"dependencies": {"left-pad": "1"}}""");
        AssertContains("not installed", Hint(New("nodejs22.x"), ImportModuleError, NodeMessage, "left-pad"));

        using var project = new TempFolder();
        project.Write("node_modules/left-pad/index.js", "");
        var code = Path.GetDirectoryName(project.Write("services/api/package.json", "{}"))!;

        Assert.Equal(
            $"`left-pad` is in `{project.PathOf("node_modules")}`, and Lambda gets only what is in `{code}`: "
            + "run `sam build`, or `--sandbox process` runs the code as it lies",
            Hint(New("nodejs22.x"), ImportModuleError, NodeMessage, "left-pad", code));
    }

    [Theory]
    [InlineData("nodejs22.x", ImportModuleError, NodeMessage, "app")]
    [InlineData("nodejs22.x", ImportModuleError, NodeMessage, "left-pad")]
    [InlineData("nodejs22.x", ImportModuleError, NodeMessage, "./lib/db")]
    [InlineData("python3.13", ImportModuleError, PythonMessage, "app")]
    [InlineData("python3.13", ImportModuleError, PythonMessage, "requests")]
    [InlineData("ruby3.4", "Init<LoadError>", RubyMessage, "app")]
    [InlineData("java21", "java.lang.ClassNotFoundException", "Class not found: NAME", "app.handler")]
    [InlineData("java21", "java.lang.NoClassDefFoundError", "NAME", "com/zaxxer/Pool")]
    public void A_function_with_a_build_method_is_to_be_built(string runtime, string type, string message, string name)
    {
        var function = New(runtime) with { BuildMethod = "makefile" };

        Assert.Equal(
            "`Ratings` has a build step (makefile): run `sam build`, then invoke again",
            Hint(function, type, message, name));
    }

    [Theory]
    [InlineData("nodejs22.x", ImportModuleError, NodeMessage, "left-pad/lib/x")]
    [InlineData("nodejs24.x", "Error", NodeModuleMessage, "@scope/pad")]
    public void What_package_json_lists_is_to_be_installed(string runtime, string type, string message, string name)
    {
        var file = _folder.Write("package.json", """{"dependencies": {"left-pad": "1", "@scope/pad": "1"}}""");

        AssertContains(
            $"is in `{file}` and not installed: run `sam build` or `npm install` in `{_folder.Path}`",
            Hint(New(runtime), type, message, name));
    }

    [Theory]
    [InlineData(ImportModuleError, PythonMessage, "requests.auth")]
    [InlineData("ModuleNotFoundError", "No module named 'NAME'", "typing_extensions")]
    public void What_requirements_txt_lists_is_to_be_installed(string type, string message, string name)
    {
        var file = _folder.Write("requirements.txt", "Requests==2.32\ntyping-extensions\n");

        AssertContains(
            $"is in `{file}` and not installed: run `sam build` or `pip install -r {file} -t {_folder.Path}`",
            Hint(New("python3.13"), type, message, name));
    }

    [Fact]
    public void What_a_Gemfile_lists_is_to_be_installed()
    {
        var file = _folder.Write("Gemfile", "gem 'nokogiri'\n");

        AssertContains(
            $"is in `{file}` and not installed: run `sam build` or `bundle config set --local path vendor/bundle",
            Hint(New("ruby3.4"), "Init<LoadError>", RubyMessage, "nokogiri"));
    }

    [Theory]
    [InlineData("python3.13", "boto3", "run `samlet runtime install python3.13`")]
    [InlineData("python3.13", "botocore.exceptions", "run `samlet runtime install python3.13`")]
    [InlineData("nodejs22.x", "@aws-sdk/client-s3", "run `samlet runtime install nodejs22.x @aws-sdk/client-s3`")]
    [InlineData("nodejs16.x", "aws-sdk/clients/s3", "run `samlet runtime install nodejs16.x`")]
    [InlineData("ruby3.4", "aws-sdk-s3", "run `samlet runtime install ruby3.4 aws-sdk-s3`")]
    [InlineData("ruby3.4", "aws-sdk", "run `samlet runtime install ruby3.4`")]
    public void What_Lambda_carries_is_said_to_be_there_and_how_to_get_it_here(string runtime, string name, string how)
    {
        var (type, message) = runtime[..4] switch
        {
            "node" => (ImportModuleError, NodeMessage),
            "ruby" => ("Init<LoadError>", RubyMessage),
            _ => (ImportModuleError, PythonMessage),
        };

        var hint = Hint(New(runtime), type, message, name);

        Assert.StartsWith("Lambda carries `", hint, StringComparison.Ordinal);
        AssertContains($"in {runtime}, and this computer does not: ", hint);
        Assert.EndsWith(how, hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("java.lang.NoClassDefFoundError", "NAME", "; `com.amazonaws:aws-lambda-java-events` brings it")]
    [InlineData("java.lang.NoClassDefFoundError", "Error loading class a.App: NAME", "; `com.amazonaws:aws-lambda-java-events` brings it")]
    [InlineData("java.lang.ClassNotFoundException", "com.zaxxer.Pool", "")]
    [InlineData("java.lang.ClassNotFoundException", "software.amazon.awssdk.services.s3.S3Client", "; `software.amazon.awssdk:s3` brings it")]
    public void A_class_that_is_missing_in_Java_is_named_with_its_library(string type, string message, string library)
    {
        const string Event = "com.amazonaws.services.lambda.runtime.events.S3Event";
        var name = message.EndsWith("NAME", StringComparison.Ordinal) ? Event : message;

        Assert.Equal(
            $"`{name}` is not in the function's package{library}: add it to the project's dependencies and package them "
            + "with the function, as `sam build` does, or in `java/lib` of a layer",
            Hint(New("java21", "a.App::run"), type, message, Event.Replace('.', '/')));
    }

    [Theory]
    [InlineData("pom.xml")]
    [InlineData("build.gradle.kts")]
    public void A_handler_that_is_missing_beside_a_project_file_of_Java_has_to_be_built(string file)
    {
        var project = _folder.Write(file, "");

        Assert.Equal(
            $"`{project}` stands beside sources, and Lambda runs classes: run `sam build`, then invoke again",
            Hint(New("java21", "a.App::run"), "java.lang.ClassNotFoundException", "Class not found: a.App", ""));
    }

    [Fact]
    public void Version_2_of_the_SDK_is_missing_on_Lambda_too() => Assert.StartsWith(
        "nodejs22.x carries no `aws-sdk` (version 2), on Lambda neither: run `npm install aws-sdk`",
        Hint(New("nodejs22.x"), ImportModuleError, NodeMessage, "aws-sdk"), StringComparison.Ordinal);

    [Fact]
    public void A_package_that_is_not_listed_is_to_be_added()
    {
        _folder.Write("package.json", "{}");

        Assert.Equal(
            $"`left-pad` is not in `{_folder.PathOf("package.json")}`: run `npm install left-pad` in `{_folder.Path}`",
            Hint(New("nodejs22.x"), ImportModuleError, NodeMessage, "left-pad"));
    }

    [Fact]
    public void What_is_missing_after_a_build_is_missing_in_the_project() => Assert.Equal(
        "`sam build` did not install `requests`: add it to the project's `requirements.txt` and build again",
        ImportHint.For(
            New("python3.13"),
            _folder.CreateFolder(".aws-sam/build/Ratings"),
            Error(ImportModuleError, "Unable to import module 'app': No module named 'requests'")));

    [Theory]
    [InlineData("nodejs22.x", "TypeError", "x is not a function")]
    [InlineData("nodejs22.x", ImportModuleError, "Error: Cannot find module 'left-pad'")]
    [InlineData("python3.13", "ValueError", "No module named 'x'")]
    [InlineData("python3.13", ImportModuleError, "Unable to import module 'app': cannot import name 'x' from 'y'")]
    [InlineData("python3.13", ImportModuleError, "Unable to import module 'app': No module named 'app'")]
    [InlineData("ruby3.4", "Init<LoadError>", "cannot load such file -- set")]
    [InlineData("ruby3.4", "Function<NameError>", "cannot load such file -- aws-sdk-s3")]
    [InlineData("java21", "java.lang.ClassNotFoundException", "Class not found: app.handler")]
    [InlineData("java21", "java.lang.NoClassDefFoundError", "Could not initialize class a.App")]
    [InlineData("java21", "java.lang.NoClassDefFoundError", "App (wrong name: a/App)")]
    [InlineData("java21", "java.lang.IllegalStateException", "com.zaxxer.Pool")]
    [InlineData("provided.al2023", ImportModuleError, "Cannot find module 'x'")]
    [InlineData("no-such-runtime", ImportModuleError, "Cannot find module 'x'")]
    public void Where_nothing_certain_can_be_said_there_is_no_hint(string runtime, string type, string message) =>
        Assert.Null(Hint(New(runtime), type, message, ""));

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("""{"errorMessage": 3}""")]
    public void An_object_that_is_no_error_object_gives_no_hint(string text)
    {
        var function = New("nodejs22.x") with { BuildMethod = "esbuild" };

        Assert.Null(ImportHint.For(function, _folder.Path, Encoding.UTF8.GetBytes(text)));
    }

    private Function New(string runtime, string handler = "app.handler") => new()
    {
        LogicalId = "Ratings",
        Path = "Ratings",
        Name = "Ratings",
        FunctionId = "Ratings",
        Location = new SourceLocation("template.yaml", 1, 1),
        Code = new CodeSource.Folder(_folder.Path),
        Runtime = runtime,
        Handler = handler,
    };

    private string? Hint(Function function, string type, string message, string name, string? folder = null) =>
        ImportHint.For(function, folder ?? _folder.Path, Error(type, message.Replace("NAME", name, StringComparison.Ordinal)));

    private static byte[] Error(string type, string message) => Encoding.UTF8.GetBytes(
        $$"""{"errorType": "{{type}}", "errorMessage": "{{JsonEncodedText.Encode(message)}}", "trace": []}""");

    private static void AssertContains(string expected, string? text) =>
        Assert.Contains(expected, text, StringComparison.Ordinal);
}
