using System.Text.Json;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Gateway.Opportunities;

/// <summary>What was done on an opportunity, to be read again.</summary>
public static class ActivityEndpoints
{
    private const string Recorded = "ActivityRecorded";

    public static void MapActivities(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/opportunities/{id}/activities", async (string id, HttpContext http, GridGateway grid) =>
        {
            if (!SubjectId.IsValid(id) || await grid.Ask(grid.Opportunity(id), static o => o.Get(), http.RequestAborted) is not { } view)
                return Problems.Of(http, ControlPoints.OpportunityMustExist.Refuse(id));
            var entries = await RecentEntries.Find(grid, "opportunity", id, view.Version, Recorded, http.RequestAborted);
            return Results.Ok(new ActivityList([.. entries.Select(e =>
                JsonSerializer.Deserialize<ActivityAnswer>(e.Data, ApiJson.Options)! with { By = e.Actor, At = e.At, Version = e.Version })]));
        })
            .RequireAuthorization(Policies.Read)
            .WithMetadata(new KeepsToScope("opportunity"))
            .WithTags("Opportunities")
            .WithSummary("活动记录 · Activities with their texts, newest first; older ones are in the history")
            .Produces<ActivityList>();
}

/// <summary>The newest activities.</summary>
/// <param name="Items">At most 50, newest first.</param>
public sealed record ActivityList(IReadOnlyList<ActivityAnswer> Items);

/// <summary>One activity.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Summary">What came of it.</param>
/// <param name="On">The day.</param>
/// <param name="PersonId">The person of the buying centre; null when not stated.</param>
/// <param name="LateDays">Days until it was entered; null when it was entered the same day.</param>
/// <param name="ContactId">The contact of the customer; null when it was with none.</param>
/// <param name="Purpose">What the contact was spoken to for; null without a contact.</param>
public sealed record ActivityAnswer(
    string Kind, string Summary, DateOnly On, string? PersonId = null, int? LateDays = null, string? ContactId = null, string? Purpose = null)
{
    /// <summary>Who recorded it.</summary>
    public string By { get; init; } = "";

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The opportunity's version it made.</summary>
    public int Version { get; init; }
}
