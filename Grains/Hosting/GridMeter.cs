using System.Diagnostics.Metrics;

namespace SalesGrid.Hosting;

/// <summary>What a silo counts. Meter <c>SalesGrid</c>.</summary>
public static class GridMeter
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "SalesGrid";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Appends = Meter.CreateCounter<long>("salesgrid.ledger.appends", "{append}",
        "Appends sent to a ledger; local: without a message, to one on the same silo.");

    // Made once: a tag made for each append would be garbage for each append.
    private static readonly KeyValuePair<string, object?> Local = new("local", true);
    private static readonly KeyValuePair<string, object?> Remote = new("local", false);

    /// <summary>An append is on its way to its ledger.</summary>
    public static void Append(bool isLocal)
    {
        if (Appends.Enabled)
            Appends.Add(1, isLocal ? Local : Remote);
    }
}
