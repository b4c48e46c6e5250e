using System.Text;
using Samlet.Functions;
using Samlet.Tests.Support;

namespace Samlet.Tests.Functions;

public sealed class EnvVarsFileTests : IDisposable
{
    private static readonly HostEnvironment Host = new([], "/home/me");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"F": {"A": "1", "B": "two words"}}""", "F: A=1|B=two words")]
    [InlineData("""{"Parameters": {"A": "1"}, "F": {}}""", "Parameters: A=1; F: ")]
    [InlineData("""{"F": {"A": 1, "B": 1.0, "C": 1e3, "D": true, "E": false}}""", "F: A=1|B=1.0|C=1000.0|D=true|E=false")]
    [InlineData("""{"F": {"A": null, "B": [1, {"x": 2}], "C": {"Ref": "X"}, "D": "d"}}""", "F: A=|B=|C=|D=d")]
    [InlineData("""{"F": {"A": "\u00e9\n\"", "é🐟": "x"}}""", "F: A=é\n\"|é🐟=x")]
    [InlineData("""{"F": {"A": "1", "A": "2"}, "G": {"A": "1"}, "G": {"B": "2"}}""", "F: A=2; G: B=2")]
    [InlineData("{}", "")]
    [InlineData("null", "")]
    [InlineData(" \n{ }\n", "")]
    public void Json_gives_a_block_for_each_function(string json, string expected) =>
        Assert.Equal(expected, Join(Read(json)));

    [Theory]
    [InlineData("env.env", "export A=1\nB=\"q uoted\"\n", "Parameters: A=1|B=q uoted")]
    [InlineData("env.env", "# nothing yet\n", "Parameters: ")]
    [InlineData("vars", "A={x}\n", "Parameters: A={x}")]
    public void A_dotenv_file_is_one_block_for_all(string name, string text, string expected) =>
        Assert.Equal(expected, Join(EnvVarsFile.Read(_folder.Write(name, text), Host)));

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_file()
    {
        var path = _folder.PathOf("env.json");
        File.WriteAllText(path, """{"F": {"A": "é"}}""", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal("F: A=é", Join(EnvVarsFile.Read(path, Host)));

        // What `>` of Windows PowerShell writes.
        File.WriteAllText(_folder.PathOf("x.env"), "A=é\n", Encoding.Unicode);
        Assert.Equal("Parameters: A=é", Join(EnvVarsFile.Read(_folder.PathOf("x.env"), Host)));
    }

    [Fact]
    public void A_line_of_a_dotenv_file_that_cannot_be_read_is_a_warning()
    {
        var path = _folder.Write(".env", "A=1\nnot a variable\n");
        var file = EnvVarsFile.Read(path, Host);

        Assert.Equal("Parameters: A=1", Join(file));
        Assert.Equal($"{path}:2: not `NAME=VALUE`; it is left out", Assert.Single(file.Warnings).Message);
    }

    [Theory]
    [InlineData("""{"A": "flat"}""", "1:2", "`A` is text and not an object of variables")]
    [InlineData("{\"F\": {\"A\": \"1\"},\n  \"é\": {}, \"G\": 5}", "2:12", "`G` is a number and not an object of variables")]
    [InlineData("""{"F": ["A"]}""", "1:2", "`F` is a list and not an object of variables")]
    [InlineData("""{"F": null}""", "1:2", "`F` is null and not an object of variables")]
    [InlineData("[]", "1:1", "a list where an object should be")]
    [InlineData("\"text\"", "1:1", "text where an object should be")]
    [InlineData("\n 5", "2:2", "a number where an object should be")]
    [InlineData("{\"F\": {\"A\": \"1\",}}", "1:17", "not JSON")]
    [InlineData("{\"F\": {\"A\": \"1\"}", "1:17", "not JSON")]
    [InlineData("{}\n{}", "2:1", "not JSON")]
    public void Another_shape_is_an_error_with_its_place(string json, string place, string fault)
    {
        var path = _folder.Write("env.json", json);

        var error = Assert.Throws<UserErrorException>(() => EnvVarsFile.Read(path, Host));

        Assert.Equal($"{path}:{place}: environment variables in incorrect format: {fault}", error.Message);
        Assert.Contains("\"Parameters\"", error.Hint, StringComparison.Ordinal);
        Assert.Equal(ExitCode.UserError, error.ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n")]
    [InlineData("this is no file\nof variables: at all\n")]
    public void A_file_without_any_variable_is_an_error(string text)
    {
        var path = _folder.Write("vars", text);

        Assert.Equal($"there are no environment variables in `{path}`", Assert.Throws<UserErrorException>(() => EnvVarsFile.Read(path, Host)).Message);
    }

    [Fact]
    public void A_missing_file_is_a_fault_of_the_command_line()
    {
        var error = Assert.Throws<UserErrorException>(() => EnvVarsFile.Read(_folder.PathOf("absent.json"), Host));

        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Equal($"there is no file `{_folder.PathOf("absent.json")}`", error.Message);
    }

    [Fact]
    public void A_folder_and_what_is_no_text_cannot_be_read()
    {
        File.WriteAllBytes(_folder.PathOf("bytes"), [0x41, 0x3d, 0xff, 0xfe]);

        Assert.All([_folder.Path, _folder.PathOf("bytes")], path =>
        {
            var error = Assert.Throws<UserErrorException>(() => EnvVarsFile.Read(path, Host));
            Assert.StartsWith($"cannot read environment variables from `{path}`: ", error.Message, StringComparison.Ordinal);
            Assert.Equal(ExitCode.UserError, error.ExitCode);
        });
    }

    [Theory]
    [InlineData("""{"A": "1", "B": 2.50}""", "Parameters: A=1|B=2.5")]
    [InlineData("""{"A": "flat", "Parameters": {"A": "nested", "B": "2"}, "F": {"C": "3"}}""", "Parameters: A=nested|B=2|A=flat; F: C=3")]
    [InlineData("A=1", "Parameters: A=1")]
    public void Variables_for_debugging_may_be_flat(string text, string expected) =>
        Assert.Equal(expected, Join(EnvVarsFile.ReadFlat(_folder.Write("vars", text), Host)));

    [Fact]
    public void Blocks_for_functions_that_do_not_exist_are_named()
    {
        using var functions = new TestFunctions(
            """
            Resources:
              Ratings:
                Type: AWS::Serverless::Function
                Metadata: { SamResourceId: RatingsId }
                Properties: { FunctionName: ratings-fn, Runtime: nodejs22.x, Handler: a.b }
              Details:
                Type: AWS::Serverless::Function
                Properties: { Runtime: nodejs22.x, Handler: a.b }
            """);
        var file = Read("""{"Ratings": {}, "RatingsId": {}, "ratings-fn": {}, "Parameters": {}, "Detials": {}, "Unrelated": {}}""");

        Assert.Equal(
            [
                ($"`Detials` in `{file.Path}` is no function of the template; its variables are not set", "did you mean `Details`?"),
                ($"`Unrelated` in `{file.Path}` is no function of the template; its variables are not set", "name a function by its logical id, or use `Parameters` for all of them"),
            ],
            file.FindUnknown(functions.Set).Select(warning => (warning.Message, warning.Hint)));
    }

    private EnvVarsFile Read(string json) => EnvVarsFile.Read(_folder.Write("env.json", json), Host);

    private static string Join(EnvVarsFile file) => string.Join("; ", file.Blocks.Select(block =>
        $"{block.Name}: {string.Join('|', block.Variables.Select(variable => $"{variable.Key}={variable.Value}"))}"));
}
