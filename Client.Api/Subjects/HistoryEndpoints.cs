using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Masks;

namespace SalesGrid.Gateway.Subjects;

/// <summary>A part of a history.</summary>
/// <param name="Items">The entries, oldest first.</param>
/// <param name="Total">How many the object has in all: its version.</param>
/// <param name="NextAfter">Send it as <c>after</c> for the next page; null on the last.</param>
public sealed record HistoryPage(IReadOnlyList<HistoryLine> Items, int Total, int? NextAfter);

/// <summary>One entry of the ledger.</summary>
/// <param name="Version">The object's version after it.</param>
/// <param name="Seq">Its place in the journal of its bucket.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Actor">Who sent the command.</param>
/// <param name="CommandId">The command it comes from.</param>
/// <param name="Type">What happened.</param>
/// <param name="Data">The event as it is stored, but for fields that are masked for the caller; null where the caller may not read it.</param>
public sealed record HistoryLine(int Version, long Seq, DateTimeOffset At, string Actor, string CommandId, string Type, KeptJson? Data);

/// <summary>What happened to an object, whatever its kind.</summary>
internal static class HistoryEndpoints
{
    /// <summary>Most entries in one answer.</summary>
    private const int LimitMax = 500;

    public static void MapHistory(this RouteGroupBuilder group, KindApi kind) =>
        group.MapGet("/{id}/history", (string id, HttpContext http, GridGateway grid) => History(kind, id, http, grid))
            .WithSummary("历史 · What happened to it, oldest first, from the ledger")
            .WithQuery(Read)
            .Produces<HistoryPage>();

    private static (int After, int Limit) Read(QueryReader reader) =>
        (reader.Whole("after", 0, 0, int.MaxValue), reader.Whole("limit", 100, 1, LimitMax));

    private static async Task<IResult> History(KindApi kind, string id, HttpContext http, GridGateway grid)
    {
        var reader = new QueryReader(http.Request.Query);
        var (after, limit) = Read(reader);
        if (reader.Refusal is { } refusal)
            return Problems.Of(http, refusal);
        if (!SubjectId.IsValid(id) || await grid.Ask(grid.Subject(kind.Kind, id), static s => s.Controls(), http.RequestAborted) is not { Version: > 0 } view)
            return SubjectEndpoints.NotFound(kind, id, http);
        var entries = await grid.Ask(grid.Subject(kind.Kind, id), s => s.Trail(after, limit), http.RequestAborted);
        var withheld = kind.View.Private is { } kept && entries.Any(e => kept.Types.Contains(e.Type)) && !await kept.MayRead(http, grid, id) ? kept.Types : null;
        var of = await KeptTypes.ObjectOf(kind, id, entries.Select(e => e.Type), null, http, grid);
        return Results.Ok(new HistoryPage(
            [.. entries.Select(e => new HistoryLine(e.Version, e.Seq, e.At, e.Actor, e.CommandId, e.Type,
                withheld?.Contains(e.Type) == true ? null : KeptTypes.Event(kind, e.Type, e.Data, of)))],
            view.Version,
            entries is [.., var last] && last.Version < view.Version ? last.Version : null));
    }
}
