using SalesGrid.Hosting;
using SalesGrid.Kpis;
using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Storage.InMemory;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>Silos go, heads are behind, and nothing that was acknowledged is missing.</summary>
public sealed class LossOfSiloTests
{
    [Fact]
    public async Task A_lost_silo_takes_no_acknowledged_command_with_it()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        for (var i = 0; i < 50; i++)
            await grid.Open($"O{i}", i % 2 == 0 ? "S1" : "S2", (i + 1) * 100);
        await grid.Cluster.KillSiloAsync(grid.Cluster.Silos[1]);
        await grid.Cluster.WaitForLivenessToStabilizeAsync(didKill: true);

        for (var i = 0; i < 50; i++)
            Assert.Equal((i + 1) * 100, (await grid.Opportunity($"O{i}").Get())!.Facts.Amount!.Value.MinorUnits);
        Assert.Equal(50 * 51 / 2 * 100, (await grid.Totals()).OpenMinor);
        await grid.Verify();
    }

    [Fact]
    public async Task Heads_written_in_the_middle_and_a_journal_after_them_give_the_same_state_and_kpis()
    {
        var store = new InMemoryLedgerStore();
        OpportunityView?[] before;
        KpiTotals totals;
        await using (var grid = await GridCluster.Start(store))
        {
            await grid.Staff();
            for (var i = 0; i < 30; i++)
                await grid.Open($"O{i}");
            for (var bucket = 0; bucket < 4; bucket++)
                await grid.Grains.GetGrain<ILedgerGrain>(bucket).Checkpoint();
            Assert.True(await store.ReadCheckpoint(0, TestContext.Current.CancellationToken) > 0);
            for (var i = 0; i < 30; i += 3)
                await Accepted(grid.Opportunity($"O{i}").Execute(new LoseOpportunity("price"), grid.Command()));
            await grid.Open("O-new");
            before = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => grid.Opportunity($"O{i}").Get()));
            totals = await grid.Totals();
            foreach (var silo in grid.Cluster.Silos.ToArray())
                await grid.Cluster.KillSiloAsync(silo);
        }
        await using var reborn = await GridCluster.Start(store);
        var after = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => reborn.Opportunity($"O{i}").Get()));
        Assert.Equivalent(before, after, strict: true);
        Assert.Equal(totals, await reborn.Totals());
        await reborn.Verify();
    }

    [Fact]
    public async Task A_tail_that_continues_most_heads_of_a_bucket_is_recovered_like_a_short_one()
    {
        // More than are asked for one by one.
        const int Many = 5_100;
        var store = new InMemoryLedgerStore();
        await using (var grid = await GridCluster.Start(store, silos: 1, configure: Few))
        {
            await grid.Staff();
            var items = Enumerable.Range(0, Many).Select(i => new IntakeItem($"O{i}", new OpenOpportunity(new($"Deal {i}"), "S1"), grid.Command()));
            foreach (var some in items.Chunk(IIntakeGrain.ItemsMax))
                Assert.DoesNotContain(null, await grid.Grains.GetGrain<IIntakeGrain>(0).Begin([.. some]));
            await grid.Grains.GetGrain<ILedgerGrain>(0).Checkpoint();
            Assert.Equal(Many + 3, await store.ReadCheckpoint(0, TestContext.Current.CancellationToken));
            await Parallel.ForAsync(0, Many, TestContext.Current.CancellationToken, async (i, _) =>
                await Accepted(grid.Opportunity($"O{i}").Execute(new RecordActivity("call", $"call {i}"), grid.Command())));
            foreach (var silo in grid.Cluster.Silos.ToArray())
                await grid.Cluster.KillSiloAsync(silo);
        }
        Assert.Equal(Many + 3, await store.ReadCheckpoint(0, TestContext.Current.CancellationToken));
        await using var reborn = await GridCluster.Start(store, silos: 1, configure: Few);
        foreach (var i in new[] { 0, 17, Many - 1 })
        {
            var found = (await reborn.Opportunity($"O{i}").Get())!;
            Assert.Equal((2, $"Deal {i}", 1), (found.Version, found.Facts.Name, found.ActivityCount));
        }
        await reborn.Verify(buckets: 1);

        // No checkpoint but the one that is asked for.
        static void Few(GridOptions options) => (options.BucketCount, options.CheckpointPeriod) = (1, TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Commands_from_many_sides_leave_kpis_equal_to_a_second_fold()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore(), configure: o => o.CheckpointObjects = 100);
        await grid.Staff();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            await grid.Open($"O{i}", i % 3 == 0 ? "S2" : "S1", 100 + i);
            if (i % 4 == 0)
                await Accepted(grid.Opportunity($"O{i}").Execute(new ReassignOpportunity(i % 3 == 0 ? "S1" : "S2"), grid.Command(duties: Duties.Manager)));
            if (i % 5 == 0)
            {
                await grid.AdvanceToNegotiation($"O{i}");
                await Accepted(grid.Opportunity($"O{i}").Execute(new WinOpportunity(new Money(5_000 + i, i % 2 == 0 ? "USD" : "CNY")), grid.Command()));
            }
            else if (i % 7 == 0)
            {
                await Accepted(grid.Opportunity($"O{i}").Execute(new LoseOpportunity("timing"), grid.Command()));
            }
        }));
        await grid.Verify();
        Assert.Equal(100, (await grid.Totals()).Opportunities);
    }
}
