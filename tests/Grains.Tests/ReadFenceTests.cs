using Microsoft.Extensions.Time.Testing;
using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Storage.InMemory;
using SalesGrid.Subjects;
using SalesGrid.Testing;

namespace SalesGrid.Grains.Tests;

/// <summary>Two silos that do not know of each other over one ledger: what one acknowledged, the other never answers as if it had not happened.</summary>
public sealed class ReadFenceTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider time = new(new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_silo_that_was_overtaken_shows_nothing_that_is_out_of_date()
    {
        await using var world = await World.Begin(time, fencesReads: true);
        var change = world.ChangeElsewhere();

        // The other one may not acknowledge anything yet: this one still answers by its lease.
        Assert.Equal(1, (await world.Here.Opportunity("O-1").Get())!.Version);
        Assert.False(change.IsCompleted);
        await world.Pass(change);

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => world.Here.Opportunity("O-1").Get());
        Assert.Equal(2, await world.Answered(async () => (await world.Here.Opportunity("O-1").Get())!.Version));
    }

    [Fact]
    public async Task Figures_of_a_silo_that_was_overtaken_hold_what_was_acknowledged_elsewhere()
    {
        await using var world = await World.Begin(time, fencesReads: true);
        Assert.Equal(1, (await world.Here.Totals()).Open);
        await world.Pass(world.ChangeElsewhere());
        Assert.Equal(0, await world.Answered(async () => (await world.Here.Totals()).Open));
    }

    [Fact]
    public async Task Without_the_fence_it_does_and_that_is_noticed()
    {
        await using var world = await World.Begin(time, fencesReads: false);
        await world.Pass(world.ChangeElsewhere());
        Assert.Equal(1, (await world.Here.Opportunity("O-1").Get())!.Version);
    }

    [Fact]
    public async Task After_an_orderly_end_nobody_waits()
    {
        var store = new InMemoryLedgerStore { ReadLease = Lease };
        await using (var first = await GridCluster.Start(store, silos: 1, time: time))
        {
            await first.Staff();
            await first.Open("O-1");
        }
        // The clock stands still: whoever waited would wait for ever.
        await using var second = await GridCluster.Start(store.OpenAnother(), silos: 1, time: time);
        Assert.Equal(1, (await second.Opportunity("O-1").Get())!.Version);
    }

    private sealed class World(FakeTimeProvider time, GridCluster here, GridCluster there) : IAsyncDisposable
    {
        public GridCluster Here => here;

        public static async Task<World> Begin(FakeTimeProvider time, bool fencesReads)
        {
            var store = new InMemoryLedgerStore { ReadLease = Lease };
            var here = await GridCluster.Start(store, silos: 1, time: time, fencesReads: fencesReads);
            await here.Staff();
            await here.Open("O-1");
            Assert.Equal(1, (await here.Opportunity("O-1").Get())!.Version);
            return new(time, here, await GridCluster.Start(store.OpenAnother(), silos: 1, time: time, fencesReads: fencesReads));
        }

        /// <summary>A change that the other silo makes and acknowledges.</summary>
        public Task<Receipt> ChangeElsewhere() => there.Opportunity("O-1").Execute(new LoseOpportunity("price"), there.Command());

        /// <summary>Lets time pass until something is done.</summary>
        public async Task<T> Pass<T>(Task<T> until)
        {
            await Poll.Until<object>(() =>
            {
                time.Advance(Lease / 4);
                return until.IsCompleted ? until : null;
            }, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            return await until;
        }

        /// <summary>What is answered once it can be: until then nothing is, and nothing else.</summary>
        public Task<long> Answered(Func<Task<long>> ask) => Pass(Task.Run(async () => (long)await Poll.Until<object>(async () =>
        {
            try
            {
                return await ask();
            }
            catch (LedgerUnavailableException)
            {
                return null;
            }
        }, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)));

        public async ValueTask DisposeAsync()
        {
            await here.DisposeAsync();
            await there.DisposeAsync();
        }
    }
}
