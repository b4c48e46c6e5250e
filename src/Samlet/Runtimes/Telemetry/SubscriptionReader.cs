using System.Text.Json;

namespace Samlet.Runtimes.Telemetry;

/// <summary>
/// Reads what an extension sends to subscribe. All faults are told at once, in one message:
/// `URI port is not provided; types should not be empty`.
/// </summary>
internal sealed class SubscriptionReader(TelemetryApi api)
{
    private static readonly string[] KnownTypes = ["platform", "function", "extension"];
    private static readonly string[] KnownHosts = ["sandbox.localdomain", "sandbox"];

    /// <summary>The Runtime API's port on the service.</summary>
    private const int ReservedPort = 9001;

    private readonly List<string> _faults = [];

    /// <param name="body">The request's body.</param>
    /// <param name="schemaVersions">Which of them are to be had here.</param>
    public Answerable<Subscription> Read(ReadOnlyMemory<byte> body, IReadOnlyList<string> schemaVersions)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var subscription = document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement, schemaVersions)
                : null;
            return subscription is not null && _faults.Count == 0
                ? new(subscription)
                : Refuse(_faults.Count == 0 ? "the body is not an object" : string.Join("; ", _faults));
        }
        catch (JsonException)
        {
            return Refuse("the body is not JSON");
        }
    }

    private Answerable<Subscription> Refuse(string message) => new(new ApiRefusal(400, api.ValidationError, message));

    private Subscription? Read(JsonElement root, IReadOnlyList<string> schemaVersions)
    {
        var version = ReadVersion(root, schemaVersions);
        var destination = ReadDestination(root);
        var types = ReadTypes(root);
        var buffering = ReadBuffering(root);
        return destination is null ? null : new Subscription
        {
            Api = api,
            SchemaVersion = version,
            Types = types,
            Buffering = buffering,
            Destination = destination,
        };
    }

    /// <summary>Only the Logs API has one for who does not say.</summary>
    private string ReadVersion(JsonElement root, IReadOnlyList<string> schemaVersions)
    {
        var version = TextOf(root, "schemaVersion") ?? (api.IsLogs ? schemaVersions[0] : "");
        if (!schemaVersions.Contains(version))
        {
            _faults.Add($"schemaVersion should be one of {string.Join(", ", schemaVersions)}");
        }

        return version;
    }

    private string[] ReadTypes(JsonElement root)
    {
        if (!root.TryGetProperty("types", out var types)
            || types.ValueKind != JsonValueKind.Array
            || types.GetArrayLength() == 0)
        {
            _faults.Add("types should not be empty");
            return [];
        }

        string[] read = [.. types.EnumerateArray().Select(static type => type.ToString()).Distinct()];
        foreach (var type in read)
        {
            if (!KnownTypes.Contains(type))
            {
                _faults.Add($"types should not have {type}");
            }
        }

        return read;
    }

    private BufferingLimits ReadBuffering(JsonElement root)
    {
        BufferingLimits limits = new();
        if (!root.TryGetProperty("buffering", out var buffering) || buffering.ValueKind == JsonValueKind.Null)
        {
            return limits;
        }

        if (buffering.ValueKind != JsonValueKind.Object)
        {
            _faults.Add("buffering should be an object");
            return limits;
        }

        var timeout = ReadLimit(buffering, "timeoutMs", 25, 30_000);
        return new BufferingLimits
        {
            MaxItems = ReadLimit(buffering, "maxItems", 1_000, 10_000) ?? limits.MaxItems,
            MaxBytes = ReadLimit(buffering, "maxBytes", 262_144, 1_048_576) ?? limits.MaxBytes,
            Timeout = timeout is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : limits.Timeout,
        };
    }

    private int? ReadLimit(JsonElement buffering, string name, int least, int most)
    {
        if (!buffering.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out var number)
            && number >= least
            && number <= most)
        {
            return number;
        }

        _faults.Add($"{name} should be between {least} and {most}");
        return null;
    }

    private TelemetryDestination? ReadDestination(JsonElement root)
    {
        if (!root.TryGetProperty("destination", out var destination) || destination.ValueKind != JsonValueKind.Object)
        {
            _faults.Add("destination is not provided");
            return null;
        }

        return TextOf(destination, "protocol") switch
        {
            "HTTP" => ReadHttp(destination),
            "TCP" => ReadTcp(destination),
            _ => Fault("protocol should be HTTP or TCP"),
        };
    }

    private TelemetryDestination? ReadHttp(JsonElement destination)
    {
        if (!Uri.TryCreate(TextOf(destination, "URI"), UriKind.Absolute, out var uri) || uri.Scheme != "http")
        {
            return Fault("URI should be of the form http://sandbox.localdomain:PORT/path");
        }

        if (!KnownHosts.Contains(uri.Host, StringComparer.OrdinalIgnoreCase))
        {
            return Fault("URI host should be sandbox.localdomain");
        }

        if (uri.IsDefaultPort && !uri.OriginalString.Contains(":80", StringComparison.Ordinal))
        {
            return Fault("URI port is not provided");
        }

        var method = TextOf(destination, "method") ?? "POST";
        return uri.Port == ReservedPort ? Fault($"port {ReservedPort} is reserved")
            : method == "POST" || (api.IsLogs && method == "PUT")
                ? new TelemetryDestination.Http(uri.Port, uri.PathAndQuery, method)
                : Fault(api.IsLogs ? "method should be POST or PUT" : "method should be POST");
    }

    private TelemetryDestination? ReadTcp(JsonElement destination) =>
        !destination.TryGetProperty("port", out var value)
            || value.ValueKind != JsonValueKind.Number
            || !value.TryGetInt32(out var port)
            || port is < 1 or > 65535
                ? Fault("port is not provided")
                : port == ReservedPort
                    ? Fault($"port {ReservedPort} is reserved")
                    : new TelemetryDestination.Tcp(port);

    private TelemetryDestination? Fault(string message)
    {
        _faults.Add(message);
        return null;
    }

    private static string? TextOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
