using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using SalesGrid.Controls;
using SalesGrid.Hosting;
using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Projections;
using SalesGrid.Subjects;
using SalesGrid.Testing;
using SalesGrid.Warnings;

namespace SalesGrid.Grains.Tests;

/// <summary>A grid whose agenda looks twenty times a second, on a clock that is set.</summary>
internal sealed class ControlledGrid(GridCluster grid, SetTime time) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    private int commands;

    public GridCluster Grid => grid;

    public SetTime Time => time;

    public static async Task<ControlledGrid> Start(ILedgerStore store, SetTime? time = null, short silos = 1)
    {
        time ??= new();
        return new(await GridCluster.Start(store, silos, o => o.AgendaPeriod = TimeSpan.FromMilliseconds(50), time), time);
    }

    public ISubject Subject(string subject) => grid.Grains.GetGrain<ISubject>(GrainId.Create(subject[..subject.IndexOf('/', StringComparison.Ordinal)], subject));

    public Task<Receipt> Send(string subject, Command command, string actor = "S1", Duties duties = Duties.None, string? commandId = null) =>
        Subject(subject).Do(command, new(commandId ?? $"c-{time.Now.Ticks}-{Interlocked.Increment(ref commands)}", actor, Duties: duties));

    public Task<ControlsView> Controls(string subject) => Subject(subject).Controls();

    public async Task<string[]> Trail(string subject) => [.. (await Subject(subject).Trail(0, 500)).Select(e => e.Type)];

    /// <summary>Waits until the controls of an object are as they should be.</summary>
    /// <remarks>
    /// An object that was woken a moment too early, by a silo that knew a new policy before the object's own did, is left alone
    /// for a while by the grid's clock. That clock stands still here, so where it takes long it is moved on.
    /// </remarks>
    public Task<ControlsView> Until(string subject, Func<ControlsView, bool> condition)
    {
        var (from, moved) = (TimeProvider.System.GetTimestamp(), 0);
        return Poll.Until(
            async () =>
            {
                if (await Controls(subject) is var view && condition(view))
                    return view;
                if (TimeProvider.System.GetElapsedTime(from) > Late * (moved + 1))
                {
                    moved++;
                    time.Advance(Agenda.LongestPause);
                }
                return null;
            },
            Patience, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until something is so.</summary>
    public static Task Until(Func<bool> condition) => Poll.Until(() => condition() ? "so" : null, Patience, TestContext.Current.CancellationToken);

    /// <summary>Waits until the agenda of every bucket has been gone through, since this was called, at least twice.</summary>
    public async Task Rounds()
    {
        for (var round = 0; round < 2; round++)
        {
            // One object in each bucket that is due: when all were woken, so was whatever was due before them.
            var probes = Enumerable.Range(0, 10_000).Select(i => $"deal/probe-{Interlocked.Increment(ref commands)}")
                .DistinctBy(s => SubjectId.BucketOf(s, 4)).Take(4).ToArray();
            foreach (var probe in probes)
                await GridCluster.Accepted(Send(probe, new TimeDeal(time.Now, Guarded: false)));
            foreach (var probe in probes)
            {
                await Poll.Until(async () => (await Trail(probe)).Contains(nameof(DealExpired)) ? "woken" : null, Patience, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Warnings over all buckets.</summary>
    public async Task<ImmutableArray<ListedWarning>> Warnings(WarningQuery query) =>
        [.. (await Task.WhenAll(Enumerable.Range(0, 4).Select(b => grid.Grains.GetGrain<IProjectionGrain>(b).Warnings(query)))).SelectMany(p => p.Rows)];

    /// <summary>The warning policy as each silo knows it.</summary>
    public IEnumerable<WarningPolicySource> Policies => grid.Cluster.Silos.Select(s => grid.Cluster.GetSiloServiceProvider(s.SiloAddress).GetRequiredService<WarningPolicySource>());

    public ValueTask DisposeAsync() => grid.DisposeAsync();
}
