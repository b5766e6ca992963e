using Microsoft.Extensions.Logging;
using SalesGrid.Ledger;
using SalesGrid.Projections;

namespace SalesGrid.Hosting;

/// <summary>
/// Where each bucket is at home, as this silo sees the cluster, and the one place that has buckets move when that changes.
/// </summary>
/// <remarks>
/// <para>
/// New activations go home at once. What is active stays until the view of the cluster has not changed for
/// <see cref="GridOptions.MoveAfter"/>: for a moment after a change two silos may see different clusters, and grains would
/// be sent to and fro between them. What another silo sent here against this silo's view stays ten times as long.
/// </para>
/// <para>
/// One bucket after another leaves a silo, so that a silo that joins does not read all its journals at once: its ledger and
/// its projection end here and begin there, and only then do its business objects follow, each after its next command.
/// All of this is about distance only; what is written is protected by the ledger's fence.
/// </para>
/// </remarks>
public sealed partial class BucketHomes(
    IClusterMembershipService membership, ILocalSiloDetails local, IGrainFactory grains, GridLedger ledger, ILogger<BucketHomes> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>How long one bucket's departure is waited for before the next bucket's turn.</summary>
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Buckets that leave side by side when the silo stops: nothing is to be spared then but the store.</summary>
    private const int AtOnceWhenStopping = 4;

    /// <summary>What others sent here stays so many times <see cref="GridOptions.MoveAfter"/>: half a minute, longer than a silo takes to leave.</summary>
    private const int ArrivalsStay = 10;

    private readonly Lock gate = new();
    private readonly HashSet<Stay> stays = [];
    private readonly CancellationTokenSource stopped = new();
    private Task following = Task.CompletedTask;
    private View? view;
    private bool[] away = [];
    private bool leaving;
    private long changedAt;

    /// <summary>The homes as of the newest view of the cluster: computed once for each view.</summary>
    public BucketMap Map
    {
        get
        {
            var snapshot = membership.CurrentSnapshot;
            var known = Volatile.Read(ref view);
            return known is not null && ReferenceEquals(known.Snapshot, snapshot) && known.Leaving == Volatile.Read(ref leaving)
                ? known.Map
                : Renew(snapshot, known);
        }
    }

    /// <summary>Reads who belongs to the cluster: a silo that others took for dead learns it now and not when it is told.</summary>
    public void LookAround() => membership.Refresh(new MembershipVersion(membership.CurrentSnapshot.Version.Value + 1)).AsTask().Ignore();

    /// <summary>The home of a bucket.</summary>
    public SiloAddress Of(int bucket) => Map[bucket];

    /// <summary>True when a bucket has left this silo, and its business objects are to follow.</summary>
    public bool IsAway(int bucket)
    {
        var known = Volatile.Read(ref away);
        return bucket < known.Length && known[bucket];
    }

    /// <summary>True when an activation may be sent on.</summary>
    /// <param name="since">Time stamp of its beginning.</param>
    /// <remarks>
    /// What came here after this silo last saw the cluster change was sent by one that sees another cluster: perhaps one
    /// that is about to leave and has not told yet. To send it back at once would be to send it to a silo that stops.
    /// </remarks>
    public bool IsSettled(long since) =>
        since < Volatile.Read(ref changedAt) || ledger.Time.GetElapsedTime(since) >= ledger.Options.MoveAfter * ArrivalsStay;

    /// <summary>Says that something of a bucket lives here, until the result is disposed.</summary>
    public Stay Settle(int bucket)
    {
        var stay = new Stay(this, bucket, ledger.Time.GetTimestamp());
        lock (gate)
            stays.Add(stay);
        return stay;
    }

    /// <summary>These silos but for this one when it is leaving, unless it is the last.</summary>
    public IReadOnlyCollection<SiloAddress> WithoutLeaving(IReadOnlyCollection<SiloAddress> silos) =>
        Volatile.Read(ref leaving) && silos.Count > 1 && silos.Contains(local.SiloAddress)
            ? [.. silos.Where(s => !s.Equals(local.SiloAddress))]
            : silos;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) =>
        // After everything has started; and, what matters more, the first to stop: the silo still serves then, others see it
        // as active, and its buckets can be handed over one by one.
        lifecycle.Subscribe(nameof(BucketHomes), ServiceLifecycleStage.Active + 1, Start, Stop);

    /// <inheritdoc/>
    public void Dispose() => stopped.Dispose();

    private Task Start(CancellationToken cancellationToken)
    {
        following = Task.Run(Follow, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        await stopped.CancelAsync();
        await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (cancellationToken.IsCancellationRequested)
            return;
        Volatile.Write(ref leaving, true);
        var map = Map;
        if (map.Silos.Contains(local.SiloAddress))
            return; // The last silo: there is no other home.
        // Business objects stay: they end with the silo, in a moment, and until then reach their ledger where it is.
        Volatile.Write(ref away, []);
        var buckets = Staying(_ => true).GroupBy(s => s.Bucket).ToArray();
        LogLeaving(buckets.Length);
        await Parallel.ForEachAsync(buckets, new ParallelOptions { MaxDegreeOfParallelism = AtOnceWhenStopping, CancellationToken = cancellationToken },
            async (bucket, _) => await Depart(bucket.Key, bucket)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>WarningCauses the cluster and has buckets leave once it has been the same for long enough.</summary>
    private async Task Follow()
    {
        var changes = membership.MembershipUpdates.GetAsyncEnumerator(stopped.Token);
        try
        {
            var next = changes.MoveNextAsync().AsTask();
            var map = Map;
            while (true)
            {
                await ((Task)next).WaitAsync(ledger.Options.MoveAfter, ledger.Time, stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stopped.Token.ThrowIfCancellationRequested();
                if (!next.IsCompleted)
                {
                    await Move(map, next);
                    continue;
                }
                if (!await next)
                    return;
                next = changes.MoveNextAsync().AsTask();
                if (ReferenceEquals(map, Map))
                    continue;
                // Nobody moves on account of a view that may change again.
                map = Map;
                Volatile.Write(ref changedAt, ledger.Time.GetTimestamp());
                Volatile.Write(ref away, []);
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // The silo stops.
        }
        catch (Exception e)
        {
            // Buckets stay where they are: slower, and as correct as before.
            LogFailed(e);
        }
        finally
        {
            await changes.DisposeAsync();
        }
    }

    /// <summary>Has what does not belong here leave, bucket by bucket, for as long as the cluster stays the same.</summary>
    private async Task Move(BucketMap map, Task change)
    {
        if (!ReferenceEquals(map, Map))
            return;
        var elsewhere = Volatile.Read(ref away);
        if (elsewhere.Length == 0)
            Volatile.Write(ref away, elsewhere = new bool[map.Buckets]);
        for (var bucket = 0; bucket < map.Buckets; bucket++)
        {
            if (map[bucket].Equals(local.SiloAddress))
                continue;
            if (change.IsCompleted || stopped.IsCancellationRequested)
                return;
            var here = Staying(s => s.Bucket == bucket && IsSettled(s.Since));
            if (here.Length > 0)
                LogMoving(bucket, map[bucket]);
            await Depart(bucket, here);
            elsewhere[bucket] = true;
        }
    }

    private async Task Depart(int bucket, IEnumerable<Stay> together)
    {
        var departing = together.ToArray();
        foreach (var stay in departing)
            stay.End();
        await Task.WhenAll(departing.Select(s => s.Ended)).WaitAsync(DrainTimeout, ledger.Time)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (departing.Length > 0)
        {
            // At once, and not when somebody asks: a silo that remembers the old place would have the bucket begin there
            // anew, unless it is found to be somewhere else.
            await Task.WhenAll(grains.GetGrain<ILedgerGrain>(bucket).CommittedSeq(), grains.GetGrain<IProjectionFeed>(bucket).Live())
                .WaitAsync(DrainTimeout, ledger.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Stay[] Staying(Func<Stay, bool> which)
    {
        lock (gate)
            return [.. stays.Where(which)];
    }

    private void Remove(Stay stay)
    {
        lock (gate)
            stays.Remove(stay);
    }

    private BucketMap Renew(ClusterMembershipSnapshot snapshot, View? known)
    {
        var left = Volatile.Read(ref leaving);
        var silos = WithoutLeaving([.. snapshot.Members.Values.Where(m => m.Status == SiloStatus.Active).Select(m => m.SiloAddress)]);
        if (silos.Count == 0)
            silos = [local.SiloAddress];
        // Most views differ in something else than who is active.
        var map = known is not null && known.Map.IsOver(silos) ? known.Map : BucketMap.Of(ledger.Description.BucketCount, silos);
        Volatile.Write(ref view, new(snapshot, left, map));
        return map;
    }

    private sealed record View(ClusterMembershipSnapshot Snapshot, bool Leaving, BucketMap Map);

    /// <summary>One activation that goes where its bucket goes.</summary>
    public sealed class Stay(BucketHomes homes, int bucket, long since) : IDisposable
    {
        private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Its bucket.</summary>
        public int Bucket => bucket;

        /// <summary>Time stamp of its beginning.</summary>
        public long Since => since;

        /// <summary>Completes with true when it is time to go, with false when the activation ended for another reason.</summary>
        public Task<bool> Over => WaitOver();

        /// <summary>Completes when the activation is gone.</summary>
        public Task Ended => ended.Task;

        /// <summary>Has it go.</summary>
        public void End() => over.TrySetResult();

        /// <summary>The activation is gone.</summary>
        public void Dispose()
        {
            homes.Remove(this);
            ended.TrySetResult();
            over.TrySetResult();
        }

        private async Task<bool> WaitOver()
        {
            await over.Task;
            return !ended.Task.IsCompleted;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Bucket {Bucket} is at home on {Silo}; it leaves this silo")]
    private partial void LogMoving(int bucket, SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Information, Message = "This silo stops; its {Count} buckets move to the others")]
    private partial void LogLeaving(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Watching the cluster failed; buckets stay where they are")]
    private partial void LogFailed(Exception exception);
}
