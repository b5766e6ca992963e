namespace SalesGrid.Projections;

/// <summary>How many reservations the objects of a bucket keep for others.</summary>
public sealed class ReservationCount
{
    private readonly Dictionary<string, int> open = new(StringComparer.Ordinal);
    private long total;

    /// <summary>All of them together. May be asked from any thread.</summary>
    public long Total => Volatile.Read(ref total);

    /// <summary>An object keeps so many.</summary>
    public void Put(string subject, int count)
    {
        var before = open.GetValueOrDefault(subject);
        if (count == before)
            return;
        if (count == 0)
            open.Remove(subject);
        else
            open[subject] = count;
        Volatile.Write(ref total, total + count - before);
    }
}
