using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SalesGrid.Controls;
using SalesGrid.Ledger;
using SalesGrid.Processes;
using SalesGrid.Salespeople;
using SalesGrid.Warnings;

namespace SalesGrid.Hosting;

/// <summary>The ledger of this silo: opened before the first grain, and what every grain needs of its surroundings.</summary>
public sealed class LedgerHost(ILedgerStore store, IOptions<GridOptions> options, TimeProvider time, ProcessCatalog processes)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);
    private readonly Lock gate = new();
    private LedgerDescription? description;
    private WarningPolicy warnings = ShippedWarnings.Policy;
    private bool knowsWarnings;

    public ILedgerStore Store => store;

    public GridOptions Options => options.Value;

    public TimeProvider Time => time;

    public ProcessCatalog Processes => processes;

    /// <summary>When to warn.</summary>
    public WarningPolicy Warnings => Volatile.Read(ref warnings);

    /// <summary>
    /// True once it is known which policy the company has set. Before, nobody may be warned: it would be by the shipped
    /// policy, whatever the company decided.
    /// </summary>
    public bool KnowsWarnings => Volatile.Read(ref knowsWarnings);

    /// <summary>Where refusals are kept.</summary>
    public IRefusalLog Refusals { get; set; } = new NoRefusalLog();

    /// <summary>What the rules decided on this silo.</summary>
    public DecisionCounts Decisions { get; } = new();
    /// <summary>Salespeople as this silo has lately seen them.</summary>
    public RecentSalespeople People { get; } = new(time);

    /// <summary>The ledgers that are active on this silo.</summary>
    public LocalLedgers Ledgers { get; } = new();

    /// <summary>Warns by this policy from now on, unless a newer one is known already.</summary>
    public void Adopt(WarningPolicy policy)
    {
        lock (gate)
        {
            if (policy.Version > warnings.Version)
                Volatile.Write(ref warnings, policy);
            Volatile.Write(ref knowsWarnings, true);
        }
    }

    /// <summary>How many records of this silo are at the store at once.</summary>
    public AppendGate AppendGate { get; } = options.Value.AppendsAtOnce is > 0 and var atOnce
        ? new(atOnce, adapts: false, time)
        : new(store.AppendsAtOnceMax, adapts: true, time);

    /// <summary>When heads are due: as the settings say, and where they do not, as suits the store.</summary>
    public CheckpointPace CheckpointPace { get; } = new(
        options.Value.CheckpointObjects is > 0 and var objects ? objects : store.CheckpointByDefault.Objects,
        options.Value.CheckpointEntries is > 0 and var entries ? entries : store.CheckpointByDefault.Entries,
        options.Value.CheckpointPeriod ?? store.CheckpointByDefault.Period);

    /// <summary>The ledger that was opened.</summary>
    public LedgerDescription Description => description
        ?? throw new InvalidOperationException("The ledger is opened when the silo starts; it has not started.");

    /// <summary>Appends to the ledger of a bucket: without a message where it is on this silo.</summary>
    /// <param name="ledger">The ledger, wherever it is.</param>
    /// <param name="bucket">Its bucket.</param>
    /// <param name="request">What to append.</param>
    public Task<AppendReply> Append(ILedgerGrain ledger, int bucket, AppendRequest request)
    {
        var here = Ledgers.Find(bucket);
        GridMeter.Append(isLocal: here is not null);
        return here is not null ? here.Append(request) : ledger.Append(request);
    }

    /// <summary>The bucket of a subject.</summary>
    public int BucketOf(string subject) => SubjectId.BucketOf(subject, Description.BucketCount);

    /// <summary>Time zone of business days.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>The business day of a moment.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>The first moment of a business day.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        // In a zone whose clocks jump at midnight the day begins at the offset the zone names for it.
        return new(midnight, zone.GetUtcOffset(midnight));
    }

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(LedgerHost), ServiceLifecycleStage.RuntimeInitialize, Open);

    /// <summary>Opens the ledger, creating it where there is none.</summary>
    public async Task Open(CancellationToken cancellationToken) =>
        description = await store.Initialize(
            new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
                options.Value.BucketCount is > 0 and var wanted ? wanted : store.BucketCountByDefault, time.GetUtcNow()),
            cancellationToken);
}
