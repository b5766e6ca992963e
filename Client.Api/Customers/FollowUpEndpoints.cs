using System.Text.Json;
using SalesGrid.Customers;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Gateway.Customers;

/// <summary>What was talked about with a customer, to be read again.</summary>
public static class FollowUpEndpoints
{
    private const string Recorded = "FollowUpRecorded";

    public static void MapFollowUps(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/customers/{id}/follow-ups", async (string id, HttpContext http, GridGateway grid) =>
        {
            if (!SubjectId.IsValid(id) || await grid.Ask(grid.Customer(id), static c => c.Get(), http.RequestAborted) is not { } view)
                return Problems.Of(http, ControlPoints.CustomerMustExist.Refuse(id));
            var entries = await RecentEntries.Find(grid, "customer", id, view.Version, Recorded, http.RequestAborted);
            return Results.Ok(new FollowUpList(
                [.. entries.Select(e => JsonSerializer.Deserialize<FollowUpAnswer>(e.Data, ApiJson.Options)! with { At = e.At, Version = e.Version })], CustomerAnswer.Of(view)));
        })
            .RequireAuthorization(Policies.Read)
            .WithMetadata(new KeepsToScope("customer"))
            .WithTags("Customers")
            .WithSummary("跟进记录 · Follow-ups with their texts, newest first; older ones are in the history")
            .Produces<FollowUpList>();
}

/// <summary>The newest follow-ups.</summary>
/// <param name="items">At most 50, newest first.</param>
/// <param name="of">The customer.</param>
public sealed class FollowUpList(IReadOnlyList<FollowUpAnswer> items, IMaskedObject of) : IMaskedObject
{
    /// <summary>At most 50, newest first.</summary>
    public IReadOnlyList<FollowUpAnswer> Items => items;

    string IMaskedObject.Subject => of.Subject;

    string? IMaskedObject.KeptBy => of.KeptBy;

    bool IMaskedObject.IsWithheld => of.IsWithheld;
}

/// <summary>One follow-up.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Summary">What came of it; left out for a caller who may not see it.</param>
/// <param name="On">The day.</param>
/// <param name="By">Who recorded it.</param>
/// <param name="ContactId">The person spoken to; null for none in particular.</param>
/// <param name="Purpose">What for; null without a person.</param>
public sealed record FollowUpAnswer(string Kind, [property: Masked(Fields.Conversation)] string? Summary, DateOnly On, string By, string? ContactId = null, string? Purpose = null)
{
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The customer's version it made.</summary>
    public int Version { get; init; }
}
