using System.Text.Json;
using SalesGrid.Gateway.Hosting;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Customers;
using SalesGrid.Opportunities;

namespace SalesGrid.Gateway.Opportunities;

/// <summary>Opportunities over HTTP.</summary>
public static class OpportunityEndpoints
{
    public static void MapOpportunities(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/opportunities").WithTags("Opportunities").RequireAuthorization(Policies.Read);

        group.MapPost("", Open)
            .RequireAuthorization(Policies.Write)
            .WithSummary("建立商机 · Open an opportunity")
            .WithExample(new { id = "OPP-2026-000417", ownerId = "S-017", name = "数控机床更新", customerId = "C-1001", product = "CNC-5", amount = 1250000, currency = "CNY", expectedCloseOn = "2027-03-31" })
            .Produces<ReceiptBody>(201);

        Command<FactsBody>(group, "value", "估值 · State what it is about and worth",
            new { amount = 1180000, currency = "CNY", expectedCloseOn = "2027-04-30" },
            body => body.ToFacts() is var (facts, refusal) ? (new ValueOpportunity(facts), refusal) : default);
        Command<AdvanceBody>(group, "advance", "推进阶段 · Advance to the next stage, or return to an earlier one",
            new { to = "initiation" }, body => (new AdvanceStage(body.To), null), bodyOptional: true);
        Command<EvidenceBody>(group, "evidence", "提交关键节点材料 · Put evidence of a key node on it",
            new { kind = "project-information", reference = "DOC-2026-118", note = "客户现场确认" },
            body => (new AttachEvidence(body.Kind, body.Reference, body.Note), null));
        Command<ActivityBody>(group, "activities", "记录活动 · Record an activity",
            new { kind = "visit", summary = "与设备科长面谈,确认预算", on = "2026-11-20" },
            body => (new RecordActivity(body.Kind, body.Summary, body.On, body.PersonId, body.ContactId, body.Purpose ?? ConsentPurposes.Sales), null));
        Command<WinBody>(group, "win", "赢单 · Win it",
            new { amount = 1180000, currency = "CNY" },
            body => Amounts.Read("amount", body.Amount, body.Currency) is var (amount, refusal)
                ? (new WinOpportunity(amount, body.ClosedOn, body.Reason), refusal) : default, bodyOptional: true);
        Command<LoseBody>(group, "lose", "输单 · Lose it",
            new { reason = "price", note = "低于成本价竞争" },
            body => (new LoseOpportunity(body.Reason, body.Note, body.ClosedOn), null));
        Command<ReopenBody>(group, "reopen", "重新打开 · Open it again",
            new { reason = "客户恢复预算" }, body => (new ReopenOpportunity(body.Reason), null));
        Command<ReassignBody>(group, "reassign", "移交 · Give it to another salesperson",
            new { ownerId = "S-021", reason = "区域调整" },
            body => (new ReassignOpportunity(body.OwnerId, body.Reason), null));

        group.MapGet("/{id}", async (string id, HttpContext http, GridGateway grid) =>
                !SubjectId.IsValid(id) || await grid.Ask(grid.Opportunity(id), static o => o.Get(), http.RequestAborted) is not { } view
                    ? Problems.Of(http, ControlPoints.OpportunityMustExist.Refuse(id))
                    : CommandResults.Found(http, view.Version, OpportunityAnswer.Of(view)))
            .WithSummary("一个商机 · One opportunity")
            .Produces<OpportunityAnswer>();

        group.MapGet("/{id}/history", History)
            .WithSummary("商机历史 · What happened to it, oldest first, from the ledger")
            .Produces<HistoryPage>();
    }

    private static Task<IResult> Open(OpenBody body, HttpContext http, GridGateway grid)
    {
        var (facts, refusal) = body.ToFacts();
        return refusal is not null
            ? Task.FromResult(Problems.Of(http, refusal))
            : CommandResults.Send(http, "OPP", body.Id, "/api/opportunities", (id, envelope) =>
                grid.Send(id, new OpenOpportunity(facts, body.OwnerId, body.ProcessId ?? "key-account"), envelope, http.RequestAborted));
    }

    private static void Command<TBody>(RouteGroupBuilder group, string verb, string summary, object example,
        Func<TBody, (OpportunityCommand?, Refusal?)> translate, bool bodyOptional = false)
        where TBody : class
    {
        var route = bodyOptional
            ? group.MapPost($"/{{id}}/{verb}", (string id, TBody? body, HttpContext http, GridGateway grid) =>
                Send(id, body ?? Activator.CreateInstance<TBody>(), http, grid, translate))
            : group.MapPost($"/{{id}}/{verb}", (string id, TBody body, HttpContext http, GridGateway grid) =>
                Send(id, body, http, grid, translate));
        route.RequireAuthorization(Policies.Write).WithSummary(summary).WithExample(example).Produces<ReceiptBody>();
    }

    private static Task<IResult> Send<TBody>(string id, TBody body, HttpContext http, GridGateway grid,
        Func<TBody, (OpportunityCommand?, Refusal?)> translate)
    {
        var (command, refusal) = translate(body);
        return refusal is not null
            ? Task.FromResult(Problems.Of(http, refusal))
            : CommandResults.Send(http, "OPP", id, null, (i, envelope) => grid.Send(i, command!, envelope, http.RequestAborted));
    }

    private static async Task<IResult> History(string id, HttpContext http, GridGateway grid, int after = 0, int limit = 100)
    {
        if (limit is < 1 or > 500)
            return Problems.Invalid(http, "limit", "须在 1 与 500 之间", "1 to 500");
        if (!SubjectId.IsValid(id) || await grid.Ask(grid.Opportunity(id), static o => o.Get(), http.RequestAborted) is not { } view)
            return Problems.Of(http, ControlPoints.OpportunityMustExist.Refuse(id));
        var entries = await grid.Ask(grid.Opportunity(id), o => o.History(after, limit), http.RequestAborted);
        return Results.Ok(new HistoryPage(
            [.. entries.Select(e => new HistoryLine(e.Version, e.Seq, e.At, e.Actor, e.CommandId, e.Type, JsonElement.Parse(e.Data)))],
            entries is [.., var last] && last.Version < view.Version ? last.Version : null));
    }
}

/// <summary>A part of a history.</summary>
/// <param name="Items">The entries, oldest first.</param>
/// <param name="NextAfter">Send it as <c>after</c> for the next page; null on the last.</param>
public sealed record HistoryPage(IReadOnlyList<HistoryLine> Items, int? NextAfter);

/// <summary>One entry of the ledger.</summary>
public sealed record HistoryLine(int Version, long Seq, DateTimeOffset At, string Actor, string CommandId, string Type, JsonElement Data);
