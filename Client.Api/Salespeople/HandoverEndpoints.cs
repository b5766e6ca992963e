using System.Collections.Immutable;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Projections;
using SalesGrid.Salespeople;

namespace SalesGrid.Gateway.Salespeople;

/// <summary>What a handover would move, and what the last one did.</summary>
/// <param name="Id">Whose business it is.</param>
/// <param name="To">The successor that was asked about; null where none was.</param>
/// <param name="Refusal">Why this successor cannot have it; null where they can, or none was asked about.</param>
/// <param name="Total">How many objects in all.</param>
/// <param name="Parts">Each sort: how many, and some of their ids.</param>
/// <param name="Last">The last handover, as far as it is; null where there was none.</param>
public sealed record HandoverAnswer(string Id, string? To, Refusal? Refusal, long Total, ImmutableArray<PortfolioPage> Parts, Handover? Last);

/// <summary>Handovers over HTTP.</summary>
public static class HandoverEndpoints
{
    private const int IdsAtFirst = 50;

    private static readonly ImmutableArray<string> Parts = ["customer", "opportunity", "quote", "contract", "approval", "team"];

    private static readonly CommandRoute Planned = new("handover", typeof(HandOverPortfolio), "");

    public static void MapHandover(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/salespeople/{id}/handover", Read)
            .WithTags("Salespeople")
            .RequireAuthorization(Policies.Read)
            .WithMetadata(new KeepsToScope("salesperson"))
            .WithSummary("移交预览与结果 · What a handover would move, and what the last one moved and could not")
            .WithQuery(Question.Of)
            .Produces<HandoverAnswer>();
        app.MapPost("/api/salespeople/{id}/handover/preview", Preview)
            .WithTags("Salespeople")
            .RequireAuthorization(Policies.Write)
            .WithMetadata(new KeepsToScope("salesperson"), new Microsoft.AspNetCore.Http.Metadata.AcceptsMetadata(["application/json"], typeof(HandOverPortfolio)))
            .WithSummary("移交预览(分给多人) · To whom each object would go by a handover, and why it could not be so; nothing is stored")
            .WithQuery(Question.Of)
            .WithExample(SalespersonApi.ExampleHandover)
            .Produces<HandoverAnswer>();
    }

    private static async Task<IResult> Read(string id, HttpContext http, GridGateway grid)
    {
        var reader = new QueryReader(http.Request.Query);
        var asked = Question.Of(reader);
        if (reader.Refusal is { } refusal)
            return Problems.Of(http, refusal);
        var gone = http.RequestAborted;
        if (asked.To is { } successor && !await grid.IsWithin(http.Scope(), "salesperson", successor, gone))
            return Problems.Of(http, ControlPoints.SalespersonMustExist.Refuse(successor));
        if (!SubjectId.IsValid(id) || await grid.Ask(grid.Salesperson(id), s => s.PreviewHandover(asked.To, asked.Part, asked.After, asked.Limit), gone) is not { } preview)
            return Problems.Of(http, ControlPoints.SalespersonMustExist.Refuse(id));
        var last = await grid.Ask(grid.Salesperson(id), static s => s.LastHandover(), gone);
        return Results.Ok(new HandoverAnswer(id, preview.To, preview.Refusal, preview.Parts.Sum(p => p.Total), preview.Parts, last));
    }

    private static async Task<IResult> Preview(string id, HttpContext http, GridGateway grid)
    {
        var reader = new QueryReader(http.Request.Query);
        var asked = Question.Of(reader);
        if (reader.Refusal is { } refusal)
            return Problems.Of(http, refusal);
        using var body = await CommandBody.Read(http);
        var plan = (HandOverPortfolio)body.Command(Planned, id);
        var (request, malformed) = CommandRequest.From(http);
        if (malformed is not null)
            return Problems.Of(http, malformed);
        var gone = http.RequestAborted;
        // Whom the caller may not read is nobody for them.
        foreach (var successor in (plan.Parts ?? []).Select(p => p?.To).Append(plan.To))
        {
            if (SubjectId.IsValid(successor) && !await grid.IsWithin(http.Scope(), "salesperson", successor!, gone))
                return Problems.Of(http, ControlPoints.SalespersonMustExist.Refuse(successor));
        }
        if (!SubjectId.IsValid(id) || await grid.Ask(grid.Salesperson(id), s => s.PreviewShares(plan, request.Envelope, asked.Part, asked.After, asked.Limit), gone) is not { } preview)
            return Problems.Of(http, ControlPoints.SalespersonMustExist.Refuse(id));
        if (preview.Refusal is { Kind: RefusalKind.Forbidden } notTheirs)
            return Problems.Of(http, notTheirs);
        var last = await grid.Ask(grid.Salesperson(id), static s => s.LastHandover(), gone);
        return Results.Ok(new HandoverAnswer(id, preview.To, preview.Refusal, preview.Parts.Sum(p => p.Total), preview.Parts, last));
    }

    private sealed record Question(string? To, string? Part, string? After, int Limit)
    {
        public static Question Of(QueryReader reader)
        {
            var to = reader.Text("to");
            var part = reader.Text("part");
            if (part is not null && !Parts.Contains(part))
                reader.RefuseChoice("part", part, Parts);
            var after = reader.Text("after");
            if (after is not null && part is null)
                reader.Refuse("after", "须同时指定 part", "it goes with a part");
            return new(to, part, after, reader.Whole("limit", IdsAtFirst, 1, ListQuery.MaxLimit));
        }
    }
}
