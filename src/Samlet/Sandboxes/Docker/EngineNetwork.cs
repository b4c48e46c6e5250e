using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Samlet.Sandboxes.Docker;

/// <summary>What the developer asks of a container's network.</summary>
internal sealed record NetworkWishes
{
    public string? Network { get; init; }

    /// <summary>`NAME:ADDRESS`.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    public IReadOnlyList<string> NameServers { get; init; } = [];

    /// <summary>The name under which containers reach this computer.</summary>
    public string? HostName { get; init; }

    /// <summary>The address of this computer on which Samlet listens for containers.</summary>
    public string? Interface { get; init; }
}

/// <summary>
/// How a container reaches the Runtime API. On this computer it shares the network, so that nothing listens beyond
/// loopback and the developer's own servers are there; a virtual machine has a name for the loopback outside; only
/// what is farther away needs an address that others can reach too, and that is said.
/// </summary>
internal sealed record EngineNetwork(IPAddress Listen, string Host, IReadOnlyList<string> Options)
{
    public const string HostAlias = "host.docker.internal";

    /// <summary>Set when Samlet listens where others could reach it.</summary>
    public Warning? Warning { get; init; }

    public static async Task<EngineNetwork> FindAsync(
        ContainerEngine engine, NetworkWishes wishes, CancellationToken cancellationToken)
    {
        var network = await ChooseAsync(engine, wishes, cancellationToken);
        string[] wished =
        [
            .. wishes.Hosts.SelectMany(static host => (string[])["--add-host", host]),
            .. wishes.NameServers.SelectMany(static server => (string[])["--dns", server]),
        ];
        return network with { Options = [.. network.Options, .. wished], Warning = WarningFor(network, engine) };
    }

    private static async Task<EngineNetwork> ChooseAsync(
        ContainerEngine engine, NetworkWishes wishes, CancellationToken cancellationToken)
    {
        var options = wishes.Network is { } name ? ["--network", name] : (string[])[];
        if (wishes.Interface is { } address)
        {
            var listen = ParseInterface(address);
            return new EngineNetwork(listen, wishes.HostName ?? HostFor(listen), [.. options, .. Alias(engine)]);
        }

        if (wishes.HostName is { } host)
        {
            return new EngineNetwork(IPAddress.Loopback, host, [.. options, .. Alias(engine)]);
        }

        return engine.Place switch
        {
            EnginePlace.Here when wishes.Network is null or "host" => await SharedAsync(engine, cancellationToken),
            EnginePlace.Here => await OverGatewayAsync(engine, wishes.Network, options, cancellationToken),
            EnginePlace.VirtualMachine => new EngineNetwork(IPAddress.Loopback, NameIn(engine), options),
            _ => OverOwnAddress([.. options, .. Alias(engine)]),
        };
    }

    /// <summary>
    /// In a container of its own with the engine's socket inside, Samlet's network is that container's.
    /// </summary>
    private static async Task<EngineNetwork> SharedAsync(ContainerEngine engine, CancellationToken cancellationToken)
    {
        if (File.Exists("/.dockerenv") || File.Exists("/run/.containerenv"))
        {
            var own = Environment.MachineName;
            if (await engine.Command.RunAsync(["container", "inspect", own], cancellationToken) is { ExitCode: 0 })
            {
                return new EngineNetwork(IPAddress.Loopback, "127.0.0.1", ["--network", $"container:{own}"]);
            }
        }

        return new EngineNetwork(
            IPAddress.Loopback, "127.0.0.1", ["--network", "host", "--add-host", $"{HostAlias}:127.0.0.1"]);
    }

    private static async Task<EngineNetwork> OverGatewayAsync(
        ContainerEngine engine, string network, string[] options, CancellationToken cancellationToken)
    {
        var format = engine.Command.Kind == EngineKind.Podman
            ? "{{range .Subnets}}{{.Gateway}} {{end}}"
            : "{{range .IPAM.Config}}{{.Gateway}} {{end}}";
        var answer = await engine.Command.RunAsync(
            ["network", "inspect", "--format", format, network], cancellationToken);
        if (answer is not { ExitCode: 0 })
        {
            throw new UserErrorException(
                $"{engine.Command.Name} has no network `{network}`: {EngineCommand.LastLine(answer?.ErrorOutput) ?? "it does not answer"}",
                $"make it with `{engine.Command.Name} network create {network}`, or leave --docker-network out");
        }

        var own = OwnAddresses();
        var gateway = answer.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static text => IPAddress.TryParse(text.Split('/')[0], out var address) ? address : null)
            .OfType<IPAddress>()
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && own.Contains(address));
        return gateway is null
            ? OverOwnAddress([.. options, .. Alias(engine)])
            : new EngineNetwork(
                gateway, gateway.ToString(), [.. options, "--add-host", $"{HostAlias}:{gateway}"]);
    }

    private static EngineNetwork OverOwnAddress(IReadOnlyList<string> options)
    {
        var address = OutwardAddress()
            ?? throw new UserErrorException(
                "this computer has no address that a container could reach",
                "name one with --container-host-interface, and its name in the container with --container-host");
        return new EngineNetwork(address, address.ToString(), options);
    }

    /// <summary>Podman knows a name of its own; Docker on Linux has to be told the other.</summary>
    private static string[] Alias(ContainerEngine engine) => engine.Command.Kind == EngineKind.Docker
        && engine.Place != EnginePlace.VirtualMachine
            ? ["--add-host", $"{HostAlias}:host-gateway"]
            : [];

    private static string NameIn(ContainerEngine engine) =>
        engine.Command.Kind == EngineKind.Podman ? "host.containers.internal" : HostAlias;

    private static string HostFor(IPAddress listen) =>
        listen.Equals(IPAddress.Any) ? OutwardAddress()?.ToString() ?? HostAlias : listen.ToString();

    private static IPAddress ParseInterface(string text) =>
        text == "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork ? address
        : throw new UserErrorException($"`--container-host-interface {text}` is not an IPv4 address of this computer");

    private static Warning? WarningFor(EngineNetwork network, ContainerEngine engine) =>
        IPAddress.IsLoopback(network.Listen) ? null : new Warning(
            $"the Runtime API of this function listens on `{network.Listen}`, where its container in {engine.Command.Name} reaches it",
            "others who reach that address could take its events while it runs; --container-host-interface names another");

    private static HashSet<IPAddress> OwnAddresses() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(static card => card.GetIPProperties().UnicastAddresses)
            .Select(static address => address.Address),
    ];

    /// <summary>The address from which packets to elsewhere would leave; none is sent.</summary>
    private static IPAddress? OutwardAddress()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(IPAddress.Parse("192.0.2.1"), 9); // Reserved for documentation (RFC 5737).
            return ((IPEndPoint)socket.LocalEndPoint!).Address; // Connected, so it has one.
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
