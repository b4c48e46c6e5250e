using Samlet.Runtimes.Logs;
using Samlet.Runtimes.Telemetry;

namespace Samlet.Runtimes;

/// <summary>
/// The log of one execution environment: takes what the platform tells and what the function prints, in their order,
/// and hands it to the log that a person reads and to whoever has subscribed.
/// </summary>
internal sealed class PlatformLog
{
    private readonly FunctionIdentity _function;
    private readonly LogStream _stream;
    private readonly ILogWriter _writer;
    private readonly TimeProvider _time;
    private readonly List<ProcessOutput> _extensionOutputs = [];

    public PlatformLog(FunctionIdentity function, LogStream stream, LogSettings settings, TimeProvider time)
    {
        (_function, _stream, _time) = (function, stream, time);
        _writer = settings.IsJson ? new JsonLog(stream, settings) : new TextLog(stream);
        Output = new ProcessOutput(this, LogOrigin.Function);
        Telemetry = new TelemetryHub(settings.IsJson, time);
    }

    /// <summary>Takes what the runtime's process writes.</summary>
    public ProcessOutput Output { get; }

    public bool ShowsBytes => _writer.ShowsBytes;

    /// <summary>Whether somebody takes records beside the bytes that are shown.</summary>
    public bool NeedsRecords => Telemetry.IsListening;

    /// <summary>Hands all of it to extensions that subscribe.</summary>
    public TelemetryHub Telemetry { get; }

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Takes what the process of an extension writes.</summary>
    public ProcessOutput ExtensionOutput()
    {
        ProcessOutput output = new(this, LogOrigin.Extension, isOneOfSeveral: true);
        _extensionOutputs.Add(output);
        return output;
    }

    /// <summary>Takes what one worker of a runtime writes that has several.</summary>
    public ProcessOutput WorkerOutput() => new(this, LogOrigin.Function, isOneOfSeveral: true);

    /// <param name="phase">`init`, or `invoke` when it is tried again within an invocation.</param>
    public void InitStart(string phase) => Take(new PlatformEvent.InitStart(_function, phase) { Time = Now });

    public void InitRuntimeDone(string phase, PhaseEnd end) =>
        Take(new PlatformEvent.InitRuntimeDone(_function, phase, end) { Time = Now });

    /// <param name="phase">As for <see cref="InitStart"/>.</param>
    /// <param name="end">How it went.</param>
    /// <param name="duration">From the start of the runtime to its readiness or failure.</param>
    public void InitReport(string phase, PhaseEnd end, TimeSpan duration) =>
        Take(new PlatformEvent.InitReport(_function, phase, end) { Time = Now, Duration = duration });

    public void RestoreStart() => Take(new PlatformEvent.RestoreStart(_function) { Time = Now });

    public void RestoreRuntimeDone(PhaseEnd end) =>
        Take(new PlatformEvent.RestoreRuntimeDone(_function, end) { Time = Now });

    public void RestoreReport(PhaseEnd end, TimeSpan duration) =>
        Take(new PlatformEvent.RestoreReport(_function, end, duration) { Time = Now });

    public void StartFailed(StartFailure failure)
    {
        if (failure.LogLine is { } line)
        {
            Take(new PlatformEvent.StartScript(line) { Time = Now });
        }

        if (failure.ImageLine is { } settings)
        {
            ImageFailed(settings);
        }
    }

    /// <param name="settings">`Launch error: …` or `Invalid task config: …`, with the image's settings.</param>
    public void ImageFailed(string settings) => Take(new PlatformEvent.Image(settings) { Time = Now });

    public void Extension(string name, string state, IReadOnlyList<string> events, string? errorType = null) =>
        Take(new PlatformEvent.Extension(name, state, events) { Time = Now, ErrorType = errorType });

    /// <summary>Subscribes an extension to this log; why not, if not.</summary>
    public ApiRefusal? Subscribe(string extension, Subscription subscription)
    {
        var refusal = Telemetry.Subscribe(extension, subscription);
        if (refusal is null)
        {
            Take(new PlatformEvent.Subscription(extension, subscription.Types, subscription.Api.IsLogs) { Time = Now });
        }

        return refusal;
    }

    public void Start(Invocation invocation)
    {
        _stream.Tail = invocation.LogTail;
        Take(new PlatformEvent.Start(invocation, _function.Version) { Time = Now });
    }

    /// <summary>The runtime is done with the invocation; extensions may not be.</summary>
    public void RuntimeDone(PlatformEvent.RuntimeDone done)
    {
        Output.Flush();
        Take(done);
    }

    public void TimedOut(string requestId, TimeSpan timeout) =>
        Take(new PlatformEvent.TimedOut(requestId, timeout) { Time = Now });

    public void Fault(string requestId, string fault, string errorType) =>
        Take(new PlatformEvent.Fault(requestId, fault, errorType) { Time = Now });

    /// <summary>The invocation is over; what the platform saw go wrong stands in front of that.</summary>
    public void End(string requestId, InvocationResult ending, TimeSpan timeout)
    {
        if (ending.Status == InvocationStatus.Timeout)
        {
            TimedOut(requestId, timeout);
        }
        else if (ending is { Status: InvocationStatus.Crash, Fault: { } fault, ErrorType: { } errorType })
        {
            Fault(requestId, fault, errorType);
        }

        End(requestId);
    }

    public void End(string requestId)
    {
        Output.Flush();
        Take(new PlatformEvent.InvocationEnd(requestId) { Time = Now });
    }

    public void Report(Invocation invocation, InvocationReport figures)
    {
        Take(new PlatformEvent.Report(invocation, figures) { Time = Now });
        _stream.Tail = null;
    }

    /// <summary>The processes of the runtime and the extensions have ended.</summary>
    public void ProcessEnded()
    {
        Output.End();
        _extensionOutputs.ForEach(static output => output.End());
    }

    /// <summary>Shows a function's output as it came.</summary>
    public void Show(ReadOnlySpan<byte> output) => _writer.Show(output);

    /// <param name="record">A log event of a function or an extension.</param>
    /// <param name="isShown">Whether a person has seen it already.</param>
    public void Take(in LogRecord record, bool isShown)
    {
        if (!isShown)
        {
            _writer.Write(record);
        }

        if (Telemetry.IsListening)
        {
            Telemetry.Take(record);
        }
    }

    private void Take(PlatformEvent platformEvent)
    {
        _writer.Write(platformEvent);
        if (Telemetry.IsListening)
        {
            Telemetry.Take(platformEvent);
        }
    }
}
