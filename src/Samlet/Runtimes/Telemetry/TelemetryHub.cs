using Samlet.Runtimes.Logs;

namespace Samlet.Runtimes.Telemetry;

/// <summary>
/// Hands the log of one environment to the extensions that have subscribed to it. What comes before the initialization
/// is over is kept for them; then nobody can subscribe any more until the processes have been started anew.
/// </summary>
internal sealed class TelemetryHub(bool isJson, TimeProvider time)
{
    private const int LongestBacklog = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, TelemetryDelivery> _deliveries = new(StringComparer.Ordinal);
    private List<TelemetryEntry>? _backlog = [];

    /// <summary>Whether anybody wants to know, or may still come to.</summary>
    public bool IsListening { get; private set; } = true;

    public void Take(PlatformEvent platformEvent) => Take(new TelemetryEntry.Platform(platformEvent));

    public void Take(in LogRecord record) =>
        Take(new TelemetryEntry.Output(record.Origin, record.Time, record.Text.ToArray()));

    /// <summary>Subscribes an extension, which gets what it has missed; a second time replaces the first.</summary>
    /// <param name="extension">The extension's name.</param>
    /// <param name="subscription">What it wants.</param>
    /// <returns>Why not, if not.</returns>
    public ApiRefusal? Subscribe(string extension, Subscription subscription)
    {
        lock (_gate)
        {
            if (_backlog is null)
            {
                var api = subscription.Api.Name;
                return new(403, $"{api}.SubscriptionClosed", $"{api} API subscription is closed already");
            }

            _ = _deliveries.TryGetValue(extension, out var former);
            if (former is not null && former.Subscription.Api != subscription.Api)
            {
                var other = former.Subscription.Api.Name;
                return new(400, subscription.Api.ValidationError, $"already subscribed with the {other} API");
            }

            if (former is null || !former.Subscription.IsSame(subscription))
            {
                _ = former?.DisposeAsync().AsTask();
                Start(extension, subscription);
            }

            return null;
        }
    }

    /// <summary>The initialization is over.</summary>
    public void CloseSubscriptions()
    {
        lock (_gate)
        {
            _backlog = null;
            IsListening = _deliveries.Count > 0;
        }
    }

    /// <summary>Sends all that waits; what is not taken within the limit is kept.</summary>
    public Task FlushAsync(TimeSpan limit) => Task.WhenAll(Deliveries().Select(delivery => delivery.FlushAsync(limit)));

    /// <summary>The processes are gone; those of a next start may subscribe again.</summary>
    public async ValueTask EndAsync()
    {
        var ended = Deliveries();
        lock (_gate)
        {
            _deliveries.Clear();
            (_backlog, IsListening) = ([], true);
        }

        foreach (var delivery in ended)
        {
            await delivery.DisposeAsync();
        }
    }

    private void Start(string extension, Subscription subscription)
    {
        var delivery = new TelemetryDelivery(subscription, isJson, time);
        foreach (var entry in _backlog ?? [])
        {
            delivery.Add(entry);
        }

        _deliveries[extension] = delivery;
    }

    private void Take(TelemetryEntry entry)
    {
        lock (_gate)
        {
            if (_backlog is { Count: < LongestBacklog } backlog)
            {
                backlog.Add(entry);
            }

            foreach (var delivery in _deliveries.Values)
            {
                delivery.Add(entry);
            }
        }
    }

    private TelemetryDelivery[] Deliveries()
    {
        lock (_gate)
        {
            return [.. _deliveries.Values];
        }
    }
}
