namespace Samlet.Runtimes.Extensions;

/// <summary>The refusals of the Extensions API, all of them 403. Source: the service's own emulator.</summary>
internal static class ExtensionRefusal
{
    public static ApiRefusal EmptyName { get; } = Of("Extension.InvalidExtensionName", "Empty extension name");

    public static ApiRefusal InvalidFormat(string reason) => Of("InvalidRequestFormat", reason);

    public static ApiRefusal ConfigurationKeys { get; } =
        InvalidFormat("configurationKeys are deprecated; use environment variables instead");

    public static ApiRefusal AlreadyRegistered { get; } =
        Of("Extension.InvalidExtensionState", "Extension with this name already registered");

    public static ApiRefusal RegistrationClosed { get; } =
        Of("Extension.RegistrationClosed", "Extension registration closed already");

    public static ApiRefusal TooMany { get; } = Of(
        "Extension.TooManyExtensions", $"Extension limit ({ExtensionSet.Limit}) reached");

    public static ApiRefusal MissingIdentifier { get; } =
        Of("Extension.MissingExtensionIdentifier", "Missing Lambda-Extension-Identifier header");

    public static ApiRefusal InvalidIdentifier { get; } =
        Of("Extension.InvalidExtensionIdentifier", "Invalid Lambda-Extension-Identifier");

    public static ApiRefusal MissingErrorType { get; } =
        Of("Extension.MissingHeader", "Lambda-Extension-Function-Error-Type not found");

    public static ApiRefusal UnknownIdentifier(Guid identifier) =>
        Of("Extension.UnknownExtensionIdentifier", $"Unknown extension {identifier}");

    public static ApiRefusal EventType(string name, string reason) =>
        Of("Extension.InvalidEventType", $"{name}: {reason}");

    public static ApiRefusal Transition(ExtensionState from, ExtensionState to, Guid identifier) => Of(
        "Extension.InvalidExtensionState",
        $"State transition from {from} to {to} failed for extension {identifier}. Error: State transition is not allowed");

    private static ApiRefusal Of(string errorType, string message) => new(403, errorType, message);
}
