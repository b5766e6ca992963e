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

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>("salesgrid.refusals", "{refusal}",
        "Refused commands; recorded: a fact in the ledger; suppressed: counted by the next fact of its sort; lost: neither.");

    // Made once: a tag made for each append would be garbage for each append.
    private static readonly KeyValuePair<string, object?> Local = new("local", true);
    private static readonly KeyValuePair<string, object?> Remote = new("local", false);

    /// <summary>A refusal that became a fact.</summary>
    public static KeyValuePair<string, object?> Recorded { get; } = new("fate", "recorded");

    /// <summary>A refusal that was counted.</summary>
    public static KeyValuePair<string, object?> Suppressed { get; } = new("fate", "suppressed");

    /// <summary>A refusal nobody will find.</summary>
    public static KeyValuePair<string, object?> Lost { get; } = new("fate", "lost");

    /// <summary>Something became of refusals.</summary>
    public static void Refusal(KeyValuePair<string, object?> fate, long count) => Refusals.Add(count, fate);

    /// <summary>An append is on its way to its ledger.</summary>
    public static void Append(bool isLocal)
    {
        if (Appends.Enabled)
            Appends.Add(1, isLocal ? Local : Remote);
    }
}
