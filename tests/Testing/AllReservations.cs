using SalesGrid.Reservations;
using SalesGrid.Subjects;

namespace SalesGrid.Testing;

/// <summary>Reads what an object keeps back for others to the last page.</summary>
public static class AllReservations
{
    /// <summary>All its reservations, in no particular order.</summary>
    /// <param name="subject">The object.</param>
    /// <param name="limit">Reservations of a page.</param>
    public static async Task<List<Reservation>> ReservationsOfAllPages(this ISubject subject, int limit = 500)
    {
        var all = new List<Reservation>();
        for (var page = await subject.Reservations(null, limit); ; page = await subject.Reservations(page.NextAfter, limit))
        {
            all.AddRange(page.Items);
            if (page.NextAfter is null)
                return all;
        }
    }
}
