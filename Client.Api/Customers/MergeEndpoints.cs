using System.Collections.Immutable;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Projections;
using SalesGrid.Salespeople;

namespace SalesGrid.Gateway.Customers;

/// <summary>What a merge of a customer into another would move, and how far the one that was begun is.</summary>
/// <param name="Id">The customer.</param>
/// <param name="Into">The customer that was asked about; null where none was.</param>
/// <param name="Refusal">Everything that stands in the way; null where nothing does, or none was asked about.</param>
/// <param name="Contacts">How many contacts would follow.</param>
/// <param name="Parts">What would follow, of each sort: how many, and some of their ids; empty for whoever may not read everybody's.</param>
/// <param name="MergedInto">The customer it was merged into; null for none.</param>
/// <param name="Last">The merge as far as it is: what followed, and what could not; null for none, and for whoever may not read everybody's.</param>
public sealed record MergeAnswer(string Id, string? Into, Refusal? Refusal, int Contacts, ImmutableArray<PortfolioPage> Parts, string? MergedInto, Handover? Last);

/// <summary>Merges of customers over HTTP.</summary>
public static class MergeEndpoints
{
    private const int IdsAtFirst = 50;

    public static void MapMerges(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/customers/{id}/merge", Read)
            .WithTags("Customers")
            .RequireAuthorization(Policies.Read)
            .WithMetadata(new KeepsToScope("customer"))
            .WithSummary("合并预览与结果 · What a merge would move and what stands in its way, and how far the last one is")
            .WithQuery(Question)
            .Produces<MergeAnswer>();

    private static (string? Into, int Limit) Question(QueryReader reader) => (reader.Text("into"), reader.Whole("limit", IdsAtFirst, 1, ListQuery.MaxLimit));

    private static async Task<IResult> Read(string id, HttpContext http, GridGateway grid)
    {
        var reader = new QueryReader(http.Request.Query);
        var (into, limit) = Question(reader);
        if (reader.Refusal is { } refusal)
            return Problems.Of(http, refusal);
        var gone = http.RequestAborted;
        if (into is not null && !await grid.IsWithin(http.Scope(), "customer", into, gone))
            return Problems.Of(http, ControlPoints.CustomerMustExist.Refuse(into));
        if (!SubjectId.IsValid(id) || await grid.Ask(grid.Customer(id), c => c.PreviewMerge(into, limit), gone) is not { } preview)
            return Problems.Of(http, ControlPoints.CustomerMustExist.Refuse(id));
        // What follows may be another's: it is told to whoever reads everything.
        var isWhole = http.Scope() is null;
        return Results.Ok(new MergeAnswer(id, into, preview.Refusal, preview.Contacts, isWhole ? preview.Parts : [], preview.Merge?.Into, isWhole ? preview.Merge?.Steps : null));
    }
}
