using Microsoft.Extensions.DependencyInjection;
using SalesGrid.Controls;
using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Projections;
using SalesGrid.Reservations;
using SalesGrid.Storage.InMemory;
using SalesGrid.Subjects;
using SalesGrid.Testing;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>A refused command is a fact: in the ledger once, there after a restart, counted exactly, and never in the way of the answer.</summary>
public sealed class RefusalTests
{
    private static readonly AdvanceStage Leap = new("implementation");

    [Fact]
    public async Task A_refusal_is_in_the_ledger_before_it_is_answered_and_says_who_was_refused_what_and_why()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        await grid.Open("O1");
        var before = (await grid.Verify()).Sum(b => b.Entries);
        var refusal = await Refused(grid.Opportunity("O1").Execute(Leap, new("leap-1", "王芳", Duties: Duties.Manager)), ControlPoints.StageMustBeAllowed);
        Assert.Equal(before + 1, (await grid.Verify()).Sum(b => b.Entries));
        var row = Assert.Single(await Rows(grid)).Refused;
        Assert.Equal(("opportunity/O1", "AdvanceStage", "leap-1", "CP-STAGE-02", "王芳", refusal.Reason, 0L, "to"),
            (row.Subject, row.Command, row.CommandId, row.ControlPoint, row.Actor, row.Reason, row.Suppressed, row.Field));
        // The refused object itself has not moved.
        Assert.Equal(1, (await grid.Opportunity("O1").Get())!.Version);
    }

    [Fact]
    public async Task A_retried_command_is_recorded_once_also_after_the_silos_were_lost()
    {
        var store = new InMemoryLedgerStore();
        var leap = new Envelope("leap-1", "王芳", Duties: Duties.Manager);
        await using (var grid = await GridCluster.Start(store))
        {
            await grid.Staff();
            await grid.Open("O1");
            for (var i = 0; i < 5; i++)
                await Refused(grid.Opportunity("O1").Execute(Leap, leap), ControlPoints.StageMustBeAllowed);
            Assert.Single(await Rows(grid));
            foreach (var silo in grid.Cluster.Silos.ToArray())
                await grid.Cluster.KillSiloAsync(silo);
        }
        await using var reborn = await GridCluster.Start(store);
        Assert.Single(await Rows(reborn));
        await Refused(reborn.Opportunity("O1").Execute(Leap, leap), ControlPoints.StageMustBeAllowed);
        Assert.Single(await Rows(reborn));
        Assert.Equal(1, await Counted(reborn));
        // Another content under the same id is another attempt: nobody hides behind an id.
        await Refused(reborn.Opportunity("O1").Execute(new AdvanceStage("bidding"), leap), ControlPoints.StageMustBeAllowed);
        Assert.Equal(2, (await Rows(reborn)).Length);
        await reborn.Verify();
    }

    [Fact]
    public async Task What_says_nothing_of_business_is_no_fact()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        await grid.Open("O1");
        await Refused(grid.Opportunity("O9").Execute(Leap, grid.Command()), ControlPoints.OpportunityMustExist);
        await Refused(grid.Opportunity("O1").Execute(Leap, grid.Command(expectedVersion: 7)), ControlPoints.VersionMustMatch);
        await Refused(grid.Opportunity("O1").Execute(new RecordActivity("", "spoke"), grid.Command()), ControlPoints.FieldMustBeValid);
        // A reservation is refused to the object that asked for it, where the person acted.
        var claim = grid.Grains.GetGrain<ISubject>(GrainId.Create("claim", "claim/x"));
        await Refused(claim.Do(new TakeReservation("identity", "t", "customer/C1", null), grid.Command()), ControlPoints.ReservationMustComeFromGrid);
        await Refused(claim.Do(Leap, grid.Command()), ControlPoints.CommandMustFitObject);
        Assert.Empty(await Rows(grid));
        Assert.Equal(0, await Counted(grid));
        // In the way is one.
        await Refused(grid.Opportunity("O1").Execute(new OpenOpportunity(new("again"), "S1"), grid.Command()), ControlPoints.OpportunityMustBeNew);
        Assert.Single(await Rows(grid));
    }

    [Fact]
    public async Task Ten_thousand_refusals_of_one_sort_leave_few_entries_and_an_exact_count()
    {
        const int Flood = 10_000;
        var store = new InMemoryLedgerStore();
        await using (var grid = await GridCluster.Start(store, silos: 1))
        {
            await grid.Staff();
            string[] ids = [.. Enumerable.Range(0, 8).Select(i => $"O{i}")];
            foreach (var id in ids)
                await grid.Open(id);
            var before = (await grid.Verify()).Sum(b => b.Entries);
            await Task.WhenAll(Enumerable.Range(0, Flood).Select(i => grid.Opportunity(ids[i % 8]).Execute(Leap, new($"flood-{i}", "王芳", Duties: Duties.Manager))));
            var log = grid.Cluster.Silos[0].ServiceProvider.GetRequiredService<RefusalLog>();
            await log.Flush(all: true);
            Assert.Equal(Flood, await Counted(grid));
            var rows = await Rows(grid);
            // Twenty at once, ten more a minute, and the one that stands for the rest.
            Assert.InRange(rows.Length, 20, 200);
            Assert.Equal(Flood, rows.Sum(r => 1 + r.Refused.Suppressed));
            Assert.Equal(rows.Length, (await grid.Verify()).Sum(b => b.Entries) - before);
            Assert.Equal(0, log.Lost);
        }
        await using var reborn = await GridCluster.Start(store, silos: 1);
        Assert.Equal(Flood, await Counted(reborn));
    }

    [Fact]
    public async Task What_was_only_counted_is_recorded_when_a_silo_stops_in_order()
    {
        var store = new InMemoryLedgerStore();
        await using (var grid = await GridCluster.Start(store, silos: 1, o => o.RefusalLog.AtOnce = 1))
        {
            await grid.Staff();
            await grid.Open("O1");
            for (var i = 0; i < 50; i++)
                await Refused(grid.Opportunity("O1").Execute(Leap, grid.Command()), ControlPoints.StageMustBeAllowed);
            await grid.Cluster.StopSiloAsync(grid.Cluster.Silos[0]);
        }
        await using var reborn = await GridCluster.Start(store, silos: 1);
        Assert.Equal(50, await Counted(reborn));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_holds_up_no_refusal_and_the_fact_follows()
    {
        var stuck = false;
        var store = new FaultyLedgerStore(new InMemoryLedgerStore(), call => call == LedgerCall.Append && Volatile.Read(ref stuck) ? Fault.Hang : Fault.None);
        await using var grid = await GridCluster.Start(store, silos: 1, o =>
        {
            o.StoreTimeout = TimeSpan.FromMinutes(1);
            o.RefusalLog.Patience = TimeSpan.FromMilliseconds(10);
        });
        await grid.Staff();
        await grid.Open("O1");
        Volatile.Write(ref stuck, true);
        // Answered although nothing can be written.
        await Refused(grid.Opportunity("O1").Execute(Leap, grid.Command()), ControlPoints.StageMustBeAllowed);
        await store.Holding;
        Volatile.Write(ref stuck, false);
        await store.Release();
        Assert.Single(await Poll.Until(async () => await Rows(grid) is { Length: > 0 } rows ? rows : null, TimeSpan.FromSeconds(30), CancellationToken.None));
        Assert.Equal(0, grid.Cluster.Silos[0].ServiceProvider.GetRequiredService<RefusalLog>().Lost);
    }

    [Fact]
    public async Task A_ledger_that_is_full_holds_up_no_refusal_and_a_later_fact_carries_it()
    {
        var stuck = false;
        var store = new FaultyLedgerStore(new InMemoryLedgerStore(), call => call == LedgerCall.Append && Volatile.Read(ref stuck) ? Fault.Hang : Fault.None);
        await using var grid = await GridCluster.Start(store, silos: 1, o =>
        {
            o.BucketCount = 1;
            o.WaitingAppendsMax = 100;
            o.StoreTimeout = TimeSpan.FromMinutes(1);
        });
        await grid.Staff();
        await grid.Open("O1");
        Volatile.Write(ref stuck, true);
        Task<Receipt> Open(int i) => grid.Opportunity($"X{i}").Execute(new OpenOpportunity(new("x"), "S1"), grid.Command());
        var first = Open(0);
        await store.Holding;
        Task<Receipt>[] sent = [first, .. Enumerable.Range(1, 149).Select(Open)];
        while (sent.Count(t => t.IsCompleted) < 49)
            await Task.WhenAny(sent.Where(t => !t.IsCompleted));
        await Refused(grid.Opportunity("O1").Execute(Leap, grid.Command()), ControlPoints.StageMustBeAllowed);
        Volatile.Write(ref stuck, false);
        await store.Release();
        await Task.WhenAll(sent);
        var log = grid.Cluster.Silos[0].ServiceProvider.GetRequiredService<RefusalLog>();
        await log.Flush();
        var counts = await grid.Grains.GetGrain<IProjectionGrain>(0).ControlCounts();
        Assert.Equal(new RefusedCount("CP-STAGE-02", "tester", 1), Assert.Single(counts.Refused));
        Assert.Equal(0, log.Lost);
    }

    [Fact]
    public async Task Nothing_is_recorded_where_the_log_is_switched_off()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore(), configure: o => o.RefusalLog.On = false);
        await grid.Staff();
        await grid.Open("O1");
        await Refused(grid.Opportunity("O1").Execute(Leap, grid.Command()), ControlPoints.StageMustBeAllowed);
        Assert.Empty(await Rows(grid));
    }

    [Fact]
    public async Task Decided_commands_are_counted_by_type_and_a_retry_is_no_decision()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        await grid.Open("O1");
        var command = grid.Command();
        for (var i = 0; i < 3; i++)
            await Accepted(grid.Opportunity("O1").Execute(new RecordActivity("call", "spoke"), command));
        await Refused(grid.Opportunity("O1").Execute(Leap, grid.Command()), ControlPoints.StageMustBeAllowed);
        var decided = (await Counts(grid)).SelectMany(c => c.Decided).GroupBy(c => c.Name).ToDictionary(g => g.Key, g => g.Sum(c => c.Count));
        Assert.Equal((1L, 1L, 1L, 2L), (decided["RecordActivity"], decided["AdvanceStage"], decided["OpenOpportunity"], decided["RegisterSalesperson"]));
    }

    private static async Task<RefusalRow[]> Rows(GridCluster grid) =>
        [.. (await Task.WhenAll(Enumerable.Range(0, 4).Select(b => grid.Grains.GetGrain<IProjectionGrain>(b).Refusals(new() { Limit = 500 })))).SelectMany(p => p.Rows)];

    private static async Task<long> Counted(GridCluster grid) => (await Counts(grid)).Sum(c => c.Refused.Sum(r => r.Refused));

    private static Task<ControlCounts[]> Counts(GridCluster grid) =>
        Task.WhenAll(Enumerable.Range(0, 4).Select(b => grid.Grains.GetGrain<IProjectionGrain>(b).ControlCounts()));
}
