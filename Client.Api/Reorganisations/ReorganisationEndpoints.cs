using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.Metadata;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Lists;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Gateway.Units;
using SalesGrid.Opportunities;
using SalesGrid.Projections;
using SalesGrid.Salespeople;
using SalesGrid.Units;

namespace SalesGrid.Gateway.Reorganisations;

/// <summary>What a reorganisation would do, over HTTP.</summary>
public static class ReorganisationEndpoints
{
    private const int ItemsAtFirst = 100;

    private static readonly CommandRoute Planned = new("reorganise", typeof(Reorganise), "");

    public static void MapReorganisation(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/units/{id}/reorganise/preview", Preview)
            .WithTags("Organisation")
            .RequireAuthorization(Policies.Write)
            .WithMetadata(new KeepsToScope(), new AcceptsMetadata(["application/json"], typeof(Reorganise)))
            .WithSummary("组织调整预览 · What a reorganisation would move, who would report to whom, which deals follow, and what would be refused; nothing is stored")
            .WithQuery(Question.Of)
            .WithExample(UnitApi.ExampleReorganisation)
            .Produces<ReorganisationAnswer>();

    private static async Task<IResult> Preview(string id, HttpContext http, GridGateway grid)
    {
        var reader = new QueryReader(http.Request.Query);
        var asked = Question.Of(reader);
        if (reader.Refusal is { } refusal)
            return Problems.Of(http, refusal);
        using var body = await CommandBody.Read(http);
        var command = (Reorganise)body.Command(Planned, id);
        var (request, malformed) = CommandRequest.From(http);
        if (malformed is not null)
            return Problems.Of(http, malformed);
        if (!SubjectId.Same(id, UnitCommand.Company))
            return Problems.Of(http, ControlPoints.ReorganisationMustBeOfCompany.Refuse($"unit/{id}"));
        var preview = await grid.Ask(grid.Unit(UnitCommand.Company), u => u.PreviewReorganisation(command, request.Envelope), http.RequestAborted);
        return preview.Refusal is { Kind: RefusalKind.Forbidden } notTheirs ? Problems.Of(http, notTheirs) : Results.Ok(await Answer(preview, asked, http.Scope(), grid, http.RequestAborted));
    }

    private static async Task<ReorganisationAnswer> Answer(ReorganisationPreview preview, Question asked, OwnerScope? scope, GridGateway grid, CancellationToken gone)
    {
        var (before, after, on) = (preview.Before, preview.After, preview.On);
        ImmutableArray<UnitMove> units =
        [
            .. after.Units.Select(unit => (unit, was: before.Find(unit.Id)!))
                .Select(u => new UnitMove(u.unit.Id, u.unit.Name, new(u.was.ParentOn(on), u.was.HeadOn(on)), new(u.unit.ParentOn(on), u.unit.HeadOn(on))))
                .Where(u => u.Before != u.After),
        ];
        // Who stands where, and who leads whom, is no secret; whose deals they are is.
        var people = (await Everybody(grid, gone)).SelectMany(part => part.All.Select(person =>
                (Person: person, Before: PersonStand.Of(person, before, part.Day, on), After: PersonStand.Of(person, after, part.Day, on))))
            .Where(p => !p.Before.IsAs(p.After)).OrderBy(p => p.Person.Id, SubjectId.Comparer).ToArray();
        var moved = people.ToDictionary(p => p.Person.Id, p => p.After, SubjectId.Comparer);
        var owners = new OwnerScope([.. moved.Keys.Where(owner => scope?.Admits(owner) != false).Take(OwnerScope.OwnersMax)]);
        var deals = moved.Count == 0 ? null : await GridList.Read(grid, Deals("open", owners) with { After = asked.DealsAfter is { } id ? ListCursor.OfId(id) : null, Limit = asked.Limit }, gone);
        var won = moved.Count == 0 ? 0 : (await GridList.Read(grid, Deals("won", owners) with { Limit = 1 }, gone)).Total;
        return new(on, preview.Refusal, units,
            Page(people.Select(p => new PersonMove(p.Person.Id, p.Person.Name, p.Before, p.After)), people.Length, asked),
            deals is null ? new(0, [], null) : new(deals.Total,
                [.. deals.Rows.Select(r => (PipelineRow)r.Row).Select(row => DealMove.Of(row, moved[row.Owner]))], deals.More ? deals.Rows[^1].Place.Id : null),
            won);
    }

    private static ReorganisationPage<PersonMove> Page(IEnumerable<PersonMove> all, long total, Question asked)
    {
        var left = all.Where(p => asked.After is not { } after || SubjectId.Comparer.Compare(p.Id, after) > 0).Take(asked.Limit + 1).ToArray();
        var page = left.Take(asked.Limit).ToImmutableArray();
        return new(total, page, left.Length > page.Length ? page[^1].Id : null);
    }

    private static ListQuery Deals(string status, OwnerScope owners) => new() { Kind = "opportunity", Where = [new("status", [status])], Scope = owners };

    private static Task<People[]> Everybody(GridGateway grid, CancellationToken gone) => grid.AskAll(static async (projection, _) =>
    {
        var people = ImmutableArray.CreateBuilder<SalespersonView>();
        for (var query = new ListQuery { Kind = "salesperson", Limit = ListQuery.MaxLimit }; ;)
        {
            var page = await projection.List(query);
            people.AddRange(page.Rows.Select(r => (SalespersonView)r.Row));
            if (page.Rows.Length < query.Limit)
                return new People(page.Bucket, page.Watermark, page.Day, people.DrainToImmutable());
            query = query with { After = page.Rows[^1].Place };
        }
    }, gone);

    private sealed record People(int Bucket, long Watermark, DateOnly Day, ImmutableArray<SalespersonView> All) : IBucketAnswer;

    private sealed record Question(string? After, string? DealsAfter, int Limit)
    {
        public static Question Of(QueryReader reader) => new(reader.Text("after"), reader.Text("dealsAfter"), reader.Whole("limit", ItemsAtFirst, 1, ListQuery.MaxLimit));
    }
}
