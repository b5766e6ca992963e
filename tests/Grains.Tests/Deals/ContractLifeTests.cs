using SalesGrid.Contracts;
using SalesGrid.Customers;
using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Quotes;
using SalesGrid.Reservations;
using SalesGrid.Storage.InMemory;
using SalesGrid.Subjects;
using SalesGrid.Testing;

namespace SalesGrid.Grains.Tests.Deals;

/// <summary>Contracts from draft to archive, with the objects around them.</summary>
public sealed class ContractLifeTests
{
    [Fact]
    public async Task A_signed_contract_takes_credit_and_allowance_until_it_is_paid()
    {
        await using var grid = await DealGrid.Start();
        await grid.Reviewed("K1");
        Assert.Equal((0L, 0L), await Exposure(grid));
        await grid.Accepted("contract", "K1", grid.Signature);
        Assert.Equal((1_000_00L, 1_000_00L), await Exposure(grid));
        Assert.All(await grid.Reservations("customer", grid.Customer), h => Assert.Null(h.PendingUntil));
        Assert.Equal(new(DocumentKind.Contract, "K1", true), grid.Seam.Notes.Last());

        await grid.Accepted("contract", "K1", Receipt(grid, "R1", 300_00), "finance", Duties.Finance);
        Assert.Equal((700_00L, 700_00L), await Exposure(grid));
        await grid.Accepted("contract", "K1", Receipt(grid, "R1", 300_00), "finance", Duties.Finance);
        Assert.Equal((700_00L, 700_00L), await Exposure(grid));
        await grid.Accepted("contract", "K1", Receipt(grid, "R2", 700_00), "finance", Duties.Finance);
        Assert.Equal((0L, 0L), await Exposure(grid));
        await grid.Accepted("contract", "K1", new CompleteContract(), "finance", Duties.Finance);
        await grid.Accepted("contract", "K1", new ArchiveContract("3-12"), "legal", Duties.Legal);
        Assert.Equal((ContractStatus.Archived, true), await grid.Contract("K1") is var k ? (k.Status, k.Stands) : default);
        await grid.Cluster.Verify();
    }

    [Fact]
    public async Task Where_the_second_reservation_is_refused_the_first_is_given_back()
    {
        await using var grid = await DealGrid.Start();
        DealFaultInjection.Limit($"customer/{grid.Customer}", "credit", 1_500_00);
        await grid.Reviewed("K1");
        await grid.Reviewed("K2");
        await grid.Accepted("contract", "K1", grid.Signature);
        await grid.Refused(ControlPoints.ReservationsMustBeFew, "contract", "K2", grid.Signature);
        Assert.Equal((1_000_00L, 1_000_00L), await Exposure(grid));
        Assert.Equal(ContractStatus.Approved, (await grid.Contract("K2")).Status);
        await grid.Accepted("contract", "K1", new TerminateContract("破产"), "legal", Duties.Legal);
        Assert.Equal((0L, 0L), await Exposure(grid));
        await grid.Accepted("contract", "K2", grid.Signature);
        Assert.Equal((1_000_00L, 1_000_00L), await Exposure(grid));
    }

    [Fact]
    public async Task A_quote_carries_one_contract_until_that_is_terminated()
    {
        await using var grid = await DealGrid.Start();
        await grid.Reviewed("K1");
        await grid.Refused(ControlPoints.QuoteMustCarryOneContract, "contract", "K2", new DraftContract("Q-K1", DealGrid.Clauses));
        await grid.Accepted("contract", "K1", grid.Signature);
        await grid.Refused(ControlPoints.QuoteMustCarryOneContract, "contract", "K2", new DraftContract("Q-K1", DealGrid.Clauses));
        await grid.Accepted("contract", "K1", new TerminateContract("破产"), "legal", Duties.Legal);
        await grid.Refused(ControlPoints.ContractMustBeInStatus, "contract", "K1", grid.Signature);
        await grid.Accepted("contract", "K2", new DraftContract("Q-K1", DealGrid.Clauses));
        Assert.Equal([true, false], grid.Seam.Notes.Where(n => n.Kind == DocumentKind.Contract).Select(n => n.Stands));
    }

    [Fact]
    public async Task A_contract_whose_quote_was_changed_is_not_signed()
    {
        await using var grid = await DealGrid.Start();
        await grid.Reviewed("K1");
        await grid.Accepted("quote", "Q-K1", new ReviseQuote(PaymentTerms: "预付"));
        await grid.Refused(ControlPoints.ContractMustComeFromQuote, "contract", "K1", grid.Signature);
        await grid.Accepted("quote", "Q-K1", new SubmitQuote());
        await grid.Refused(ControlPoints.ContractMustComeFromQuote, "contract", "K1", grid.Signature);
        await grid.Accepted("contract", "K1", new AmendContract("报价已变", QuoteId: "Q-K1"));
        await grid.Review("K1");
        await grid.Accepted("contract", "K1", grid.Signature);
    }

    [Fact]
    public async Task An_amended_contract_takes_the_difference_and_is_never_covered_for_less_than_it_is_signed_for()
    {
        await using var grid = await DealGrid.Start();
        await grid.Reviewed("K1");
        await grid.Accepted("contract", "K1", grid.Signature);
        await grid.Accepted("contract", "K1", Receipt(grid, "R1", 400_00), "finance", Duties.Finance);
        await grid.Accepted("quote", "Q2", new DraftQuote("O1", "PL1", [new("CNC-5", 2_000)], grid.Today.AddDays(30)));
        await grid.Accepted("quote", "Q2", new SubmitQuote());
        await grid.Accepted("contract", "K1", new AmendContract("增购", QuoteId: "Q2"));
        await grid.Review("K1");
        Assert.Equal((600_00L, 600_00L), await Exposure(grid));
        var steps = new System.Collections.Concurrent.ConcurrentQueue<string>();
        grid.Seam.Breaks = (subject, command, done) =>
        {
            if (done && command is ReservationCommand && subject.StartsWith("customer/", StringComparison.Ordinal))
                steps.Enqueue($"{command.GetType().Name} {(command as TakeReservation)?.Amount?.MinorUnits}".TrimEnd());
            return false;
        };
        await grid.Accepted("contract", "K1", grid.Signature);
        Assert.Equal(["TakeReservation 100000", "ConfirmReservation"], steps);
        Assert.Equal((1_600_00L, 1_600_00L), await Exposure(grid));
        // Its first quote is free again, its second is not.
        await grid.Accepted("contract", "K2", new DraftContract("Q-K1", DealGrid.Clauses));
        await grid.Refused(ControlPoints.QuoteMustCarryOneContract, "contract", "K3", new DraftContract("Q2", DealGrid.Clauses));
    }

    [Fact]
    public async Task A_contract_of_most_of_the_credit_is_amended_within_it_and_only_the_difference_moves()
    {
        const long limit = 1_000_000_00;
        await using var grid = await DealGrid.Start();
        DealFaultInjection.Limit($"customer/{grid.Customer}", "credit", limit);
        DealFaultInjection.Limit($"salesperson/{grid.Owner}", "allowance", limit);
        await grid.Priced("Q900", 900_000);
        await grid.Reviewed("K1", "Q900");
        await grid.Accepted("contract", "K1", grid.Signature);

        async Task SignAgain(AmendContract amendment)
        {
            await grid.Accepted("contract", "K1", amendment);
            await grid.Review("K1");
            await grid.Accepted("contract", "K1", grid.Signature);
        }
        // One clause: nothing moves.
        await SignAgain(new("延期", new(Delivery: "四月底前")));
        Assert.Equal((900_000_00L, 900_000_00L), await Exposure(grid));
        // Up, within the limit: the difference is taken.
        await grid.Priced("Q950", 950_000);
        await SignAgain(new("增购", QuoteId: "Q950"));
        Assert.Equal((950_000_00L, 950_000_00L), await Exposure(grid));
        // Up, beyond it: refused, and everything is as it was.
        await grid.Priced("Q1001", 1_001_000);
        await grid.Accepted("contract", "K1", new AmendContract("增购", QuoteId: "Q1001"));
        await grid.Review("K1");
        await grid.Refused(ControlPoints.ReservationsMustBeFew, "contract", "K1", grid.Signature);
        Assert.Equal((950_000_00L, 950_000_00L), await Exposure(grid));
        // Down: the difference is given back, the newest first, and the rest of it from what was there before.
        await grid.Priced("Q800", 800_000);
        await SignAgain(new("减购", QuoteId: "Q800"));
        Assert.Equal((800_000_00L, 800_000_00L), await Exposure(grid));
        await grid.Accepted("contract", "K1", new TerminateContract("破产"), "legal", Duties.Legal);
        Assert.Equal((0L, 0L), await Exposure(grid));

        // At no moment in the ledger was it more than the limit, or less than what was signed.
        Assert.Equal([900_000_00L, 950_000_00L, 900_000_00L, 800_000_00L, 0L], await Story(grid, "customer", grid.Customer, "credit"));
        var allowance = await Story(grid, "salesperson", grid.Owner, "allowance");
        Assert.InRange(allowance.Max(), 900_000_00, limit);
        Assert.InRange(allowance.SkipLast(1).Min(), 800_000_00, limit);
        await grid.Cluster.Verify();
    }

    [Fact]
    public async Task Another_activation_that_was_faster_leaves_nothing_taken_for_the_slower()
    {
        await using var grid = await DealGrid.Start();
        DealFaultInjection.Limit($"customer/{grid.Customer}", "credit", 1_500_00);
        await grid.Reviewed("K1");
        var faster = 0;
        grid.Seam.After = async (_, command) =>
        {
            // While the contract waits for its credit, somebody who is not its grain appends to it: as an activation beyond a partition would.
            if (command is not TakeReservation { Account: "credit" } || Interlocked.Exchange(ref faster, 1) == 1)
                return;
            var bucket = SubjectId.BucketOf("contract/K1", 4);
            var ledger = grid.Cluster.Grains.GetGrain<ILedgerGrain>(bucket);
            var record = (SubjectRecord<Contract>)(await ledger.Load("contract/K1"))!.Record;
            var abandoned = new ReservationAbandoned("x", "credit", "customer/x");
            var reply = await ledger.Append(new("contract/K1", record.Version, [new(nameof(ReservationAbandoned), 1, SubjectKind<Contract, ContractEvent>.Write(abandoned))],
                new("faster", "S1"), 1, grid.Time.Now, record.After(record.Body, 1)));
            Assert.Equal(AppendVerdict.Committed, reply.Outcome);
        };
        // 1,000 is asked for twice of 1,500: the first is given back before it is asked for again.
        await grid.Accepted("contract", "K1", grid.Signature);
        Assert.Equal(1, faster);
        Assert.Equal((1_000_00L, 1_000_00L), await Exposure(grid));
        Assert.All(await grid.Reservations("customer", grid.Customer), r => Assert.Null(r.PendingUntil));
        await grid.Cluster.Verify();
    }

    /// <summary>How much of an account an object had granted after each of its entries that changed it, minor units.</summary>
    private static async Task<List<long>> Story(DealGrid grid, string kind, string id, string account)
    {
        List<long> story = [];
        var granted = GrantedReservations.None;
        foreach (var entry in await grid.Subject(kind, id).Trail(0, 500))
        {
            if (SubjectKinds.Of($"{kind}/{id}").Read(entry.Type, System.Text.Encoding.UTF8.GetBytes(entry.Data)) is not (CommonEvent happened and (ReservationGranted or ReservationConfirmed or ReservationReleased)))
                continue;
            var before = granted.SumOf(account);
            granted = granted.Evolve(happened);
            if (granted.SumOf(account) != before)
                story.Add(granted.SumOf(account));
        }
        return story;
    }

    public static TheoryData<string, bool> Crashes => new()
    {
        { "allowance", false }, { "allowance", true }, { "credit", false }, { "credit", true },
        { "confirm", false }, { "confirm", true }, { "store", false }, { "store", true },
    };

    [Theory, MemberData(nameof(Crashes))]
    public async Task Wherever_signing_is_cut_off_it_is_signed_and_held_or_neither(string where, bool afterwards)
    {
        var (armed, away) = (0, 0);
        var store = new FaultyLedgerStore(new InMemoryLedgerStore(), call => call == LedgerCall.Append && Volatile.Read(ref away) == 1
            ? afterwards ? Fault.FailAfter : Fault.FailBefore
            : Fault.None);
        var seam = new DealFaultInjection();
        await using var grid = await DealGrid.Start(store, o => o.StoreAttemptsMax = 1, seam);
        seam.Breaks = (_, command, done) =>
        {
            var hit = (where, command) switch
            {
                ("confirm", ConfirmReservation) => done == afterwards,
                ("store", TakeReservation { Account: "credit" }) => done,
                (_, TakeReservation take) => take.Account == where && done == afterwards,
                _ => false,
            };
            if (!hit || Interlocked.Exchange(ref armed, 0) != 1)
                return false;
            Volatile.Write(ref away, where == "store" ? 1 : 0);
            return where != "store";
        };
        await grid.Reviewed("K1");
        Volatile.Write(ref armed, 1);
        var sent = await Record.ExceptionAsync(() => grid.Send("contract", "K1", grid.Signature, commandId: "sign"));
        Volatile.Write(ref away, 0);
        Assert.Equal(0, Volatile.Read(ref armed));
        Assert.True(sent is not null || where is "confirm" or "store");

        grid.Time.Advance(TimeSpan.FromMinutes(3));
        await grid.Wake("salesperson", grid.Owner);
        await grid.Wake("customer", grid.Customer);
        var held = (await grid.Contract("K1")).Stands ? 1_000_00L : 0;
        Assert.Equal((held, held), await Exposure(grid));

        await GridCluster.Accepted(grid.Send("contract", "K1", grid.Signature, commandId: "sign"));
        grid.Time.Advance(TimeSpan.FromMinutes(3));
        await grid.Wake("salesperson", grid.Owner);
        await grid.Wake("customer", grid.Customer);
        Assert.Equal((1_000_00L, 1_000_00L), await Exposure(grid));
        Assert.All(await grid.Reservations("customer", grid.Customer), h => Assert.Null(h.PendingUntil));
        await grid.Cluster.Verify();
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Money_frees_its_part_once_whatever_call_is_lost_and_however_often_it_is_tried(bool afterwards)
    {
        var armed = 0;
        var seam = new DealFaultInjection();
        await using var grid = await DealGrid.Start(seam: seam);
        seam.Breaks = (_, command, done) => command is ReleaseReservation && done == afterwards && Interlocked.Exchange(ref armed, 0) == 1;
        await grid.Reviewed("K1");
        await grid.Accepted("contract", "K1", grid.Signature);
        foreach (var (reference, left) in new[] { ("R1", 900_00L), ("R2", 800_00L), ("R3", 700_00L) })
        {
            Volatile.Write(ref armed, 1);
            await grid.Accepted("contract", "K1", Receipt(grid, reference, 100_00), "finance", Duties.Finance);
            Assert.Equal(0, Volatile.Read(ref armed));
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => grid.Subject("contract", "K1").Wake()));
            await grid.Wake("contract", "K1");
            Assert.Equal((left, left), await Exposure(grid));
        }
        await grid.Cluster.Verify();
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task The_customer_learns_of_a_signature_once_and_is_kept_by_its_owner(bool afterwards)
    {
        var armed = 0;
        var seam = new DealFaultInjection();
        await using var grid = await DealGrid.Start(seam: seam);
        seam.Breaks = (_, command, done) => command is NoteDeal && done == afterwards && Interlocked.Exchange(ref armed, 0) == 1;
        await grid.Accepted("customer", grid.Customer, new AssignOwner(grid.Owner), grid.Lead, Duties.Manager);
        await grid.Accepted("customer", grid.Customer, new Classify(CustomerClass.Intent, "已索取报价"));
        await grid.Reviewed("K1");
        Assert.Equal((CustomerClass.Intent, 0), await File(grid) is var before ? (before.Class, before.Deals) : default);
        Volatile.Write(ref armed, 1);
        await grid.Accepted("contract", "K1", grid.Signature);
        await grid.Wake("contract", "K1");
        Assert.Equal(0, Volatile.Read(ref armed));
        var won = await File(grid);
        Assert.Equal((CustomerClass.Won, 1), (won.Class, won.Deals));
        Assert.True(won.RecycleOn > before.RecycleOn, $"{before.RecycleOn} to {won.RecycleOn}");

        // Signed anew it is the same deal.
        await grid.Accepted("contract", "K1", new AmendContract("延期", new(Delivery: "四月底前")));
        await grid.Review("K1");
        await grid.Accepted("contract", "K1", grid.Signature);
        await grid.Accepted("contract", "K1", Receipt(grid, "R1", 1_000_00), "finance", Duties.Finance);
        await grid.Wake("contract", "K1");
        Assert.Equal(1, (await File(grid)).Deals);

        // Nothing draws on its credit any more, and it is past the day it would have gone back to the pool.
        grid.Time.Advance(TimeSpan.FromDays(60));
        await grid.Wake("customer", grid.Customer);
        Assert.Equal((grid.Owner, false), await File(grid) is var after ? (after.OwnerId, after.InPool) : default);
        await grid.Cluster.Verify();
    }

    [Fact]
    public async Task Many_contracts_at_once_stop_exactly_at_the_limit()
    {
        await using var grid = await DealGrid.Start();
        DealFaultInjection.Limit($"customer/{grid.Customer}", "credit", 12_000_00);
        var ids = Enumerable.Range(0, 40).Select(i => $"K{i}").ToArray();
        await Task.WhenAll(ids.Select(id => grid.Reviewed(id)));
        var receipts = await Task.WhenAll(ids.Select(id => grid.Send("contract", id, grid.Signature)));
        Assert.Equal(12, receipts.Count(r => r.Accepted));
        Assert.Equal((12_000_00L, 12_000_00L), await Exposure(grid));
    }

    private static RecordReceipt Receipt(DealGrid grid, string reference, long minor) => new(new Money(minor, "CNY"), grid.Today, reference);

    private static async Task<CustomerFileView> File(DealGrid grid) =>
        ((CustomerView)(await grid.Subject("customer", grid.Customer).See())!).File!;

    private static async Task<(long Allowance, long Credit)> Exposure(DealGrid grid) =>
        (await grid.Held("salesperson", grid.Owner, "allowance"), await grid.Held("customer", grid.Customer, "credit"));
}
