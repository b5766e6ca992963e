using System.Collections.Immutable;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Gateway.Warnings;
using SalesGrid.Salespeople;

namespace SalesGrid.Gateway.Salespeople;

/// <summary>A person's conduct record (行为记录).</summary>
/// <param name="Id">Salesperson id.</param>
/// <param name="Name">Name.</param>
/// <param name="Entries">What was recorded, newest first; at most the last 50.</param>
/// <param name="Warnings">Warnings of all objects that are open and addressed to the person, most urgent first; at most 500.</param>
/// <param name="Refusals">How often each control point refused them, most frequent first.</param>
public sealed record ConductAnswer(
    string Id, string Name, ImmutableArray<ConductEntry> Entries, ImmutableArray<WarningItem> Warnings, ImmutableArray<RefusalCount> Refusals);

/// <summary>Conduct over HTTP: for the person, and for those whose duty it is.</summary>
public static class ConductEndpoints
{
    private static readonly LocalText Private = new("只有本人、内控、人事或销售管理可以查看。", "Only the person, internal control, people's administration and sales management may see this.");

    private static readonly LocalText AskThem = new("请有该职责的人员查看。", "Ask somebody with one of these duties.");

    public static void MapConduct(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/salespeople/{id}/conduct", Read)
            .WithTags("Salespeople")
            .RequireAuthorization(Policies.Read)
            .WithMetadata(new KeepsToScope("salesperson"))
            .WithSummary("行为记录 · Conduct record, open warnings and refusals of a person")
            .Produces<ConductAnswer>();

    /// <summary>True when the caller may see what concerns one person alone.</summary>
    public static bool MaySee(HttpContext http, string id) =>
        SubjectId.Same(http.User.Identity?.Name, id) || (ApiKeys.DutiesOf(http.User) & (Duties.Controller | Duties.People | Duties.Manager)) != 0;

    /// <summary>Null when the caller may see what concerns one person alone.</summary>
    public static IResult? Forbid(HttpContext http, string id) =>
        MaySee(http, id)
            ? null
            : Results.Problem(Problems.Details(http, StatusCodes.Status403Forbidden, "personal", Private, AskThem));

    private static async Task<IResult> Read(string id, HttpContext http, GridGateway grid, IConductSources sources)
    {
        if (Forbid(http, id) is { } forbidden)
            return forbidden;
        var gone = http.RequestAborted;
        if (!SubjectId.IsValid(id) || await grid.Ask(grid.Salesperson(id), static s => s.Get(), gone) is not { } person)
            return Problems.Of(http, ControlPoints.SalespersonMustExist.Refuse(id));
        var entries = await grid.Ask(grid.Salesperson(id), static s => s.Conduct(), gone);
        return Results.Ok(
            new ConductAnswer(id, person.Name, [.. entries.Reverse()], await sources.Warnings(id, http.User.WithoutAccounts(), gone), await sources.Refusals(id, gone)));
    }
}
