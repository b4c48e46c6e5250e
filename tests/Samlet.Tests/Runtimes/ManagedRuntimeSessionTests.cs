using Samlet.Runtimes;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes;

/// <summary>What a runtime of managed instances is told of ids which are not open.</summary>
public sealed class ManagedRuntimeSessionTests
{
    private readonly ManagedRuntimeSession _session = new();

    [Fact(Timeout = 60_000)]
    public async Task An_abandoned_invocation_is_known_however_many_others_are_answered()
    {
        _session.Abandon(await OpenAsync("late"));
        for (var i = 0; i < 2000; i++)
        {
            _session.EndAnswer(await OpenAsync($"{i}"), InvocationResult.Refused("", ""));
        }

        Assert.Equal("InvokeTimeout", RefusalOf("late"));
        Assert.Equal("InvokeResponseWasSent", RefusalOf("1999"));
        Assert.Equal("InvalidInvokeId", RefusalOf("0"));
        Assert.Equal("InvalidInvokeId", RefusalOf("never"));
    }

    private async Task<InvocationExchange> OpenAsync(string id)
    {
        var worker = _session.Next(TestContext.Current.CancellationToken).Value;
        Assert.NotNull(worker);
        var invocation = TestEnvironment.NewInvocation(id: id);
        Assert.True(_session.TryHand(new InvocationExchange(invocation, TimeProvider.System)));
        return await worker;
    }

    private string? RefusalOf(string id) =>
        _session.BeginAnswer(id, RuntimeState.InvocationResponse).Refusal?.ErrorType;
}
