using System.Text.Json.Nodes;
using SalesGrid.Gateway.Hosting;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Processes;

namespace SalesGrid.Gateway.Processes;

/// <summary>Sales processes over HTTP.</summary>
public static class ProcessEndpoints
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

    public static void MapProcesses(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/processes").WithTags("Processes").RequireAuthorization(Policies.Read);

        group.MapGet("", async (HttpContext http, ProcessCache book) => Results.Ok(await book.All(http.RequestAborted)))
            .WithSummary("销售流程 · The sales processes: versions, stages, gates, evidence, loss reasons")
            .Produces<IEnumerable<ProcessAnswer>>();
        group.MapGet("/{id}", async (string id, HttpContext http, ProcessCache book) =>
                await book.One(id, http.RequestAborted) is { } process
                    ? CommandResults.Found(http, process.ObjectVersion, process)
                    : Problems.Of(http, ControlPoints.ProcessMustExist.Refuse(id)))
            .WithSummary("一个流程 · One process")
            .Produces<ProcessAnswer>();
        group.MapGet("/{id}/versions/{v}", async (string id, int v, HttpContext http, ProcessCache book) =>
                await book.Definition(id, v, http.RequestAborted) is { } definition
                    ? Results.Ok(definition)
                    : Problems.Of(http, ControlPoints.ProcessMustExist.Refuse($"{id} v{v}")))
            .WithSummary("流程的一个版本 · The definition of a version or of the open draft")
            .Produces<ProcessDefinition>();

        group.MapPost("", (JsonObject body, HttpContext http, GridGateway grid) => Create(body, http, grid))
            .RequireAuthorization(Policies.Write)
            .WithSummary("起草新流程 · Draft a process")
            .WithExample(Example)
            .Produces<ReceiptBody>(201);
        group.MapPost("/{id}/draft", (string id, JsonObject body, HttpContext http, GridGateway grid) =>
                Send(http, grid, id, new DraftProcess(DefinitionBody.Read(body, id))))
            .RequireAuthorization(Policies.Write)
            .WithSummary("起草下一版 · Draft the next version, or replace the open draft")
            .WithExample(Example)
            .Produces<ReceiptBody>();
        group.MapPost("/{id}/check", Check)
            .WithSummary("检查流程定义 · All that is wrong with a definition; nothing is stored")
            .WithExample(Example)
            .Produces<CheckAnswer>();

        Command<ApproveBody>(group, "approve", "批准 · Approve the draft (not by an author)",
            new { version = 1, revision = 1, effectiveFrom = "2027-01-01" }, body => new ApproveProcess(body.Version, body.EffectiveFrom, body.Revision));
        Command<RejectBody>(group, "reject", "驳回或撤回 · Reject the draft, or withdraw it",
            new { version = 1, reason = "缺少立项评审" }, body => new RejectProcess(body.Version, body.Reason));
        Command<RetireBody>(group, "retire", "停用 · End it for new opportunities",
            new { from = "2027-06-30" }, body => new RetireProcess(body.From));
        Command<AdoptBody>(group, "adopt", "采用产品自带版本 · Put a shipped version in force",
            new { version = 2, effectiveFrom = "2027-01-01" }, body => new AdoptShippedProcess(body.Version, body.EffectiveFrom));
    }

    private static Task<IResult> Create(JsonObject body, HttpContext http, GridGateway grid)
    {
        var definition = DefinitionBody.Read(body, "");
        return CommandResults.Send(http, "PROC", definition.Id is { Length: > 0 } id ? id : null, "/api/processes",
            (made, envelope) => grid.Send(made, new DraftProcess(definition with { Id = made }), envelope, http.RequestAborted));
    }

    private static IResult Check(string id, JsonObject body, HttpContext http)
    {
        if (Validation.RequiredId("id", id) is { } invalid)
            return Problems.Of(http, invalid);
        var definition = ProcessValidator.Complete(DefinitionBody.Read(body, id));
        var problems = ProcessValidator.Check(definition with { Version = Math.Max(1, definition.Version) });
        if (definition.Id != id)
            problems = problems.Insert(0, Validation.Invalid("id", $"须为 {id}", $"it must be {id}"));
        return Results.Ok(new CheckAnswer(problems.IsEmpty, problems));
    }

    private static void Command<TBody>(RouteGroupBuilder group, string verb, string summary, object example, Func<TBody, ProcessCommand> translate)
        where TBody : class =>
        group.MapPost($"/{{id}}/{verb}", (string id, TBody body, HttpContext http, GridGateway grid) => Send(http, grid, id, translate(body)))
            .RequireAuthorization(Policies.Write).WithSummary(summary).WithExample(example).Produces<ReceiptBody>();

    private static Task<IResult> Send(HttpContext http, GridGateway grid, string id, ProcessCommand command) =>
        CommandResults.Send(http, "PROC", id, null, (i, envelope) => grid.Send(i, command, envelope, http.RequestAborted));
}
