using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>The APIs of all stacks by the resource that makes them, or by name where SAM or nobody does.</summary>
internal sealed class ApiTable
{
    public const string ImplicitRest = "ServerlessRestApi";
    public const string ImplicitHttp = "ServerlessHttpApi";

    private readonly Dictionary<(Stack, string), ApiDraft> _byName = [];
    private readonly List<ApiDraft> _all = [];

    /// <summary>In the order of the templates; the ones that SAM makes come last in each.</summary>
    public IReadOnlyList<ApiDraft> All => _all;

    public void Add(ApiDraft draft)
    {
        _byName[(draft.Stack, draft.Api.Id)] = draft;
        _all.Add(draft);
    }

    public ApiDraft? Find(Stack stack, string id) => _byName.GetValueOrDefault((stack, id));

    /// <summary>The API that a property such as RestApiId refers to, by reference or by its logical id.</summary>
    public ApiDraft? Find(TemplateValue? value, Stack stack) => value switch
    {
        TemplateValue.Text { Origin.LogicalId: var reference } when stack.FindPlace(reference) is var (owner, id) =>
            Find(owner, id),
        TemplateValue.Call { Name: "Ref", Argument: TemplateValue.Text name } => Find(stack, name.Value),
        TemplateValue.Text text => Find(stack, text.Value),
        _ => null,
    };
}
