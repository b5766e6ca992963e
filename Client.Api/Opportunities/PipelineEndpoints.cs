using System.Collections.Immutable;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Lists;
using SalesGrid.Gateway.Security;
using SalesGrid.Opportunities;

namespace SalesGrid.Gateway.Opportunities;

/// <summary>One opportunity of the pipeline.</summary>
public sealed record PipelineItem(
    string Id, int Version, OpportunityStatus Status, string Process, string Stage, int ProbabilityPercent, string? Name, string? Customer,
    string Owner, string Team, string Region, string? Sector, string? City, string? Country, string? Product, string? Channel, string? Source,
    Money? Amount, DateOnly? OpenedOn, DateOnly? ExpectedCloseOn, DateOnly? ClosedOn, ForecastCategory? Forecast,
    string? LossReason, string? WinReason, bool Imported, WinOrigin? WinOrigin, DateOnly StageSince, int StageDays, int Slips, int Activities, int Refusals,
    DateTimeOffset ChangedAt, ImmutableArray<CreditedPart> Credit)
{
    /// <summary>The item of a row.</summary>
    public static PipelineItem Of(PipelineRow r) => new(r.Id, r.Version, r.Status, r.Process, r.Stage, r.ProbabilityPercent, r.Name, r.Customer,
        r.Owner, r.Team, r.Region, r.Sector, r.City, r.Country, r.Product, r.Channel, r.Source,
        r.AmountMinor is { } minor ? new Money(minor, r.Currency!) : null, r.OpenedOn,
        r.ExpectedCloseOn, r.ClosedOn, r.Forecast, r.LossReason, r.WinReason, r.Imported, r.WinOrigin, r.StageSince, r.StageDays, r.Slips, r.Activities,
        r.Refusals, r.ChangedAt, r.Credit?.Parts ?? []);
}

/// <summary>The live pipeline over HTTP.</summary>
public static class PipelineEndpoints
{
    public static void MapPipeline(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/pipeline", Query)
            .WithTags("Pipeline")
            .RequireAuthorization(Policies.Read)
            .WithMetadata(new KeepsToScope())
            .WithSummary("商机列表 · The live pipeline, filtered, sorted and paged")
            .WithDescription("""
                Every dimension of the KPIs of opportunities is a condition: repeated for several values, and empty for opportunities without one; from, to: the period day. So every row of a KPI answer opens.
                member: those in whose deal team these people are; credited: those a part of which is credited to them. Both list what lies outside the caller's scope as well where it is shared with somebody within: what people of the scope work on, and what is credited to them.
                credit: to whom an opportunity is credited, in basis points and with amounts once it is won; empty where that is its owner alone.
                amountMin, amountMax, openedFrom/To, closedFrom/To, expectedCloseFrom/To: inclusive.
                sort: id, amount, openedOn, closedOn, expectedCloseOn, changedAt, stage, owner, customer; '-' before it for descending.
                amountMin, amountMax and sort=amount compare within one currency: name it, currency=CNY.
                limit: 1 to 500. after: nextAfter of the page before. total is exact whatever the page.
                Pages follow one another although opportunities change meanwhile: one that does not change is on exactly one of them; those that change
                after the first page was read come last, by id, so that none that was there then is missed and none is seen more than twice.
                Every answer includes all commands acknowledged before the question.
                """)
            .WithQuery(Read)
            .Produces<ListPage<PipelineItem>>();

    private static Task<IResult> Query(HttpContext http, GridGateway grid)
    {
        var reader = new QueryReader(http.Request.Query);
        var walk = Read(reader);
        return reader.Refusal is { } refusal
            ? Task.FromResult(Problems.Of(http, refusal))
            : (walk with { Query = walk.Query with { Scope = http.Scope() } }).Page(http, grid, row => PipelineItem.Of((PipelineRow)row));
    }

    private static ListWalk Read(QueryReader reader) => ListParameters.InOrder(reader, OpportunitySchema.Schema);
}
