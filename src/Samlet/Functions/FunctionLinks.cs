using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>
/// What resources beside a function say of it: aliases, event source mappings, what happens to asynchronous invocations
/// that fail. Read for all functions at once, and never for an invocation.
/// </summary>
internal sealed class FunctionLinks
{
    private readonly FunctionLookup _lookup;
    private readonly Dictionary<string, List<string>> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<FunctionEvent>> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AsyncInvocationConfig> _configs = new(StringComparer.Ordinal);

    private FunctionLinks(FunctionLookup lookup) => _lookup = lookup;

    public static FunctionLinks Read(FunctionSet functions)
    {
        var links = new FunctionLinks(new FunctionLookup(functions));
        foreach (var stack in functions.AllStacks())
        {
            foreach (var resource in stack.Template.Resources)
            {
                links.Add(stack, resource);
            }
        }

        return links;
    }

    /// <summary>AutoPublishAlias and every AWS::Lambda::Alias.</summary>
    public IReadOnlyList<string> AliasesOf(Function function) =>
        [.. function.Aliases, .. _aliases.GetValueOrDefault(function.Path, [])];

    /// <summary>The Events of the function, and its event source mappings under their logical ids.</summary>
    public IReadOnlyList<FunctionEvent> EventsOf(FunctionEntry entry) =>
        [.. FunctionEventReader.Read(entry), .. _events.GetValueOrDefault(entry.Path, [])];

    public AsyncInvocationConfig AsyncInvocationOf(Function function) =>
        _configs.GetValueOrDefault(function.Path, function.AsyncInvocation);

    private void Add(Stack stack, Resource resource)
    {
        switch (resource.Type)
        {
            case "AWS::Lambda::Alias" when PathOf(stack, resource) is { } path:
                AddTo(_aliases, path, resource.Find("Name")?.AsText() ?? "");
                break;
            case "AWS::Lambda::EventSourceMapping" when PathOf(stack, resource) is { } path:
                AddTo(_events, path, EventOf(resource));
                break;
            case "AWS::Lambda::EventInvokeConfig" when PathOf(stack, resource) is { } path:
                _configs[path] = AsyncInvocationReader.Read(new PropertyReader(stack.Template, resource));
                break;
        }
    }

    private string? PathOf(Stack stack, Resource resource)
    {
        var value = resource.Find("FunctionName");
        var target = _lookup.Find(value, stack) ?? _lookup.FindByName(value, stack);
        return target is { IsKnown: true, Path: var path } ? path : null;
    }

    /// <summary>The type that SAM calls an event of the same source.</summary>
    private static FunctionEvent EventOf(Resource resource)
    {
        var source = resource.Find("EventSourceArn")?.AsText();
        var type = source?.Split(':') is [_, _, var service, ..] ? service switch
        {
            "sqs" => "SQS",
            "kinesis" => "Kinesis",
            "dynamodb" => "DynamoDB",
            "kafka" => "MSK",
            "mq" => "MQ",
            "rds" => "DocumentDB",
            _ => service,
        }
        : resource.Find("SelfManagedEventSource") is null ? "EventSourceMapping" : "SelfManagedKafka";
        return new FunctionEvent(resource.LogicalId, type, resource.Properties, resource.Location);
    }

    private static void AddTo<T>(Dictionary<string, List<T>> lists, string path, T item)
    {
        if (!lists.TryGetValue(path, out var list))
        {
            list = [];
            lists.Add(path, list);
        }

        list.Add(item);
    }
}
