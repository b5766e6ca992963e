using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using SalesGrid.Controls;
using SalesGrid.Hosting;
using SalesGrid.Kpis;
using SalesGrid.Ledger;
using SalesGrid.Subjects;
using SalesGrid.Warnings;

namespace SalesGrid.Projections;

/// <inheritdoc cref="IProjectionGrain"/>
/// <remarks>Reentrant, so that the feed can come in while a question waits for it.</remarks>
[GrainType("projection"), BucketPlacement, Reentrant, KeepAlive]
public sealed partial class ProjectionGrain(GridLedger journal, BusinessCalendar calendar, WarningPolicySource policies, DecisionCounts decisions, BucketHomes homes, ILogger<ProjectionGrain> logger)
    : Grain, IProjectionGrain, IProjectionFeed, IDisposable
{
    /// <summary>How long a question waits for the feed before the store is read instead.</summary>
    private static readonly TimeSpan FeedPatience = TimeSpan.FromSeconds(1);

    /// <summary>How long a watcher is remembered.</summary>
    private static readonly TimeSpan WatchFor = TimeSpan.FromMinutes(1);

    /// <summary>Most watchers; a gateway is one. The one that has waited longest makes way.</summary>
    private const int WatchersMax = 256;

    // Rebuilding holds every record of a bucket at once. Two buckets at a time keep both cores busy, and memory bounded.
    private static readonly SemaphoreSlim Rebuilding = new(2);

    private readonly Dictionary<IProjectionWatcher, DateTimeOffset> watchers = [];
    private ILedgerGrain ledger = null!;
    private BucketProjection projection = new(ShippedWarnings.Policy, calendar.DayOf);
    private TaskCompletionSource moved = NewSignal();
    private Task rebuild = Task.CompletedTask;
    private BucketHomes.Stay? stay;
    private int bucket;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        bucket = (int)this.GetPrimaryKeyLong();
        ledger = GrainFactory.GetGrain<ILedgerGrain>(bucket);
        await Rebuild();
        // Ticks do not overlap: the next one is set when this one has ended.
        this.RegisterGrainTimer(KeepAgenda, new()
        {
            DueTime = journal.Options.AgendaPeriod,
            Period = journal.Options.AgendaPeriod,
            Interleave = true,
        });
        stay = homes.Settle(bucket);
        LeaveWithBucket(stay).Ignore();
        GridMeter.Show(this, Figures);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        GridMeter.Hide(this);
        stay?.Dispose();
    }

    /// <inheritdoc/>
    public async Task Apply(CommittedBatch batch)
    {
        using var span = GridTrace.Project(bucket, batch.Records.Length);
        await Rebuilt();
        if (!projection.Apply(batch))
        {
            LogGap(bucket, projection.Watermark, batch.FirstSeq);
            await (rebuild = Rebuild());
            projection.Apply(batch);
        }
        Signal();
    }

    /// <inheritdoc/>
    public Task Live() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<long> Watermark()
    {
        await CatchUp();
        return projection.Watermark;
    }

    /// <inheritdoc/>
    public async Task<ListPartial> List(ListQuery query)
    {
        await CatchUp();
        var today = calendar.Today;
        var (total, rows) = projection.List(query, today);
        return new(bucket, projection.Watermark, projection.AsOf, total, rows, today);
    }

    /// <inheritdoc/>
    public async Task<KpiPartial> Kpis(KpiQuery query, long knownWatermark, DateOnly knownDay)
    {
        await CatchUp();
        // Ages and days in a stage grow without anything happening.
        return knownWatermark == projection.Watermark && knownDay == calendar.Today
            ? new(bucket, projection.Watermark, projection.AsOf, default, Day: knownDay)
            : Answer(query, KpiQuery.MaxGroups);
    }

    /// <inheritdoc/>
    public Task<KpiPartial> KpisOf(KpiQuery query, string first) => KpisWhere(query, value => value == first);

    /// <inheritdoc/>
    public Task<KpiPartial> KpisOfMany(KpiQuery query, ImmutableArray<string> firsts)
    {
        var wanted = firsts.ToHashSet(StringComparer.Ordinal);
        return KpisWhere(query, value => value is not null && wanted.Contains(value));
    }

    private async Task<KpiPartial> KpisWhere(KpiQuery query, Func<string?, bool> isWanted)
    {
        await CatchUp();
        var today = calendar.Today;
        var groups = projection.FactsOf(query.Kind).Ask(query, today).Where(g => isWanted(g.Key.A)).ToDictionary();
        return new(bucket, projection.Watermark, projection.AsOf, KpiCube.Cells(groups, query.GroupBy.Length), Day: today);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<KpiPartial>> Audit(ImmutableArray<KpiQuery> queries)
    {
        await CatchUp();
        return [.. queries.Select(query => Answer(query, int.MaxValue))];
    }

    /// <inheritdoc/>
    public async Task<WarningPartial> Warnings(WarningQuery query)
    {
        await CatchUp();
        var (total, items) = projection.Warnings.Query(query);
        return new(bucket, projection.Watermark, total, items);
    }

    /// <inheritdoc/>
    public async Task<RefusalPartial> Refusals(RefusalQuery query)
    {
        await CatchUp();
        var (total, rows) = projection.Refusals.Query(query,
            query.From is { } from ? calendar.StartOf(from) : null, query.To is { } to ? calendar.StartOf(to.AddDays(1)) : null);
        return new(bucket, projection.Watermark, total, projection.Refusals.Older, rows);
    }

    /// <inheritdoc/>
    public async Task<OverridePartial> Overrides(OverrideQuery query)
    {
        await CatchUp();
        var (total, rows) = projection.Overrides.Query(query, journal.Time.GetUtcNow());
        return new(bucket, projection.Watermark, total, rows);
    }

    /// <inheritdoc/>
    public async Task<ControlCounts> ControlCounts()
    {
        await CatchUp();
        return new(bucket, projection.Watermark, projection.Refusals.Counts(), projection.Overrides.Used(), decisions.Of(bucket));
    }

    /// <inheritdoc/>
    public async Task<ControlCounts> ControlCountsOf(OwnerScope scope)
    {
        await CatchUp();
        return new(bucket, projection.Watermark, projection.Refusals.Counts(scope), projection.Overrides.Used(scope), []);
    }

    /// <inheritdoc/>
    public Task Watch(IProjectionWatcher watcher, long knownWatermark)
    {
        if (projection.Watermark != knownWatermark)
            return watcher.Changed(bucket, projection.Watermark);
        if (watchers.Count >= WatchersMax && !watchers.ContainsKey(watcher))
            watchers.Remove(watchers.MinBy(w => w.Value).Key);
        watchers[watcher] = journal.Time.GetUtcNow() + WatchFor;
        return Task.CompletedTask;
    }

    private BucketFigures Figures()
    {
        var shown = projection;
        return new(bucket, Math.Max(0, (journal.Writers.Find(bucket)?.LastSeq ?? 0) - shown.Watermark), shown.Reservations.Total);
    }

    private KpiPartial Answer(KpiQuery query, int groupsMax)
    {
        var today = calendar.Today;
        var groups = projection.FactsOf(query.Kind).Ask(query, today);
        return groups.Count > groupsMax
            ? new(bucket, projection.Watermark, projection.AsOf, default, TooManyGroups: true, today)
            : new(bucket, projection.Watermark, projection.AsOf, KpiCube.Cells(groups, query.GroupBy.Length), Day: today);
    }

    /// <summary>Waits until all that was committed when the question arrived is in.</summary>
    private async Task CatchUp()
    {
        var committed = journal.Writers.Find(bucket) is { } here ? await here.Committed() : await ledger.CommittedSeq();
        await Rebuilt();
        while (projection.Watermark < committed)
        {
            try
            {
                await moved.Task.WaitAsync(FeedPatience, journal.Time);
            }
            catch (TimeoutException)
            {
                LogSilence(bucket, projection.Watermark, committed);
                if (rebuild.IsCompleted)
                    rebuild = Rebuild();
                await rebuild;
                Signal();
            }
        }
    }

    /// <summary>Waits for the store to be read, where that is under way. One that failed is done again: the store may be back.</summary>
    private Task Rebuilt() => rebuild.IsFaulted || rebuild.IsCanceled ? rebuild = Rebuild() : rebuild;

    private async Task LeaveWithBucket(BucketHomes.Stay here)
    {
        if (await here.Over)
            DeactivateOnIdle();
    }

    private async Task Rebuild()
    {
        await Rebuilding.WaitAsync();
        try
        {
            // Off the turn: folding a whole bucket must not hold up the silo's other grains.
            projection = await Task.Run(() => BucketProjection.Rebuild(journal.Store, bucket, policies.Current, calendar.DayOf, CancellationToken.None));
        }
        catch (Exception e) when (LedgerUnavailableException.IsReason(e))
        {
            throw new LedgerUnavailableException($"The store did not let bucket {bucket} be read: {e.Message}", e);
        }
        finally
        {
            Rebuilding.Release();
        }
    }

    /// <summary>Wakes the questions that wait and tells the watchers, once each.</summary>
    private void Signal()
    {
        var waiting = moved;
        moved = NewSignal();
        waiting.TrySetResult();
        if (watchers.Count == 0)
            return;
        var now = journal.Time.GetUtcNow();
        foreach (var (watcher, until) in watchers)
        {
            if (until > now)
                watcher.Changed(bucket, projection.Watermark).Ignore();
        }
        watchers.Clear();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(Level = LogLevel.Information, Message = "Projection of bucket {Bucket} stands at {Watermark} and was handed entries from {FirstSeq}; reading what is between")]
    private partial void LogGap(int bucket, long watermark, long firstSeq);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Projection of bucket {Bucket} stands at {Watermark}, {Committed} is committed and nothing came; reading the store")]
    private partial void LogSilence(int bucket, long watermark, long committed);
}
