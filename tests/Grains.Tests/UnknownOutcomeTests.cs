using CsCheck;
using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Storage.InMemory;
using SalesGrid.Testing;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>A store that fails, answers late, or answers twice: every acknowledged command is in the ledger once.</summary>
public sealed class UnknownOutcomeTests
{
    public static TheoryData<Fault> Faults => [Fault.FailBefore, Fault.FailAfter, Fault.LandLate, Fault.DeliverTwice, Fault.AnswerLate, Fault.Hang];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_write_with_an_unknown_outcome_is_found_out(Fault fault)
    {
        var armed = 0;
        var store = new FaultyLedgerStore(new InMemoryLedgerStore(),
            call => call == LedgerCall.Append && Interlocked.CompareExchange(ref armed, 0, 1) == 1 ? fault : Fault.None);
        await using var grid = await GridCluster.Start(store, configure: o => o.StoreTimeout = TimeSpan.FromMilliseconds(300));
        await grid.Staff();
        await grid.Open("O1");
        Volatile.Write(ref armed, 1);
        var sent = grid.Opportunity("O1").Execute(new RecordActivity("call", "spoke"), grid.Command());
        await Accepted(sent);
        // What was held back lands now, after the answer: it must change nothing.
        await store.Release();
        Assert.Equal(0, Volatile.Read(ref armed));
        Assert.Equal(1, (await grid.Opportunity("O1").Get())!.ActivityCount);
        await Accepted(grid.Opportunity("O1").Execute(new RecordActivity("call", "and on"), grid.Command()));
        Assert.Equal(2, (await grid.Opportunity("O1").Get())!.ActivityCount);
        await grid.Verify();
    }

    [Fact]
    public async Task A_store_that_stays_away_is_reported_and_the_retry_finds_out()
    {
        var away = false;
        var store = new FaultyLedgerStore(new InMemoryLedgerStore(), call => Volatile.Read(ref away) ? Fault.FailAfter : Fault.None);
        await using var grid = await GridCluster.Start(store, configure: o => o.StoreAttemptsMax = 2);
        await grid.Staff();
        await grid.Open("O1");
        Volatile.Write(ref away, true);
        var command = grid.Command();
        await Assert.ThrowsAnyAsync<Exception>(() => grid.Opportunity("O1").Execute(new RecordActivity("call", "spoke"), command));
        Volatile.Write(ref away, false);
        // It had been written although nobody could say so: the retry is its first receipt.
        var receipt = await Accepted(grid.Opportunity("O1").Execute(new RecordActivity("call", "spoke"), command));
        Assert.True(receipt.Replayed);
        Assert.Equal(1, (await grid.Opportunity("O1").Get())!.ActivityCount);
        await grid.Verify();
    }

    [Fact]
    public async Task Another_writer_of_the_bucket_fences_this_one_off_and_no_command_is_lost()
    {
        var store = new InMemoryLedgerStore();
        await using var grid = await GridCluster.Start(store);
        await grid.Staff();
        await grid.Open("O1");
        var bucket = SubjectId.BucketOf("opportunity/O1", 4);
        // A twin of the ledger's activation, beyond a partition, commits an event of another object.
        var other = Enumerable.Range(0, 100).Select(i => $"opportunity/X{i}").First(s => SubjectId.BucketOf(s, 4) == bucket);
        await AppendFromOutside(store, bucket, other);

        await Accepted(grid.Opportunity("O1").Execute(new RecordActivity("call", "spoke"), grid.Command()));
        Assert.Equal(1, (await grid.Opportunity("O1").Get())!.ActivityCount);
        Assert.NotNull(await grid.Opportunity(SalesGrid.Subjects.SubjectKinds.IdOf(other)).Get());
        await grid.Verify();
    }

    [Fact]
    public void Random_faults_lose_nothing_and_double_nothing() =>
        // Each sample is a cluster of its own; the seed of a failing one is printed.
        Gen.Int[0, int.MaxValue].Sample(seed => Run(seed).GetAwaiter().GetResult(), iter: 6, threads: 1);

    private static async Task Run(int seed)
    {
        var random = new Random(seed);
        var gate = new Lock();
        var store = new FaultyLedgerStore(new InMemoryLedgerStore(), call =>
        {
            lock (gate)
                return random.Next(8) == 0 && call is LedgerCall.Append or LedgerCall.WriteHeads
                    ? (Fault)random.Next(1, 4) switch { Fault.Hang => Fault.FailAfter, var f => f }
                    : Fault.None;
        });
        await using var grid = await GridCluster.Start(store, configure: o =>
        {
            o.CheckpointObjects = 100;
            o.CheckpointPeriod = TimeSpan.FromMilliseconds(100);
            o.StoreAttemptsMax = 20;
        });
        await Retry(() => grid.Salesperson("S1").Execute(new Salespeople.RegisterSalesperson("王芳", new("T", "R")), new("s1", "tester", Duties: Duties.People)));
        var acknowledged = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            await Retry(() => grid.Opportunity($"O{i}").Execute(new OpenOpportunity(new("x"), "S1"), new($"open-{i}", "S1")));
            for (var n = 0; n < 10; n++)
                await Retry(() => grid.Opportunity($"O{i}").Execute(new RecordActivity("call", $"no {n}"), new($"act-{i}-{n}", "S1")));
            return i;
        }));
        foreach (var i in acknowledged)
        {
            Assert.Equal(10, (await grid.Opportunity($"O{i}").Get())!.ActivityCount);
            Assert.Equal(11, (await grid.Subject($"opportunity/O{i}").Trail(0, 500)).Select(h => h.CommandId).Distinct().Count());
        }
        await store.Release();
        await grid.Verify();
    }

    private static async Task Retry(Func<Task<Receipt>> send)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            try
            {
                var receipt = await send();
                if (receipt.Accepted)
                    return;
                Assert.Equal(RefusalKind.Busy, receipt.Refusal!.Kind);
            }
            catch (Exception e) when (e is LedgerUnavailableException or TimeoutException or IOException or Orleans.Runtime.OrleansException)
            {
                // Not known: the same command again finds out.
            }
        }
        Assert.Fail("Fifty attempts of one command.");
    }

    private static async Task AppendFromOutside(InMemoryLedgerStore store, int bucket, string subject)
    {
        var (fence, tail, _, _) = await store.OpenBucket(bucket, CancellationToken.None);
        using var writer = new JournalCodec.Writer();
        var opened = new OpportunityOpened("key-account", 1, "development", 10, new("twin"), new("S1", "East 1", "East"), null, new(2026, 1, 1));
        writer.Add(new(bucket, tail.LastSeq + 1, subject, 1, DateTimeOffset.UnixEpoch, "twin", "twin-1", 1, nameof(OpportunityOpened), 1,
            Subjects.SubjectKind<Opportunity, OpportunityEvent>.Write(opened)));
        var record = new JournalRecord(bucket, tail.LastSeq + 1, 1, tail.Hash, HashChain.Link(tail.Hash.Span, writer.Canonical), JournalCodec.Pack(writer.Canonical));
        Assert.Equal(AppendOutcome.Appended, await store.Append(record, fence, CancellationToken.None));
    }
}
