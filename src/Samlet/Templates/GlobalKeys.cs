namespace Samlet.Templates;

/// <summary>What may stand in Globals. Source: "Globals section" in the SAM developer guide.</summary>
internal static class GlobalKeys
{
    public static IReadOnlyList<string> Sections { get; } =
    [
        "Api", "CapacityProvider", "Function", "HttpApi", "LayerVersion", "SimpleTable", "StateMachine", "WebSocketApi",
    ];

    public static IReadOnlyList<string> Function { get; } =
    [
        "Architectures", "AssumeRolePolicyDocument", "AutoPublishAlias", "AutoPublishAliasAllProperties",
        "CapacityProviderConfig", "CodeSigningConfigArn", "CodeUri", "DeadLetterQueue", "DeploymentPreference",
        "Description", "DurableConfig", "Environment", "EphemeralStorage", "EventInvokeConfig", "FileSystemConfigs",
        "FunctionScalingConfig", "FunctionUrlConfig", "Handler", "KmsKeyArn", "Layers", "LoggingConfig", "MemorySize",
        "PermissionsBoundary", "PropagateTags", "ProvisionedConcurrencyConfig", "PublishToLatestPublished",
        "RecursiveLoop", "ReservedConcurrentExecutions", "RolePath", "Runtime", "RuntimeManagementConfig", "SnapStart",
        "SourceKMSKeyArn", "Tags", "TenancyConfig", "Timeout", "Tracing", "VersionDeletionPolicy", "VpcConfig",
    ];

    /// <summary>Unknown sections, sections that are no mapping, keys the service refuses for functions.</summary>
    public static void Check(TemplateValue.Map sections, DiagnosticList diagnostics)
    {
        foreach (var section in sections.Entries)
        {
            if (!Sections.Contains(section.Key))
            {
                diagnostics.Add(TemplateDiagnostics.UnknownGlobal(section.Key, section.KeyLocation, Sections));
            }
            else if (section.Value is not (TemplateValue.Map or TemplateValue.Null))
            {
                diagnostics.Add(TemplateDiagnostics.NotMap($"`{section.Key}` in Globals", section.Value.Location));
            }
            else if (section is { Key: "Function", Value: TemplateValue.Map functions })
            {
                CheckFunction(functions, diagnostics);
            }
        }
    }

    private static void CheckFunction(TemplateValue.Map functions, DiagnosticList diagnostics)
    {
        foreach (var entry in functions.Entries)
        {
            if (!Function.Contains(entry.Key))
            {
                diagnostics.Add(TemplateDiagnostics.UnknownGlobal(entry.Key, entry.KeyLocation, Function));
            }
        }
    }
}
