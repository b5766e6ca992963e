using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Projections;
using SalesGrid.Storage.InMemory;
using SalesGrid.Testing;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>A store that is away for a while outside of appends: callers are told so, and all is well when it is back.</summary>
public sealed class StoreAwayTests
{
    private bool away;

    [Fact]
    public async Task A_projection_that_could_not_read_the_store_reads_it_when_it_is_back()
    {
        await using var grid = await Start(LedgerCall.Read);
        await grid.Open("O1");
        Volatile.Write(ref away, true);
        for (var bucket = 0; bucket < 4; bucket++)
        {
            // Entries are missing before this batch: the projection has to read them, and cannot.
            var beyond = new CommittedBatch(bucket, 1_000, 1_000, DateTimeOffset.UnixEpoch, [], []);
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => grid.Grains.GetGrain<IProjectionFeed>(bucket).Apply(beyond));
        }
        Volatile.Write(ref away, false);

        Assert.Equal(1, (await grid.Totals()).Open);
        await grid.Verify();
    }

    [Fact]
    public async Task A_bucket_that_cannot_be_opened_is_an_unknown_outcome_and_the_retry_is_carried_out_once()
    {
        await using var grid = await Start(LedgerCall.OpenBucket);
        Volatile.Write(ref away, true);
        var command = new Envelope("open-O1", "S1");
        var open = new OpenOpportunity(new("Lathe"), "S1");
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => grid.Opportunity("O1").Execute(open, command));
        Volatile.Write(ref away, false);

        await Accepted(grid.Salesperson("S1").Execute(new Salespeople.RegisterSalesperson("王芳", new("East 1", "East")), new("s1", "tester", Duties: Duties.People)));
        await Accepted(grid.Opportunity("O1").Execute(open, command));
        Assert.Equal(1, (await grid.Totals()).Open);
    }

    private async Task<GridCluster> Start(LedgerCall kind)
    {
        var grid = await GridCluster.Start(new FaultyLedgerStore(new InMemoryLedgerStore(),
            call => Volatile.Read(ref away) && call == kind ? Fault.FailBefore : Fault.None));
        if (kind == LedgerCall.Read)
            await grid.Staff();
        return grid;
    }
}
