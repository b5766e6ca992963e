using System.Text.Json;
using SalesGrid.Claims;
using SalesGrid.Controls;
using SalesGrid.Customers;
using SalesGrid.Ledger;
using SalesGrid.Pools;
using SalesGrid.Reservations;
using SalesGrid.Salespeople;
using SalesGrid.Storage.InMemory;
using SalesGrid.Subjects;
using SalesGrid.Testing;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>A customer's code, credit and place among the grains that keep them, on a cluster of two silos.</summary>
public sealed class CustomerControlTests : IAsyncLifetime
{
    private const string Code = "91110000600037341L";
    private const string OtherCode = "9144030071526726XG";

    private readonly MovableTime time = new();
    private bool isAway;
    private int appendsLeft = int.MaxValue;
    private GridCluster grid = null!;

    public async ValueTask InitializeAsync()
    {
        var store = new FaultyLedgerStore(new InMemoryLedgerStore(), call =>
            call == LedgerCall.Append && Volatile.Read(ref isAway) && Interlocked.Decrement(ref appendsLeft) < 0 ? Fault.FailBefore : Fault.None);
        grid = await GridCluster.Start(store, configure: o => o.StoreAttemptsMax = 1, time: time);
        await grid.Staff();
    }

    public ValueTask DisposeAsync() => grid.DisposeAsync();

    private DateOnly Today => CompanyDay.Of(time.GetUtcNow());

    private Task<Receipt> Do(string subject, Command command, string actor = "tester", Duties duties = Duties.None) =>
        grid.Subject(subject).Do(command, grid.By(actor, duties));

    private async Task<CustomerFileView> File(string id) => (await grid.Customer(id).Get())!.File!;

    private async Task<IReadOnlyList<Reservation>> ReservationsOf(string subject) => (await grid.Subject(subject).Controls()).Reservations;

    private async Task GrantCredit(string id, long limitMinor)
    {
        foreach (var item in Diligence.Shipped)
            await Accepted(Do($"customer/{id}", new RecordDiligence(item.Code, DiligenceResult.Pass, "DOC", Today.AddDays(900)), "LEGAL", Duties.Legal));
        await Accepted(Do($"customer/{id}", new GrantCredit(CreditGrade.B, new(limitMinor, "CNY"), Today.AddDays(800), "回款良好"), "FIN", Duties.Finance));
    }

    [Fact]
    public async Task Of_fifty_registrations_of_one_code_at_once_one_succeeds()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            grid.Customer($"N{i}").Execute(new RegisterCustomer(new($"公司 {i}", CreditCode: Code)), grid.Command())));
        var winner = Assert.Single(receipts, r => r.Accepted);
        Assert.All(receipts.Where(r => !r.Accepted), r => Assert.Equal(("CP-CLAIM-01", "creditCode"), (r.Refusal!.ControlPoint, r.Refusal.Field)));
        var reservation = Assert.Single(await ReservationsOf(ClaimOf.IdentitySubject(Code)));
        Assert.Equal((winner.Subject, null), (reservation.For, reservation.PendingUntil));
        Assert.Single(await Task.WhenAll(Enumerable.Range(0, 50).Select(i => grid.Customer($"N{i}").Get())), v => v is not null);
    }

    [Fact]
    public async Task A_code_that_is_given_up_is_free_for_another_customer_and_the_new_one_is_not()
    {
        await Accepted(grid.Customer("C1").Execute(new AmendCustomer(new("A", CreditCode: Code)), grid.Command()));
        await Refused(grid.Customer("C2").Execute(new RegisterCustomer(new("B", CreditCode: Code.ToLowerInvariant())), grid.Command()), ControlPoints.IdentityMustBeUnclaimed);
        await Accepted(grid.Customer("C1").Execute(new AmendCustomer(new("A", CreditCode: OtherCode)), grid.Command()));
        await Accepted(grid.Customer("C2").Execute(new RegisterCustomer(new("B", CreditCode: Code)), grid.Command()));
        await Refused(grid.Customer("C2").Execute(new AmendCustomer(new("B", CreditCode: OtherCode)), grid.Command()), ControlPoints.IdentityMustBeUnclaimed);
        await Accepted(grid.Customer("C1").Execute(new AmendCustomer(new("A")), grid.Command()));
        await Accepted(grid.Customer("C2").Execute(new AmendCustomer(new("B", CreditCode: OtherCode)), grid.Command()));
        Assert.Empty(await ReservationsOf(ClaimOf.IdentitySubject(Code)));
        Assert.Equal("customer/C2", Assert.Single(await ReservationsOf(ClaimOf.IdentitySubject(OtherCode))).For);
        await grid.Verify();
    }

    [Fact]
    public async Task A_claim_whose_registration_was_never_written_is_given_back_and_the_late_one_fails()
    {
        var claim = ClaimOf.IdentitySubject(Code);
        // The claim is written, and the store goes away before the registration is.
        (appendsLeft, isAway) = (1, true);
        var lost = grid.Command();
        await Assert.ThrowsAnyAsync<Exception>(() => grid.Customer("N1").Execute(new RegisterCustomer(new("A", CreditCode: Code)), lost));
        Volatile.Write(ref isAway, false);
        Assert.NotNull(Assert.Single(await ReservationsOf(claim)).PendingUntil);
        await Refused(grid.Customer("N2").Execute(new RegisterCustomer(new("B", CreditCode: Code)), grid.Command()), ControlPoints.IdentityMustBeUnclaimed);

        await grid.Subject(claim).Wake();
        Assert.Single(await ReservationsOf(claim));
        time.Forward(TakeReservation.PendingFor);
        await grid.Subject(claim).Wake();
        Assert.Empty(await ReservationsOf(claim));
        await Accepted(grid.Customer("N2").Execute(new RegisterCustomer(new("B", CreditCode: Code)), grid.Command()));
        // The one that was lost, sent again, meets the rules anew.
        await Refused(grid.Customer("N1").Execute(new RegisterCustomer(new("A", CreditCode: Code)), lost), ControlPoints.IdentityMustBeUnclaimed);
        Assert.Null(await grid.Customer("N1").Get());
        await Accepted(grid.Customer("N1").Execute(new RegisterCustomer(new("A")), grid.Command()));
        await grid.Verify();
    }

    [Fact]
    public async Task A_registration_that_was_sent_again_in_time_keeps_its_claim()
    {
        (appendsLeft, isAway) = (1, true);
        var lost = grid.Command();
        await Assert.ThrowsAnyAsync<Exception>(() => grid.Customer("N1").Execute(new RegisterCustomer(new("A", CreditCode: Code)), lost));
        Volatile.Write(ref isAway, false);
        await Accepted(grid.Customer("N1").Execute(new RegisterCustomer(new("A", CreditCode: Code)), lost));
        time.Forward(TakeReservation.PendingFor);
        await grid.Subject(ClaimOf.IdentitySubject(Code)).Wake();
        Assert.Null(Assert.Single(await ReservationsOf(ClaimOf.IdentitySubject(Code))).PendingUntil);
    }

    [Fact]
    public async Task A_thousand_contracts_at_once_never_hold_more_than_the_limit_at_any_place_of_the_ledger()
    {
        const long LimitMinor = 10_000_00;
        await GrantCredit("C1", LimitMinor);
        var random = new Random(417);
        var wanted = Enumerable.Range(0, 1_000).Select(i => (Token: $"ct-{i}", Minor: random.NextInt64(1_00, 90_00), IsReleased: random.Next(3) == 0)).ToArray();
        var receipts = await Task.WhenAll(wanted.Select(async w =>
        {
            var receipt = await Do("customer/C1", new TakeReservation("credit", w.Token, $"contract/{w.Token}", new(w.Minor, "CNY")), "grid", Duties.Grid);
            if (receipt.Accepted)
            {
                await Accepted(Do("customer/C1", new ConfirmReservation(w.Token), "grid", Duties.Grid));
                if (w.IsReleased)
                    await Accepted(Do("customer/C1", new ReleaseReservation(w.Token), "grid", Duties.Grid));
            }
            return receipt;
        }));
        Assert.All(receipts.Where(r => !r.Accepted), r => Assert.Equal("CP-CREDIT-05", r.Refusal!.ControlPoint));
        Assert.Contains(receipts, r => !r.Accepted);

        var (most, last, open) = await HeldThroughout("customer/C1");
        Assert.InRange(most, LimitMinor * 9 / 10, LimitMinor);
        var expected = wanted.Zip(receipts).Where(p => p.Second.Accepted && !p.First.IsReleased).ToArray();
        Assert.Equal((expected.Sum(p => p.First.Minor), expected.Length), (last, open));
        var credit = (await File("C1")).Credit!;
        Assert.Equal((new Money(last, "CNY"), new Money(LimitMinor - last, "CNY")), (credit.Held, credit.Available));
        await grid.Verify();
    }

    [Fact]
    public async Task A_lowered_limit_blocks_new_holds_and_an_override_lets_one_pass()
    {
        await GrantCredit("C1", 1_000_00);
        await Accepted(Do("customer/C1", new TakeReservation("credit", "a", "contract/A", new(900_00, "CNY")), "S1", Duties.Grid));
        await Accepted(Do("customer/C1", new GrantCredit(CreditGrade.D, new(500_00, "CNY"), Today.AddDays(9), "逾期"), "FIN", Duties.Finance));
        Assert.Equal(new Money(-400_00, "CNY"), (await File("C1")).Credit!.Available);
        var more = new TakeReservation("credit", "b", "contract/B", new(1, "CNY"));
        await Refused(Do("customer/C1", more, "S1", Duties.Grid), ControlPoints.CreditMustSuffice);
        await Accepted(Do("customer/C1", new OverrideControl("CP-CREDIT-05", "董事会批准", time.GetUtcNow().AddDays(1)), "CTRL", Duties.Controller));
        await Accepted(Do("customer/C1", more, "S1", Duties.Grid));
        await Refused(Do("customer/C1", new TakeReservation("credit", "c", "contract/C", new(1, "CNY")), "S1", Duties.Grid), ControlPoints.CreditMustSuffice);
        await Refused(Do("customer/C1", new ReleaseReservation("a"), "S1", Duties.Finance | Duties.Manager), ControlPoints.ReservationMustComeFromGrid);
    }

    [Fact]
    public async Task Of_a_hundred_picks_at_once_as_many_succeed_as_a_day_allows_and_the_next_day_allows_more()
    {
        await Fill(100);
        Assert.Equal(PoolPolicy.Default.PicksPerDay, await PickAll(100));
        Assert.Equal(PoolPolicy.Default.PicksPerDay, (await ReservationsOf("pick/S1")).Count(h => h.PendingUntil is null));
        // Returning one does not make room for another the same day.
        var picked = (await ReservationsOf("pick/S1"))[0].For;
        await Accepted(Do(picked, new ReturnToPool("暂无需求"), "S1"));
        Assert.Equal(0, await PickAll(100));
        time.Forward(TimeSpan.FromDays(1));
        Assert.Equal(PoolPolicy.Default.PicksPerDay, await PickAll(100));
        // 26 hours after the pick its place is free again.
        time.Forward(TimeSpan.FromHours(2));
        await grid.Subject(picked).Wake();
        Assert.DoesNotContain(await ReservationsOf("pick/S1"), h => h.For == picked);
        await grid.Verify();
    }

    [Fact]
    public async Task Limits_a_manager_sets_hold_from_the_next_pick_on()
    {
        await Fill(10);
        await Accepted(Do("pool/company", new SetPoolPolicy(new(100, 7, 0, new())), "M1", Duties.Manager));
        Assert.Equal(7, await PickAll(10));
        await Refused(Do("customer/C1", new AssignOwner("S1"), "M1", Duties.Manager), ControlPoints.CapacityMustSuffice);
        await Accepted(Do("customer/C1", new AssignOwner("S2"), "M1", Duties.Manager));
        Assert.Equal("S2", (await File("C1")).OwnerId);
        var view = (PickView)(await grid.Subject("pick/S1").See())!;
        Assert.Equal((7, 7, 100), (view.Capacity, view.Taken, view.PicksPerDay));
    }

    [Fact]
    public async Task A_customer_that_changes_hands_takes_one_place_and_gives_the_other_back()
    {
        await Accepted(Do("customer/C1", new AssignOwner("S1"), "M1", Duties.Manager));
        await Accepted(Do("customer/C1", new AssignOwner("S2"), "M1", Duties.Manager));
        Assert.Empty(await ReservationsOf("pick/S1"));
        Assert.Null(Assert.Single(await ReservationsOf("pick/S2")).PendingUntil);
        await Refused(Do("customer/C1", new RecordFollowUp("call", "x"), "S1"), ControlPoints.CustomerMustBeOnesOwn);
        await Accepted(Do("customer/C1", new RecordFollowUp("call", "x"), "S2"));
    }

    [Fact]
    public async Task A_place_of_somebody_whose_assignment_was_never_written_is_given_back()
    {
        (appendsLeft, isAway) = (1, true);
        await Assert.ThrowsAnyAsync<Exception>(() => Do("customer/C1", new AssignOwner("S1"), "M1", Duties.Manager));
        Volatile.Write(ref isAway, false);
        Assert.Single(await ReservationsOf("pick/S1"));
        time.Forward(TakeReservation.PendingFor);
        await grid.Subject("pick/S1").Wake();
        Assert.Empty(await ReservationsOf("pick/S1"));
        Assert.Null((await grid.Customer("C1").Get())!.File);
    }

    [Fact]
    public async Task A_customer_nobody_follows_up_goes_back_when_its_day_has_come_unless_a_contract_stands()
    {
        await GrantCredit("C1", 1_000_00);
        await Accepted(Do("customer/C1", new AssignOwner("S1"), "M1", Duties.Manager));
        var due = (await File("C1")).RecycleOn!.Value;
        Assert.Equal(Today.AddDays(90), due);
        time.Forward(TimeSpan.FromDays(89));
        await grid.Subject("customer/C1").Wake();
        Assert.Equal("S1", (await File("C1")).OwnerId);
        Assert.Contains((await grid.Subject("customer/C1").Controls()).Warnings, w => w.Code == "before-recycle" && w.Owner == "S1");

        await Accepted(Do("customer/C1", new TakeReservation("credit", "a", "contract/A", new(1, "CNY")), "S1", Duties.Grid));
        await Accepted(Do("customer/C1", new ConfirmReservation("a"), "S1", Duties.Grid));
        time.Forward(TimeSpan.FromDays(2));
        await grid.Subject("customer/C1").Wake();
        Assert.Equal(("S1", Today.AddDays(7)), ((await File("C1")).OwnerId, (await File("C1")).RecycleOn));
        await Accepted(Do("customer/C1", new ReleaseReservation("a"), "S1", Duties.Grid));
        time.Forward(TimeSpan.FromDays(8));
        await grid.Subject("customer/C1").Wake();
        var file = await File("C1");
        Assert.Equal((null, true), (file.OwnerId, file.InPool));
        Assert.Empty(await ReservationsOf("pick/S1"));
        await Refused(Do("customer/C1", new PickFromPool(), "S1"), ControlPoints.FormerOwnerMustWait);
        await Accepted(Do("customer/C1", new PickFromPool(), "S2"));
        await grid.Verify();
    }

    [Fact]
    public async Task A_customer_is_listed_by_its_tags_without_the_people_it_knows()
    {
        await Accepted(Do("customer/C1", new PutContact("P-1", "张伟", Phone: "13800001234"), "S1"));
        await Accepted(Do("customer/C1", new AssignOwner("S1"), "M1", Duties.Manager));
        var bucket = SubjectId.BucketOf("customer/C1", 4);
        var projection = grid.Grains.GetGrain<Projections.IProjectionGrain>(bucket);
        var listed = (CustomerView)Assert.Single((await projection.List(new() { Kind = "customer", Tag = "owner:S1" })).Rows).Row;
        Assert.Equal((1, 0), (listed.File!.ContactCount, listed.File.Contacts.Length));
        await Accepted(Do("customer/C1", new ReturnToPool("x"), "S1"));
        Assert.Empty((await projection.List(new() { Kind = "customer", Tag = "owner:S1" })).Rows);
        Assert.Single((await projection.List(new() { Kind = "customer", Tag = "pool" })).Rows);
        Assert.Equal("张伟", Assert.Single((await File("C1")).Contacts).Name);
    }

    /// <summary>Customers P0, P1 and so on, in the pool.</summary>
    private Task Fill(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
    {
        await Accepted(grid.Customer($"P{i}").Execute(new RegisterCustomer(new($"公海 {i}")), grid.Command()));
        await Accepted(Do($"customer/P{i}", new ReturnToPool("导入"), "M1", Duties.Manager));
    }));

    /// <summary>S1 picks every customer nobody owns, all at once; how many of them.</summary>
    private async Task<int> PickAll(int count)
    {
        var before = await Task.WhenAll(Enumerable.Range(0, count).Select(i => File($"P{i}")));
        var receipts = await Task.WhenAll(Enumerable.Range(0, count).Where(i => before[i].InPool).Select(i => Do($"customer/P{i}", new PickFromPool(), "S1")));
        Assert.All(receipts.Where(r => !r.Accepted), r => Assert.Contains(r.Refusal!.ControlPoint, new[] { "CP-POOL-04", "CP-POOL-05", "CP-POOL-06" }));
        return receipts.Count(r => r.Accepted);
    }

    /// <summary>Reads the journal word for word: the most that was ever reserved of a customer, what is at the end, and in how many reservations.</summary>
    private async Task<(long Most, long Last, int Open)> HeldThroughout(string subject)
    {
        var open = new Dictionary<string, long>();
        var most = 0L;
        await foreach (var record in grid.Store.ReadJournal(SubjectId.BucketOf(subject, 4), 1, CancellationToken.None))
        {
            foreach (var entry in JournalCodec.ReadVerified(record))
            {
                if (entry.Subject != subject || entry.Type is not ("ReservationGranted" or "ReservationReleased"))
                    continue;
                using var json = JsonDocument.Parse(entry.Data);
                var token = json.RootElement.GetProperty("token").GetString()!;
                if (entry.Type == "ReservationGranted")
                    open.Add(token, json.RootElement.GetProperty("amount").GetProperty("minorUnits").GetInt64());
                else
                    open.Remove(token);
                most = Math.Max(most, open.Values.Sum());
            }
        }
        return (most, open.Values.Sum(), open.Count);
    }
}
