using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Kpis;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Kpis;
using SalesGrid.Opportunities;
using SalesGrid.Targets;

namespace SalesGrid.Gateway.Targets;

/// <summary>Questions about targets beside those every kind of object answers.</summary>
public static class TargetEndpoints
{
    public static void MapTargets(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/targets").WithTags("Targets").RequireAuthorization(Policies.Read);

        group.WithMetadata(new KeepsToScope());

        group.MapGet("/{id}/plan", async (string id, HttpContext http, GridGateway grid) =>
                Period.Parse(id) is null || await Plans(grid, id, http.RequestAborted) is not { } plans || PlansAnswer.Of(plans, http.Scope()) is not { } answer
                    ? NoTargets(http, id)
                    : Results.Ok(answer))
            .WithSummary("目标明细 · The plan in force and the draft, row by row")
            .WithDescription("Within a scope: the rows of its people in the plan in force. Sums of teams and of the company, and drafts, are for those who read everything.")
            .Produces<PlansAnswer>();

        group.MapGet("/{id}/attainment", Read)
            .WithSummary("目标完成情况 · Target, won, attainment and growth of company, teams and people")
            .WithDescription("attainmentPercent = won / target; growthPercent = (won - won in the period before) / won in the period before. Null where they have no meaning. Wins count in the period of the day they were won on, for whom they are credited to, in parts where they are split, and the team recorded with each part. importedWon: wins that were brought in and that finance has not admitted; they are in no other figure. Within a scope: its people alone; company is null, teams are empty.")
            .Produces<AttainmentAnswer>();
    }

    /// <summary>The plans of a period; null when there are none.</summary>
    public static async Task<TargetPlans?> Plans(GridGateway grid, string period, CancellationToken gone) =>
        await grid.Ask(grid.Grain<ITargetGrain>($"target/{period}"), static t => t.Plans(), gone) is { } plans && (plans.InForce ?? plans.Draft) is not null ? plans : null;

    private static IResult NoTargets(HttpContext http, string id) => Problems.Of(http, ControlPoints.ControlledObjectMustExist.Refuse($"target/{id}"));

    private static async Task<IResult> Read(string id, HttpContext http, GridGateway grid, IKpiFeed feed)
    {
        if (Period.Parse(id) is not { } period || (await Plans(grid, id, http.RequestAborted))?.InForce is not { } plan)
            return NoTargets(http, id);
        var (gone, scope) = (http.RequestAborted, http.Scope());
        Task<KpiSnapshot> Ask(Period when, params ReadOnlySpan<string> by) => feed.Read(Attainment.Question(when, by), scope, gone);
        if (scope is not null)
        {
            var people = plan.People.Where(p => scope.Admits(p.Person)).ToList();
            return people.Count == 0
                ? NoTargets(http, id)
                : Results.Ok(Attainment.Of(period, plan.Company.Currency, people, await Ask(period, KpiDimension.Owner), await Ask(period.Previous, KpiDimension.Owner)));
        }
        var now = await Task.WhenAll(Ask(period), Ask(period, KpiDimension.Team), Ask(period, KpiDimension.Owner));
        var before = await Task.WhenAll(Ask(period.Previous), Ask(period.Previous, KpiDimension.Team), Ask(period.Previous, KpiDimension.Owner));
        return Results.Ok(Attainment.Of(period, plan, now[0], now[1], now[2], (before[0], before[1], before[2])));
    }
}
