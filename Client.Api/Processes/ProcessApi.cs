using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Processes;

namespace SalesGrid.Gateway.Processes;

/// <summary>Sales processes as they are reached from outside.</summary>
public static class ProcessApi
{
    private static readonly object Example = new
    {
        id = "tender",
        name = new LocalText("招标流程", "Tender"),
        stages = new object[]
        {
            new
            {
                id = "lead", name = new LocalText("线索", "Lead"), probabilityPercent = 20, keyNode = new LocalText("需求确认", "Need confirmed"),
                evidence = new[] { new { kind = "need-note", name = new LocalText("需求纪要", "Note of the need") } },
                facts = new[] { "customer" }, mayReturnTo = Array.Empty<string>(), mayWin = false, maxDays = 30,
            },
            new
            {
                id = "bid", name = new LocalText("投标", "Bid"), probabilityPercent = 60, keyNode = new LocalText("中标", "Bid won"),
                evidence = new[] { new { kind = "award", name = new LocalText("中标通知书", "Award notice") } },
                facts = new[] { "customer", "amount" }, mayReturnTo = new[] { "lead" }, mayWin = true,
            },
        },
        lossReasons = new[] { new { code = "price", name = new LocalText("价格", "Price") }, new { code = "unknown", name = new LocalText("不详", "Unknown") } },
    };

    /// <summary>Their commands. A draft's body is the definition.</summary>
    public static KindApi Api { get; } = new("process", "processes", "PROC", "Processes", new()
    {
        Shape = typeof(ProcessAnswer),
        NotFound = ControlPoints.ProcessMustExist,
        One = static async (http, _, id) => await Processes(http).One(id, http.RequestAborted) is { } process ? (process, process.ObjectVersion) : null,
        HasTags = false,
        Page = static async (http, _, query) =>
        {
            var (all, watermark) = await Processes(http).All(http.RequestAborted);
            var left = all.Where(p => query.After is not { } after || string.CompareOrdinal(p.Id, after.Id) > 0).ToArray();
            var items = left.Take(query.Limit).ToArray();
            return new([.. items], all.Length, items.Length < left.Length ? items[^1].Id : null, watermark);
        },
    },
    [
        new("create", typeof(DraftProcess), "起草新流程 · Draft a process", Example, Creates: true)
        {
            Body = typeof(ProcessDefinition),
            Reader = DefinitionBody.Draft,
        },
        new("draft", typeof(DraftProcess), "起草下一版 · Draft the next version, or replace the open draft", Example)
        {
            Body = typeof(ProcessDefinition),
            Reader = DefinitionBody.Draft,
        },
        new("approve", typeof(ApproveProcess), "批准 · Approve the draft (not by an author)", new { version = 1, revision = 1, effectiveFrom = "2027-01-01" }),
        new("reject", typeof(RejectProcess), "驳回或撤回 · Reject the draft, or withdraw it", new { version = 1, reason = "缺少立项评审" }),
        new("retire", typeof(RetireProcess), "停用 · End it for new opportunities; null takes that back", new { from = "2027-06-30" }),
        new("adopt", typeof(AdoptShippedProcess), "采用产品自带版本 · Put a shipped version in force", new { version = 2, effectiveFrom = "2027-01-01" }),
    ])
    { ReadableBy = ReadableBy.Everybody };

    /// <summary>A definition as callers write it.</summary>
    internal static object ExampleDefinition => Example;

    private static ProcessCache Processes(HttpContext http) => http.RequestServices.GetRequiredService<ProcessCache>();
}
