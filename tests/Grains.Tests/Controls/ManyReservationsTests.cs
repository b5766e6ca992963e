using SalesGrid.Ledger;
using SalesGrid.Reservations;
using SalesGrid.Storage.InMemory;
using SalesGrid.Subjects;
using SalesGrid.Testing;

namespace SalesGrid.Grains.Tests;

/// <summary>
/// An object with more reservations than its record holds, whose ledger and whose silo die again and again: what was
/// acknowledged is there, what was released is gone, and the sums are those of what is there.
/// </summary>
public sealed class ManyReservationsTests
{
    private const string Till = "till/T";
    private const long Limit = 1_000_000;
    private const int Lives = 4, CommandsPerLife = 250;

    private readonly Dictionary<string, Reservation> plain = new(StringComparer.Ordinal);
    private readonly Random random = new(417);
    private readonly List<FaultyLedgerStore> late = [];
    private int sent;

    public static TheoryData<string> Checkpoints => ["none", "often", "often, on a bad line", "in the middle of one", "often, and appends fail"];

    [Theory, MemberData(nameof(Checkpoints))]
    public async Task No_reservation_is_lost_and_none_comes_back_however_often_its_silo_dies(string checkpoints)
    {
        var medium = new InMemoryLedgerStore();
        for (var life = 1; life <= Lives; life++)
        {
            var store = new FaultyLedgerStore(medium, Plan(checkpoints, life));
            await using var grid = await Start(store, checkpoints);
            if (life == 1)
                await Send(grid, new FillTill(Limit));
            else
                await Agree(grid);
            // What the silo before had on its way arrives now, or in the middle of the next life.
            await Task.WhenAll(late.Select(l => l.Release()));
            for (var i = 0; i < CommandsPerLife; i++)
                await SendAny(grid);
            await Agree(grid);
            late.Add(store);
            foreach (var silo in grid.Cluster.Silos.ToArray())
                await grid.Cluster.KillSiloAsync(silo);
        }
        Assert.True(plain.Count > 3 * GrantedReservations.MaxKept, "So few reservations all lie in the record.");

        await using var reborn = await Start(medium, checkpoints);
        await Agree(reborn);
        await reborn.Verify();
        await Checkpoint(reborn);
        await reborn.Verify();
        var controls = await reborn.Subject(Till).Controls();
        Assert.Equal(plain.Count - controls.Reservations.Length, (await Stored(medium)).Count);
        var tokens = plain.Keys.ToArray();
        random.Shuffle(tokens);
        foreach (var token in tokens)
            await Send(reborn, new ReleaseReservation(token));
        plain.Clear();
        await Agree(reborn);
        await Checkpoint(reborn);
        Assert.Empty(await Stored(medium));
        await reborn.Verify();
    }

    [Fact]
    public async Task All_reservations_are_shown_page_by_page_and_the_newest_with_the_controls()
    {
        await using var grid = await Start(new InMemoryLedgerStore(), "often");
        await Send(grid, new FillTill(Limit));
        for (var i = 0; i < 100; i++)
        {
            await Send(grid, new TakeReservation("credit", $"t{i:D3}", "deal/X", new(1, "CNY")));
            if (i > 1)
                await Send(grid, new ConfirmReservation($"t{i:D3}"));
        }
        foreach (var limit in (int[])[1, 7, 99, 100, 500])
        {
            var (seen, pages, after) = (new List<string>(), 0, (string?)null);
            do
            {
                var page = await grid.Subject(Till).Reservations(after, limit);
                Assert.Equal(100, page.Total);
                Assert.InRange(page.Items.Length, 1, limit);
                seen.AddRange(page.Items.Select(r => r.Token));
                (after, pages) = (page.NextAfter, pages + 1);
            }
            while (after is not null);
            Assert.Equal((100 + limit - 1) / limit, pages);
            Assert.Equal(Enumerable.Range(0, 100).Select(i => $"t{i:D3}"), seen.Order(StringComparer.Ordinal));
        }
        var controls = await grid.Subject(Till).Controls();
        Assert.Equal(100, controls.ReservationCount);
        Assert.Equal(["t000", "t001", .. Enumerable.Range(100 - GrantedReservations.MaxKept, GrantedReservations.MaxKept).Select(i => $"t{i:D3}")], controls.Reservations.Select(r => r.Token));
        Assert.Equal((0, 0, null), (await grid.Subject("till/none").Reservations(null, 9)) is var none ? (none.Version, none.Items.Length, none.NextAfter) : default);
    }

    [Fact]
    public async Task A_reservation_beside_the_record_is_known_lowered_and_released_after_a_restart()
    {
        var medium = new InMemoryLedgerStore();
        await using (var grid = await Start(medium, "often"))
        {
            await Send(grid, new FillTill(Limit));
            for (var i = 0; i < 60; i++)
            {
                await Send(grid, new TakeReservation("credit", $"t{i}", "deal/X", new(10, "CNY")));
                await Send(grid, new ConfirmReservation($"t{i}"));
            }
        }
        await using var reborn = await Start(medium, "often");
        var version = (await reborn.Subject(Till).Controls()).Version;
        // Taken and confirmed already: nothing happens.
        await Send(reborn, new TakeReservation("credit", "t0", "deal/X", new(10, "CNY")));
        await Send(reborn, new ConfirmReservation("t0"));
        await GridCluster.Refused(reborn.Subject(Till).Do(new TakeReservation("credit", "t0", "deal/Y", new(10, "CNY")), Next()), ControlPoints.ReservationTokenMustBeOneUse);
        Assert.Equal(version, (await reborn.Subject(Till).Controls()).Version);
        await Send(reborn, new ReleaseReservation("t0", new(4, "CNY")));
        await Send(reborn, new ReleaseReservation("t0", new(6, "CNY")));
        Assert.Equal(4, (await All(reborn)).Single(r => r.Token == "t0").Amount!.Value.MinorUnits);
        await Send(reborn, new ReleaseReservation("t0"));
        await Send(reborn, new ReleaseReservation("t0"));
        Assert.DoesNotContain(await All(reborn), r => r.Token == "t0");
        await GridCluster.Refused(reborn.Subject(Till).Do(new ConfirmReservation("t0"), Next()), ControlPoints.ReservationMustExist);
        // Lowered once and released once.
        Assert.Equal(version + 2, (await reborn.Subject(Till).Controls()).Version);
        await reborn.Verify();
    }

    private static Task<GridCluster> Start(ILedgerStore store, string checkpoints) => GridCluster.Start(store, silos: 1, o =>
    {
        o.CheckpointPeriod = TimeSpan.FromMinutes(10);
        o.CheckpointObjects = 1_000_000;
        o.CheckpointEntries = checkpoints == "none" ? 10_000_000 : 37;
    }, new SetTime());

    private static FaultPlan Plan(string checkpoints, int life) => checkpoints switch
    {
        "often, on a bad line" => FaultPlans.Seeded(life, LedgerCall.WriteHeads, 0.5, Fault.FailBefore, Fault.FailAfter, Fault.LandLate),
        // The fourth write of a life happens, but nobody hears of it before the silo is dead.
        "in the middle of one" => FaultPlans.Script(LedgerCall.WriteHeads, Fault.None, Fault.None, Fault.None, Fault.AnswerLate),
        // Each failure ends the ledger, and the next one begins with what is stored.
        "often, and appends fail" => FaultPlans.Seeded(life, LedgerCall.Append, 0.03, Fault.FailBefore, Fault.FailAfter),
        _ => _ => Fault.None,
    };

    /// <summary>Gives the till some command, and the dictionary the same.</summary>
    private async Task SendAny(GridCluster grid)
    {
        var token = $"deal/D-{random.Next(400)}@1:credit";
        var known = plain.GetValueOrDefault(token);
        switch (random.Next(10))
        {
            case < 6 when known is null:
                var take = new TakeReservation("credit", token, "deal/D", new(10 + random.Next(100), "CNY"));
                await Send(grid, take);
                plain[token] = new(token, take.Account, take.For, take.Amount, null);
                // One in many is never confirmed.
                if (random.Next(40) > 0)
                    await Send(grid, new ConfirmReservation(token));
                break;
            case < 6:
                await Send(grid, new ConfirmReservation(token));
                break;
            case < 8 when known is not null:
                var left = known.Amount!.Value with { MinorUnits = 1 + (known.Amount.Value.MinorUnits / 2) };
                await Send(grid, new ReleaseReservation(token, left));
                plain[token] = known with { Amount = left.MinorUnits < known.Amount.Value.MinorUnits ? left : known.Amount };
                break;
            default:
                await Send(grid, new ReleaseReservation(token));
                plain.Remove(token);
                break;
        }
    }

    /// <summary>Sends a command until it is accepted: one of unknown outcome is sent again, as a new one.</summary>
    private async Task Send(GridCluster grid, Command command)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await GridCluster.Accepted(grid.Subject(Till).Do(command, Next()));
                return;
            }
            catch (Exception e) when (attempt < 20 && e is LedgerUnavailableException or IOException or OrleansException)
            {
                // The ledger has ended; the next one is there in a moment.
            }
        }
    }

    private Envelope Next() => Envelope.ByGrid($"many-{++sent}", "S1");

    /// <summary>The grid has the reservations of the dictionary, and their sum is what is reserved.</summary>
    private async Task Agree(GridCluster grid)
    {
        Assert.Equal(
            plain.Values.Select(r => $"{r.Token} {r.For} {r.Amount}").Order(StringComparer.Ordinal),
            (await All(grid)).Select(r => $"{r.Token} {r.For} {r.Amount}").Order(StringComparer.Ordinal));
        var free = Limit - plain.Values.Sum(r => r.Amount!.Value.MinorUnits);
        Assert.Null((await Can(free)).Refusal);
        Assert.Equal(ControlPoints.ReservationMustHaveAccount.Id, (await Can(free + 1)).Refusal?.ControlPoint);

        Task<Verdict> Can(long amount) => grid.Subject(Till).Can(new TakeReservation("credit", "all-there-is", "deal/X", new(amount, "CNY")), Next());
    }

    private static Task<List<Reservation>> All(GridCluster grid) => grid.Subject(Till).ReservationsOfAllPages(50);

    private static Task Checkpoint(GridCluster grid) => grid.Grains.GetGrain<ILedgerGrain>(SubjectId.BucketOf(Till, 4)).Checkpoint();

    private static async Task<List<HeadPiece>> Stored(InMemoryLedgerStore store)
    {
        var stored = new List<HeadPiece>();
        await foreach (var piece in store.ReadPieces(SubjectId.BucketOf(Till, 4), PieceKind.Reservation, TestContext.Current.CancellationToken))
            stored.Add(piece);
        return stored;
    }
}
