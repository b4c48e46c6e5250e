using System.Net.Sockets;
using System.Text;
using Samlet.Runtimes.Logs;

namespace Samlet.Tests.Runtimes.Logs;

/// <summary>The socket for the workers of managed instances, with workers that this test plays.</summary>
public sealed class WorkerLogTests : IDisposable
{
    private readonly LogSample _sample = new(LogSample.Json);
    private readonly WorkerLog? _workers = OperatingSystem.IsWindows() ? null : new WorkerLog();

    public void Dispose()
    {
        _workers?.Dispose();
        _sample.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_worker_has_written_is_there_when_it_is_asked_for()
    {
        var workers = Open();
        using var one = await ConnectAsync(workers);
        await WriteAsync(one, "one\n");
        workers.Drain();

        Assert.Equal("one\n", _sample.Text);
    }

    [Fact(Timeout = 60_000)]
    public async Task Each_worker_has_lines_of_its_own_and_records_among_them()
    {
        var workers = Open();
        using var one = await ConnectAsync(workers);
        using var two = await ConnectAsync(workers);
        await WriteAsync(one, "one and ");
        workers.Drain();
        await WriteAsync(two, "two\n");
        workers.Drain();
        _ = await two.SendAsync(LogSample.Frame("a record"), TestContext.Current.CancellationToken);
        workers.Drain();
        await WriteAsync(one, "more\n");
        workers.Drain();

        Assert.Equal("two\na record\none and more\n", _sample.Text);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_end_of_a_worker_ends_its_line()
    {
        var workers = Open();
        var one = await ConnectAsync(workers);
        await WriteAsync(one, "without end");
        one.Dispose();
        workers.Drain();

        Assert.Equal("without end\n", _sample.Text);
    }

    [Fact]
    public void Its_folder_is_gone_with_it()
    {
        Assert.SkipUnless(_workers is not null, "Windows has no workers with output of their own");
        _workers.Dispose();

        Assert.False(Directory.Exists(_workers.Folder));
    }

    private WorkerLog Open()
    {
        Assert.SkipUnless(_workers is not null, "Windows has no workers with output of their own");
        _workers.Open(_sample.Log.WorkerOutput);
        return _workers;
    }

    private static async Task<Socket> ConnectAsync(WorkerLog workers)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(
            new UnixDomainSocketEndPoint(workers.Path), TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task WriteAsync(Socket socket, string text) =>
        _ = await socket.SendAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
}
