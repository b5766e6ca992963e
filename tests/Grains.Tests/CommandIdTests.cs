using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Storage.InMemory;
using SalesGrid.Testing;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>The rules every command meets before its own: CP-CMD-01 to CP-CMD-04.</summary>
public sealed class CommandIdTests
{
    private static OpenOpportunity Begun { get; } =
        new(new("Lathe", "C1", "CNC-5", "direct", new Money(100_00, "CNY"), new DateOnly(2027, 3, 31)), "S1");

    [Fact]
    public async Task Nobody_uses_an_id_of_the_grid_to_be_there_before_it()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        await grid.Open("O1");
        // What the grid would send the object next, had its time come.
        var early = new Envelope("grid:look:2:0", "S1", Duties: Duties.Manager | Duties.Controller);
        var refusal = await GridCluster.Refused(grid.Opportunity("O1").Execute(new RecordActivity("call", "spoke"), early), ControlPoints.FieldMustBeValid);
        Assert.Equal("commandId", refusal.Field);
        await GridCluster.Accepted(grid.Opportunity("O1").Execute(new RecordActivity("call", "spoke"), Envelope.ByGrid("look:2:0", "S1")));
    }

    [Fact]
    public async Task A_retry_gets_the_first_receipt_and_changes_nothing()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        await grid.Open("O1");
        var command = grid.Command();
        var first = await Accepted(grid.Opportunity("O1").Execute(new RecordActivity("call", "spoke"), command));
        await Accepted(grid.Opportunity("O1").Execute(new RecordActivity("call", "again"), grid.Command()));
        var again = await Accepted(grid.Opportunity("O1").Execute(new RecordActivity("call", "spoke"), command));
        Assert.Equal(first with { Replayed = true }, again);
        Assert.Equal(2, (await grid.Opportunity("O1").Get())!.ActivityCount);
    }

    [Fact]
    public async Task A_retry_is_known_after_the_silos_were_lost()
    {
        var store = new InMemoryLedgerStore();
        var command = new Envelope("the-command", "S1");
        Receipt first;
        await using (var grid = await GridCluster.Start(store))
        {
            await grid.Staff();
            await grid.Open("O1");
            first = await Accepted(grid.Opportunity("O1").Execute(new RecordActivity("call", "spoke"), command));
            foreach (var silo in grid.Cluster.Silos.ToArray())
                await grid.Cluster.KillSiloAsync(silo);
        }
        await using var reborn = await GridCluster.Start(store);
        Assert.Equal(first with { Replayed = true },
            await reborn.Opportunity("O1").Execute(new RecordActivity("call", "spoke"), command));
        await reborn.Verify();
    }

    [Fact]
    public async Task A_hundred_senders_of_one_command_get_one_effect()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        await grid.Open("O1");
        var command = grid.Command();
        var receipts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ =>
            grid.Opportunity("O1").Execute(new RecordActivity("call", "spoke"), command)));
        Assert.Single(receipts.Select(r => (r.Version, r.Seq)).Distinct());
        Assert.Single(receipts, r => !r.Replayed);
        Assert.Equal(1, (await grid.Opportunity("O1").Get())!.ActivityCount);
    }

    [Fact]
    public async Task An_id_used_for_another_command_is_refused()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        await grid.Open("O1");
        var command = grid.Command();
        await Accepted(grid.Opportunity("O1").Execute(new RecordActivity("call", "spoke"), command));
        await Refused(grid.Opportunity("O1").Execute(new RecordActivity("call", "something else"), command), ControlPoints.CommandIdMustNotBeReused);
    }

    [Fact]
    public async Task An_id_answers_whoever_used_it_first_and_the_grid_whoever_led_to_it()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        await grid.Open("O1");
        var (spoke, command) = (new RecordActivity("call", "spoke"), grid.Command());
        var first = await Accepted(grid.Opportunity("O1").Execute(spoke, command));
        // Both may send it, and neither has the other's receipt.
        await Refused(grid.Opportunity("O1").Execute(spoke, command with { Actor = "another" }), ControlPoints.CommandIdMustBeOnesOwn);
        Assert.Equal(ControlPoints.CommandIdMustBeOnesOwn.Id, (await grid.Subject("opportunity/O1").Can(spoke, command with { Actor = "another" })).Refusal?.ControlPoint);
        // Who may comes first, whoever asks.
        await Refused(grid.Opportunity("O1").Execute(spoke, new(command.CommandId, "stranger")), ControlPoints.SenderMustHaveStanding);
        await Refused(grid.Opportunity("O1").Execute(new RecordActivity("call", "else"), new(command.CommandId, "stranger")), ControlPoints.SenderMustHaveStanding);
        // The same person, however the name is written, and without the duty they had then.
        Assert.Equal(first with { Replayed = true }, await grid.Opportunity("O1").Execute(spoke, new(command.CommandId, command.Actor.ToUpperInvariant())));

        var byGrid = await Accepted(grid.Opportunity("O1").Execute(spoke, Envelope.ByGrid("told:1:x", "S1")));
        Assert.Equal(byGrid with { Replayed = true }, await grid.Opportunity("O1").Execute(spoke, Envelope.ByGrid("told:1:x", "S2")));
    }

    [Fact]
    public async Task Another_spelling_of_an_id_is_no_other_object()
    {
        var store = new InMemoryLedgerStore();
        await using (var grid = await GridCluster.Start(store))
        {
            await grid.Staff();
            await grid.Open("Opp-1");
            await Check(grid);
            // Two that begin at once: one of them is the object.
            var receipts = await Task.WhenAll(new[] { "RACE-1", "race-1", "Race-1", "rACE-1" }.Select(id => grid.Opportunity(id).Execute(Begun, grid.Command())));
            Assert.Single(receipts, r => r.Refusal is null);
            Assert.Equal(3, receipts.Count(r => r.Refusal?.ControlPoint == ControlPoints.IdMustBeWrittenAsItIs.Id));
        }
        // Read from its head, not from what a silo remembers.
        await using var reborn = await GridCluster.Start(store);
        await Check(reborn);

        static async Task Check(GridCluster grid)
        {
            var refusal = await Refused(grid.Opportunity("OPP-1").Execute(new RecordActivity("call", "spoke"), grid.Command()), ControlPoints.IdMustBeWrittenAsItIs);
            Assert.Contains("Opp-1", refusal.Reason.En, StringComparison.Ordinal);
            await Refused(grid.Opportunity("opp-1").Execute(Begun, grid.Command()), ControlPoints.IdMustBeWrittenAsItIs);
            var verdict = await grid.Subject("opportunity/opp-1").Can(Begun, grid.Command());
            Assert.Equal(ControlPoints.IdMustBeWrittenAsItIs.Id, verdict.Refusal?.ControlPoint);
            Assert.Null(await grid.Opportunity("opp-1").Get());
            Assert.NotNull(await grid.Opportunity("Opp-1").Get());
        }
    }

    [Fact]
    public async Task A_stale_version_is_refused_and_the_current_one_named()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        await grid.Open("O1");
        await Accepted(grid.Opportunity("O1").Execute(new RecordActivity("call", "spoke"), grid.Command(expectedVersion: 1)));
        var refusal = await Refused(grid.Opportunity("O1").Execute(new RecordActivity("call", "late"), grid.Command(expectedVersion: 1)), ControlPoints.VersionMustMatch);
        Assert.Contains("version 2", refusal.Reason.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_would_record_too_much_is_refused()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore(), configure: o => o.CommandBytesMax = 1024);
        await grid.Staff();
        await grid.Open("O1");
        await Refused(grid.Opportunity("O1").Execute(new RecordActivity("call", new string('话', 2000)), grid.Command()), ControlPoints.CommandMustBeSmall);
    }

    [Fact]
    public async Task A_full_queue_refuses_and_those_who_wait_are_served()
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
        Volatile.Write(ref stuck, true);
        Task<Receipt> Open(int i) => grid.Opportunity($"O{i}").Execute(new OpenOpportunity(new("x"), "S1"), grid.Command());
        var first = Open(0);
        await store.Holding;
        Task<Receipt>[] sent = [first, .. Enumerable.Range(1, 149).Select(Open)];
        // The first is being written, a hundred wait, the others are refused at once.
        while (sent.Count(t => t.IsCompleted) < 49)
            await Task.WhenAny(sent.Where(t => !t.IsCompleted));
        Assert.All(sent.Where(t => t.IsCompletedSuccessfully), t => Assert.Equal(ControlPoints.GridMustHaveRoom.Id, t.Result.Refusal?.ControlPoint));
        Volatile.Write(ref stuck, false);
        await store.Release();
        var receipts = await Task.WhenAll(sent);
        Assert.Equal(101, receipts.Count(r => r.Accepted));
    }
}
