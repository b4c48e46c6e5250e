using System.Diagnostics;
using Samlet.Runtimes;
using Samlet.Tests.Support;

namespace Samlet.Tests.Conformance;

/// <summary>Environments that are kept for long cost no more than at their beginning. Alone, as it counts.</summary>
[Collection(nameof(Alone))]
public sealed class LeakTests
{
    [Fact(Timeout = 120_000)]
    public async Task A_thousand_invocations_leave_nothing_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "descriptors and threads are counted below /proc");
        await using var test = new TestEnvironment(keepsRecords: false) { Freezes = true }
            .WithRuntime("runtime.serve(lambda event: event)");
        await InvokeManyAsync(test, 100);
        var before = Usage.OfThisProcess();
        await InvokeManyAsync(test, 1000);

        before.AssertNotExceededBy(Usage.OfThisProcess());
    }

    [Fact(Timeout = 120_000)]
    public async Task Fifty_crashes_leave_nothing_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "descriptors and threads are counted below /proc");
        await using var test = new TestEnvironment(keepsRecords: false).WithRuntime("runtime.next()\nsys.exit(1)");
        await CrashAsync(test, 10);
        var before = Usage.OfThisProcess();
        await CrashAsync(test, 50);

        before.AssertNotExceededBy(Usage.OfThisProcess());
    }

    private static async Task InvokeManyAsync(TestEnvironment test, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.Equal("7", await test.TextOfAsync("7", $"{i}"));
        }
    }

    private static async Task CrashAsync(TestEnvironment test, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(InvocationStatus.Crash, (await test.InvokeAsync()).Status);
        }
    }

    private sealed record Usage(int Descriptors, int Threads, long Bytes)
    {
        /// <summary>What a pool thread or a socket on its way out may add.</summary>
        private const int Tolerance = 6;

        public static Usage OfThisProcess()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers(); // What earlier tests left to them is no part of this one.
            using var process = Process.GetCurrentProcess();
            return new Usage(
                Directory.GetFileSystemEntries("/proc/self/fd").Length,
                process.Threads.Count,
                GC.GetTotalMemory(forceFullCollection: true));
        }

        public void AssertNotExceededBy(Usage after)
        {
            Assert.InRange(after.Descriptors, 0, Descriptors + Tolerance);
            Assert.InRange(after.Threads, 0, Threads + Tolerance);
            Assert.InRange(after.Bytes, 0, Bytes + (1024 * 1024));
        }
    }
}

/// <summary>Tests that run when no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
