namespace Samlet.Cli;

/// <summary>`samlet local invoke`: declares the command and turns its words into <see cref="InvokeOptions"/>.</summary>
internal static class InvokeCommand
{
    private static readonly OptionDefinition Event = new(
        "--event", OptionKind.File, OptionGroup.Input, "File with the event, `-` for standard input; without it `{}`")
    {
        Aliases = ["-e"],
        ValueName = "FILE",
    };

    private static readonly OptionDefinition NoEvent = new(
        "--no-event", OptionKind.Flag, OptionGroup.Input, "Accepted; no event is the default")
    {
        IsHidden = true,
    };

    private static readonly OptionDefinition TenantId = new(
        "--tenant-id", OptionKind.Text, OptionGroup.Input, "Tenant, for a function with TenancyConfig")
    {
        ValueName = "ID",
    };

    private static readonly OptionDefinition[] Unsupported =
    [
        new("--hook-name", OptionKind.Text, OptionGroup.Unsupported, "Prepare a Terraform project"),
        new("--skip-prepare-infra", OptionKind.Flag, OptionGroup.Unsupported, "Reuse a prepared Terraform project")
        {
            Negative = "--prepare-infra",
        },
        new("--terraform-plan-file", OptionKind.File, OptionGroup.Unsupported, "Plan of a Terraform project"),
        new("--durable-execution-name", OptionKind.Text, OptionGroup.Unsupported, "Name of a durable execution"),
    ];

    public static CommandDefinition Create(Func<InvokeOptions, CancellationToken, Task<ExitCode>> run) =>
        new("invoke", "Run one function once and print its response")
        {
            IsLocal = true,
            ConfigurationSection = "local_invoke",
            Description = "Runs one function once, prints its response on stdout and everything else on stderr.",
            ExitCodes =
            [
                ("0", "the function answered"),
                ("1", "something to put right: the template, a file, a runtime that is not installed"),
                ("2", "wrong usage of the command"),
                ("3", "the function failed, ran out of time or crashed; the error object is on stdout"),
                ("70", "a bug in Samlet"),
                ("130", "interrupted"),
            ],
            Examples =
            [
                new("Run the only function of the template in this folder", "samlet local invoke -e event.json"),
                new("Pipe the event in and the response out", "echo '{\"id\": 7}' | samlet invoke Rate -e - | jq ."),
                new("Set variables for one call", "samlet local invoke Rate --env TABLE=local --env-vars env.json"),
                new("Give parameters", "samlet local invoke --parameter-overrides Stage=dev Table=t Rate"),
            ],
            Argument = new("FUNCTION", "Logical ID, name, path or ARN; the only function needs none")
            {
                IsFunction = true,
            },
            Options = () =>
            [
                Event, NoEvent, TenantId, .. CommonOptions.All, .. ContainerOptionTable.All, .. Unsupported,
            ],
            RunAsync = (values, cancellationToken) =>
            {
                var options = Read(values);
                values.SaveIfAsked();
                return run(options, cancellationToken);
            },
        };

    private static InvokeOptions Read(OptionValues values)
    {
        RefuseUnsupported(values);
        return new InvokeOptions
        {
            Function = values.Arguments is [{ Length: > 0 } function] ? function : null,
            EventFile = values.Text(Event),
            TenantId = ReadTenantId(values),
            Template = CommonValues.ReadTemplate(values),
            Environment = CommonValues.ReadEnvironment(values),
            Runtime = CommonValues.ReadRuntime(values),
            Debugging = CommonValues.ReadDebugging(values),
            Output = CommonValues.ReadOutput(values),
            LayerFolder = CommonValues.ReadLayerFolder(values),
            GivenContainerOptions = ContainerOptionTable.NamesOfGiven(values),
            Container = ContainerOptionTable.Read(values),
        };
    }

    private static void RefuseUnsupported(OptionValues values)
    {
        foreach (var option in Unsupported)
        {
            if (values.IsGiven(option))
            {
                throw UsageFault.Unsupported(values.SourceOf(option));
            }
        }
    }

    /// <summary>The characters the service allows in X-Amz-Tenant-Id.</summary>
    private static string? ReadTenantId(OptionValues values)
    {
        if (values.Text(TenantId) is not { } id)
        {
            return null;
        }

        return id.Length <= 256 && id.All(letter => char.IsAsciiLetterOrDigit(letter) || "._:/=+-@ ".Contains(letter))
            ? id
            : throw UsageFault.InvalidTenantId(values.SourceOf(TenantId), id);
    }
}
