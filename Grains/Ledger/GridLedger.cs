using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SalesGrid.Hosting;

namespace SalesGrid.Ledger;

/// <summary>The ledger as this silo has it open: opened before the first grain is activated, written through <see cref="Append"/> alone.</summary>
public sealed class GridLedger(ILedgerStore store, IOptions<GridOptions> options, TimeProvider time) : ILifecycleParticipant<ISiloLifecycle>
{
    private LedgerDescription? description;

    /// <summary>Where it lies.</summary>
    public ILedgerStore Store => store;

    /// <summary>Limits and pauses of its writers.</summary>
    public GridOptions Options => options.Value;

    /// <summary>The clock entries are dated by.</summary>
    public TimeProvider Time => time;

    /// <summary>The writers of buckets that are active on this silo.</summary>
    public LocalLedgers Writers { get; } = new();

    /// <summary>How many records of this silo are at the store at once.</summary>
    public AppendGate AppendGate { get; } = options.Value.AppendsAtOnce is > 0 and var atOnce
        ? new(atOnce, adapts: false, time)
        : new(store.AppendsAtOnceMax, adapts: true, time);

    /// <summary>Whose turn it is to prepare heads for writing: buckets are due at the same time, and together they would hold every thread that commands need.</summary>
    public SemaphoreSlim HeadsTurn { get; } = new(1, 1);

    /// <summary>When heads are due: as the settings say, and where they do not, as suits the store.</summary>
    public CheckpointPace CheckpointPace { get; } = new(
        options.Value.CheckpointObjects is > 0 and var objects ? objects : store.CheckpointByDefault.Objects,
        options.Value.CheckpointEntries is > 0 and var entries ? entries : store.CheckpointByDefault.Entries,
        options.Value.CheckpointPeriod ?? store.CheckpointByDefault.Period);

    /// <summary>What was fixed when the ledger was created.</summary>
    /// <exception cref="InvalidOperationException">The silo has not started.</exception>
    public LedgerDescription Description => description
        ?? throw new InvalidOperationException("The ledger is opened when the silo starts; it has not started.");

    /// <summary>The bucket of a subject.</summary>
    public int BucketOf(string subject) => SubjectId.BucketOf(subject, Description.BucketCount);

    /// <summary>Appends to the ledger of a bucket: without a message where its writer is on this silo.</summary>
    /// <param name="ledger">The writer, wherever it is.</param>
    /// <param name="bucket">Its bucket.</param>
    /// <param name="request">What to append.</param>
    public Task<AppendReply> Append(ILedgerGrain ledger, int bucket, AppendRequest request)
    {
        var here = Writers.Find(bucket);
        GridMeter.Append(isLocal: here is not null);
        return here is not null ? here.Append(request) : ledger.Append(request);
    }

    /// <summary>Reads reservations that are beside the record of an object: without a message where the writer of its bucket is on this silo.</summary>
    /// <param name="ledger">The writer, wherever it is.</param>
    /// <param name="bucket">Its bucket.</param>
    /// <param name="subject">The object.</param>
    /// <param name="from">Lowest place.</param>
    /// <param name="to">Highest place.</param>
    /// <param name="most">Most that are looked at.</param>
    public Task<ReservationRange> Reservations(ILedgerGrain ledger, int bucket, string subject, long from, long to, int most) =>
        Writers.Find(bucket) is { } here ? here.Reservations(subject, from, to, most) : ledger.Reservations(subject, from, to, most);

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(GridLedger), ServiceLifecycleStage.RuntimeInitialize, Open);

    /// <summary>Opens the ledger, creating it where there is none.</summary>
    public async Task Open(CancellationToken cancellationToken) =>
        description = await store.Initialize(
            new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
                options.Value.BucketCount is > 0 and var wanted ? wanted : store.BucketCountByDefault, time.GetUtcNow()),
            cancellationToken);
}
