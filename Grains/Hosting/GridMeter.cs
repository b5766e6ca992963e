using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace SalesGrid.Hosting;

/// <summary>What a silo counts. Meter <c>SalesGrid</c>.</summary>
public static class GridMeter
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "SalesGrid";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Commands = Meter.CreateCounter<long>("salesgrid.commands", "{command}",
        "Commands by kind, command and outcome: committed, unchanged, replayed, refused, unknown.");

    private static readonly Counter<long> Refused = Meter.CreateCounter<long>("salesgrid.commands.refused", "{command}",
        "Refused commands by control point and kind.");

    private static readonly Counter<long> Appends = Meter.CreateCounter<long>("salesgrid.ledger.appends", "{append}",
        "Appends sent to a ledger; local: without a message, to one on the same silo.");

    private static readonly Histogram<long> BatchSize = Meter.CreateHistogram("salesgrid.ledger.batch.size", "{append}",
        "Appends written as one record.", tags: null, new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096] });

    private static readonly Histogram<double> WriteTime = Meter.CreateHistogram("salesgrid.ledger.write.duration", "s",
        "Time until the store has a record.", tags: null, Seconds());

    private static readonly Histogram<double> AppendTime = Meter.CreateHistogram("salesgrid.ledger.append.duration", "s",
        "Time a command waits until its events are durable.", tags: null, Seconds());

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>("salesgrid.refusals", "{refusal}",
        "Refused commands; recorded: a fact in the ledger; suppressed: counted by the next fact of its sort; lost: neither.");

    private static readonly UpDownCounter<long> Streams = Meter.CreateUpDownCounter<long>("salesgrid.streams", "{stream}",
        "KPI streams that are open.");

    private static readonly ConcurrentDictionary<object, Func<BucketFigures>> Buckets = new();

    // Made once: a tag made for each append would be garbage for each append.
    private static readonly KeyValuePair<string, object?> Local = new("local", true);
    private static readonly KeyValuePair<string, object?> Remote = new("local", false);

    static GridMeter()
    {
        Meter.CreateObservableGauge("salesgrid.projection.behind", () => Each(f => f.Behind), "{entry}",
            "Entries that are committed and not yet in the projection, by bucket.");
        Meter.CreateObservableGauge("salesgrid.reservations.open", () => Each(f => f.OpenReservations), "{reservation}",
            "Reservations that objects keep for others, by bucket.");
    }

    /// <summary>A refusal that became a fact.</summary>
    public static KeyValuePair<string, object?> Recorded { get; } = new("fate", "recorded");

    /// <summary>A refusal that was counted.</summary>
    public static KeyValuePair<string, object?> Suppressed { get; } = new("fate", "suppressed");

    /// <summary>A refusal nobody will find.</summary>
    public static KeyValuePair<string, object?> Lost { get; } = new("fate", "lost");

    /// <summary>Whether anybody counts commands.</summary>
    public static bool CountsCommands => Commands.Enabled || Refused.Enabled;

    /// <summary>Whether anybody wants to know how long writes take.</summary>
    public static bool TimesWrites => WriteTime.Enabled || BatchSize.Enabled;

    /// <summary>Whether anybody wants to know how long commands wait for their ledger.</summary>
    public static bool TimesAppends => AppendTime.Enabled;

    /// <summary>Something became of refusals.</summary>
    public static void Refusal(KeyValuePair<string, object?> fate, long count) => Refusals.Add(count, fate);

    /// <summary>A command was answered; without a receipt nobody knows what became of it.</summary>
    public static void Command(string kind, Type command, Receipt? receipt)
    {
        Commands.Add(1, new("kind", kind), new("command", command.Name), new("outcome", receipt switch
        {
            null => "unknown",
            { Refusal: not null } => "refused",
            { Replayed: true } => "replayed",
            { Seq: 0 } => "unchanged",
            _ => "committed",
        }));
        if (receipt?.Refusal is { } refusal)
            Refused.Add(1, new("controlPoint", refusal.ControlPoint), new("kind", kind));
    }

    /// <summary>An append is on its way to its ledger.</summary>
    public static void Append(bool isLocal)
    {
        if (Appends.Enabled)
            Appends.Add(1, isLocal ? Local : Remote);
    }

    /// <summary>A command had to wait so long for its ledger.</summary>
    public static void Appended(TimeSpan after) => AppendTime.Record(after.TotalSeconds);

    /// <summary>A record of so many appends was written.</summary>
    public static void Written(int appends, TimeSpan after)
    {
        BatchSize.Record(appends);
        WriteTime.Record(after.TotalSeconds);
    }

    /// <summary>A stream was opened (1) or has ended (-1).</summary>
    public static void Stream(int change) => Streams.Add(change);

    /// <summary>Shows where a bucket stands, until <see cref="Hide"/>. Asked from any thread, whenever metrics are collected.</summary>
    public static void Show(object owner, Func<BucketFigures> figures) => Buckets[owner] = figures;

    /// <summary>Ends <see cref="Show"/>.</summary>
    public static void Hide(object owner) => Buckets.TryRemove(owner, out _);

    private static IEnumerable<Measurement<long>> Each(Func<BucketFigures, long> part) =>
        Buckets.Values.Select(figures => figures()).Select(f => new Measurement<long>(part(f), new KeyValuePair<string, object?>("bucket", f.Bucket)));

    private static InstrumentAdvice<double> Seconds() => new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    };
}
