using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Storage.InMemory;
using SalesGrid.Subjects;
using SalesGrid.Testing;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>An object with thousands of commands behind it: none of them is forgotten, whenever the silo dies.</summary>
public sealed class LongLifeTests
{
    private const int Commands = 2_000;

    public static TheoryData<string> Checkpoints => ["none", "often", "often, on a bad line", "in the middle of one"];

    [Fact]
    public async Task What_leaves_the_record_of_an_object_that_is_awake_is_remembered_without_asking_the_store_for_it()
    {
        const int Objects = 20;
        var reads = 0;
        var store = new FaultyLedgerStore(new InMemoryLedgerStore(), call =>
        {
            if (call == LedgerCall.Read)
                Interlocked.Increment(ref reads);
            return Fault.None;
        });
        await using var grid = await Start(store, silos: 1, o => Configure(o, "often"));
        await grid.Staff();
        for (var o = 0; o < Objects; o++)
            await grid.Open($"O{o}");
        await Call(from: 0, to: 1);
        var before = Volatile.Read(ref reads);
        await Call(from: 1, to: CommandMarks.Max + CommandMarks.BlockLength);
        Assert.Equal(before, Volatile.Read(ref reads));

        async Task Call(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                for (var o = 0; o < Objects; o++)
                    await Accepted(grid.Opportunity($"O{o}").Execute(new RecordActivity("call", $"spoke {i}"), grid.Command()));
            }
        }
    }

    [Theory, MemberData(nameof(Checkpoints))]
    public async Task A_retry_after_two_thousand_commands_and_a_lost_silo_is_a_replay(string checkpoints)
    {
        var store = new FaultyLedgerStore(new InMemoryLedgerStore(), checkpoints switch
        {
            "often, on a bad line" => FaultPlans.Seeded(417, LedgerCall.WriteHeads, 0.5, Fault.FailBefore, Fault.FailAfter, Fault.LandLate),
            // The eleventh write of heads happens, but nobody hears of it before the silo is dead.
            "in the middle of one" => FaultPlans.Script(LedgerCall.WriteHeads, [.. Enumerable.Repeat(Fault.None, 10), Fault.AnswerLate]),
            _ => _ => Fault.None,
        });
        var sent = new List<(RecordActivity Command, Envelope Envelope, Receipt Receipt)>();
        await using (var grid = await Start(store, silos: 1, o => Configure(o, checkpoints)))
        {
            await grid.Staff();
            await grid.Open("O1");
            for (var i = 0; i < Commands; i++)
            {
                var (command, envelope) = (new RecordActivity("call", $"spoke {i}"), grid.Command());
                sent.Add((command, envelope, await Accepted(grid.Opportunity("O1").Execute(command, envelope))));
            }
            // Also while the object is awake.
            await IsKnown(grid, sent[0]);
            await IsKnown(grid, sent[Commands / 2]);
            foreach (var silo in grid.Cluster.Silos.ToArray())
                await grid.Cluster.KillSiloAsync(silo);
        }

        await using var reborn = await Start(store, silos: 1, o => Configure(o, checkpoints));
        await IsKnown(reborn, sent[0]);
        // What the dead silo had on its way arrives now.
        await store.Release();
        for (var i = 0; i < Commands; i += 97)
            await IsKnown(reborn, sent[i]);
        await IsKnown(reborn, sent[^1]);
        var refusal = await Refused(reborn.Opportunity("O1").Execute(new RecordActivity("call", "something else"), sent[5].Envelope), ControlPoints.CommandIdMustNotBeReused);
        Assert.NotEmpty(refusal.Reason.En);
        Assert.Equal(Commands, (await reborn.Opportunity("O1").Get())!.ActivityCount);

        await Accepted(reborn.Opportunity("O1").Execute(new RecordActivity("call", "new"), new Envelope("after the restart", "S1")));
        var history = await WholeHistory(reborn, "opportunity/O1", pageLength: 333);
        Assert.Equal(Enumerable.Range(1, Commands + 2), history.Select(e => e.Version));
        Assert.Equal(sent.Select(s => s.Envelope.CommandId), history.Skip(1).Take(Commands).Select(e => e.CommandId));
        Assert.Equal(sent.Select(s => s.Receipt.Seq), history.Skip(1).Take(Commands).Select(e => e.Seq));
        await reborn.Verify();
        foreach (var bucket in Enumerable.Range(0, 4))
            await WriteHeads(reborn, bucket);
        await reborn.Verify();
    }

    /// <summary>Writes the heads of a bucket, however bad the line is: every second attempt fails.</summary>
    private static async Task WriteHeads(GridCluster grid, int bucket)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await grid.Grains.GetGrain<ILedgerGrain>(bucket).Checkpoint();
                return;
            }
            catch (IOException) when (attempt < 50)
            {
                // A planned failure; the next attempt has a chance of its own.
            }
        }
    }

    [Fact]
    public async Task The_history_of_an_object_that_was_brought_in_begins_with_that()
    {
        await using var grid = await Start(new InMemoryLedgerStore(), silos: 1, o => o.CheckpointEntries = 50);
        await grid.Staff();
        await Accepted(grid.Opportunity("I1").Execute(new ImportOpportunity(
            new("Lathe", "C1"), "S1", OpportunityStatus.Open, "proposal", null, null, null, "crm"), grid.Command()));
        for (var i = 0; i < 200; i++)
            await Accepted(grid.Opportunity("I1").Execute(new RecordActivity("call", $"spoke {i}"), grid.Command()));
        var history = await WholeHistory(grid, "opportunity/I1", pageLength: 7);
        Assert.Equal(Enumerable.Range(1, history.Count), history.Select(e => e.Version));
        Assert.Equal(nameof(OpportunityImported), history[0].Type);
        Assert.Equal(200, history.Count(e => e.Type == nameof(ActivityRecorded)));
        Assert.Empty(await grid.Subject("opportunity/I1").Trail(history.Count, 10));
        Assert.Equal(history[^1], Assert.Single(await grid.Subject("opportunity/I1").Trail(history.Count - 1, 10)));
        await grid.Verify();
    }

    [Fact]
    public async Task A_head_does_not_grow_with_the_commands_behind_it()
    {
        var store = new InMemoryLedgerStore();
        await using var grid = await Start(store, silos: 1, o => o.BucketCount = 1);
        await grid.Staff();
        await grid.Open("O1");
        var sizes = new List<int>();
        for (var i = 1; i <= 600; i++)
        {
            await Accepted(grid.Opportunity("O1").Execute(new RecordActivity("call", $"spoke {i}"), grid.Command()));
            if (i % 200 != 0)
                continue;
            await grid.Grains.GetGrain<ILedgerGrain>(0).Checkpoint();
            sizes.Add((await store.ReadHead(0, "opportunity/O1", TestContext.Current.CancellationToken))!.State.Length);
        }
        Assert.All(sizes, bytes => Assert.InRange(bytes, 1, 4 * 1024));
        // 601 commands: 17 blocks of 32 have left, 57 are in the head.
        Assert.Equal(17, (await store.ReadPieces(0, "opportunity/O1", PieceKind.History, 0, int.MaxValue, 100, TestContext.Current.CancellationToken)).Count);
    }

    private static void Configure(Hosting.GridOptions options, string checkpoints)
    {
        options.CheckpointPeriod = TimeSpan.FromMinutes(10);
        options.CheckpointObjects = 1_000_000;
        options.CheckpointEntries = checkpoints == "none" ? 10_000_000 : 90;
    }

    private static async Task IsKnown(GridCluster grid, (RecordActivity Command, Envelope Envelope, Receipt Receipt) sent) =>
        Assert.Equal(sent.Receipt with { Replayed = true }, await grid.Opportunity("O1").Execute(sent.Command, sent.Envelope));

    private static async Task<List<HistoryEntry>> WholeHistory(GridCluster grid, string subject, int pageLength)
    {
        var history = new List<HistoryEntry>();
        while (await grid.Subject(subject).Trail(history.Count, pageLength) is { IsEmpty: false } page)
            history.AddRange(page);
        return history;
    }
}
