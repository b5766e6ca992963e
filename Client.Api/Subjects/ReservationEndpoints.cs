using System.Collections.Immutable;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Projections;
using SalesGrid.Reservations;

namespace SalesGrid.Gateway.Subjects;

/// <summary>Some of the reservations an object keeps back for others.</summary>
/// <param name="Items">The reservations.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="NextAfter">Send it as <c>after</c> for the next page; null on the last.</param>
public sealed record ReservationListPage(ImmutableArray<Reservation> Items, int Total, string? NextAfter);

/// <summary>What an object keeps back for others, whatever its kind.</summary>
internal static class ReservationEndpoints
{
    public static void MapReservations(this RouteGroupBuilder group, KindApi kind) =>
        group.MapGet("/{id}/reservations", (string id, HttpContext http, GridGateway grid) => Reservations(kind, id, http, grid))
            .WithSummary("占用清单 · All reservations it keeps back for others, page by page, in no particular order")
            .WithQuery(Read)
            .Produces<ReservationListPage>();

    private static (string? After, int Limit) Read(QueryReader reader) => (reader.Text("after"), reader.Whole("limit", 50, 1, ListQuery.MaxLimit));

    private static async Task<IResult> Reservations(KindApi kind, string id, HttpContext http, GridGateway grid)
    {
        var reader = new QueryReader(http.Request.Query);
        var (after, limit) = Read(reader);
        if (reader.Refusal is { } refusal)
            return Problems.Of(http, refusal);
        return SubjectId.IsValid(id) && await grid.Ask(grid.Subject(kind.Kind, id), s => s.Reservations(after, limit), http.RequestAborted) is { Version: > 0 } view
            ? Results.Ok(new ReservationListPage(view.Items, view.Total, view.NextAfter))
            : SubjectEndpoints.NotFound(kind, id, http);
    }
}
