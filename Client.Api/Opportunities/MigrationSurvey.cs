using System.Collections.Concurrent;
using System.Collections.Immutable;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Lists;
using SalesGrid.Gateway.Processes;
using SalesGrid.Gateway.Security;
using SalesGrid.Opportunities;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Opportunities;

/// <summary>What a move of every open opportunity of one version to another would meet.</summary>
/// <param name="From">The version they are under.</param>
/// <param name="To">The version they would be under.</param>
/// <param name="Opportunities">How many were looked at and are under <paramref name="From"/>.</param>
/// <param name="Truncated">True when there are more open ones under the process than are looked at.</param>
/// <param name="Stages">Stage by stage.</param>
public sealed record SurveyAnswer(int From, int To, int Opportunities, bool Truncated, ImmutableArray<SurveyStage> Stages);

/// <summary>The opportunities of one stage.</summary>
/// <param name="Stage">The stage they are in.</param>
/// <param name="Opportunities">How many.</param>
/// <param name="StageMustBeNamed">How many have no stage of that id to go to.</param>
/// <param name="LackEvidence">How many lack evidence the new gate asks for.</param>
/// <param name="LackFacts">How many lack facts the new gate asks for.</param>
public sealed record SurveyStage(string Stage, int Opportunities, int StageMustBeNamed, int LackEvidence, int LackFacts);

/// <summary>The preview of a move, of all opportunities of a version at once.</summary>
public static class MigrationSurvey
{
    /// <summary>Most opportunities looked at: each is asked itself.</summary>
    public const int OpportunitiesMax = 2_000;

    private const int AtOnce = 32;

    public static void MapMigrationSurvey(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/processes/{id}/migration", Survey)
            .WithTags("Processes")
            .RequireAuthorization(Policies.Read)
            .WithSummary("整体移版预览 · What a move of all open opportunities of a version would meet, stage by stage")
            .WithQuery(Read)
            .Produces<SurveyAnswer>();

    private static (int From, int To) Read(QueryReader reader) =>
        (reader.Required("from", 1, int.MaxValue), reader.Required("to", 1, int.MaxValue));

    private static async Task<IResult> Survey(string id, HttpContext http, GridGateway grid, ProcessCache book)
    {
        var reader = new QueryReader(http.Request.Query);
        var (before, after) = Read(reader);
        if (reader.Refusal is { } malformed)
            return Problems.Of(http, malformed);
        foreach (var version in new[] { before, after })
        {
            if (await book.Definition(id, version, http.RequestAborted) is null)
                return Problems.Of(http, ControlPoints.ProcessMustExist.Refuse($"{id} v{version}"));
        }
        var (ids, truncated) = await Open(id, grid, http.RequestAborted);
        var answers = new ConcurrentBag<MigrationAnswer>();
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = http.RequestAborted },
            async (opportunity, gone) => answers.Add(await grid.Ask(grid.Opportunity(opportunity), o => o.PreviewMigration(after, null), gone)));
        // What was closed meanwhile is refused for that, and no longer concerned; a version that is not in force concerns all.
        if (answers.FirstOrDefault(a => a.Refusal?.ControlPoint == ControlPoints.TargetVersionMustBeInForce.Id) is { Refusal: { } refusal })
            return Problems.Of(http, refusal);
        var previews = answers.Select(a => a.Preview).OfType<MigrationPreview>().Where(p => p.FromVersion == before).ToArray();
        return Results.Ok(new SurveyAnswer(before, after, previews.Length, truncated,
        [
            .. previews.GroupBy(p => p.FromStage, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new SurveyStage(
                g.Key, g.Count(), g.Count(p => p.ToStage is null), g.Count(p => !p.MissingEvidence.IsEmpty), g.Count(p => !p.MissingFacts.IsEmpty))),
        ]));
    }

    /// <summary>Open opportunities under the process, whatever their version, as many as are looked at; and whether there are more.</summary>
    private static async Task<(List<string> Ids, bool Truncated)> Open(string processId, GridGateway grid, CancellationToken gone)
    {
        var ids = new List<string>();
        var query = new ListQuery
        {
            Kind = OpportunityApi.Opportunity.Kind,
            Where = [new(KpiDimension.Status, ["open"]), new(KpiDimension.Process, [processId])],
            Limit = ListQuery.MaxLimit,
        };
        while (true)
        {
            var list = await GridList.Read(grid, query, gone);
            ids.AddRange(list.Rows.Select(r => r.Place.Id));
            if (ids.Count > OpportunitiesMax)
                return (ids[..OpportunitiesMax], true);
            if (!list.More)
                return (ids, false);
            query = query with { After = list.Rows[^1].Place };
        }
    }
}
