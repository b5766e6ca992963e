using SalesGrid.Claims;
using SalesGrid.Contracts;
using SalesGrid.Customers;
using SalesGrid.Opportunities;
using SalesGrid.Pools;
using SalesGrid.PriceLists;
using SalesGrid.Processes;
using SalesGrid.Quotes;
using SalesGrid.Reservations;
using SalesGrid.Salespeople;
using SalesGrid.Storage.InMemory;
using SalesGrid.Testing;

namespace SalesGrid.Grains.Tests.Deals;

/// <summary>
/// A step between objects is cut off at every place there is, one after the other: before and after every write and every call.
/// From there on its objects are dead, until another silo begins over the same store. Nothing may be left half done.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const long Price = 1_000_00, Discount = 30_00, Paid = 400_00;

    /// <summary>A process that lets no two open opportunities be about the same customer and product.</summary>
    private static readonly ProcessDefinition Guarded = ProcessCatalog.Shipped.Pinned("key-account", 1) with { Id = "guarded", Collision = CollisionRule.Refuse };

    private static readonly ProcessCatalog Processes = new([ProcessCatalog.Shipped.Pinned("key-account", 1), Guarded]);

    private static readonly SignContract Signature = new(new(2026, 9, 15), "HT-1", "王建国");

    [Fact]
    public async Task Wherever_a_step_is_cut_off_it_is_completed_or_undone()
    {
        var store = new InMemoryLedgerStore();
        var crash = new Crash();
        var time = new SetTime(new(2026, 9, 15, 1, 30, 0, TimeSpan.Zero));
        var runs = new List<(string Step, string Set)>();
        await using (var grid = await GridCluster.Start(new FaultyLedgerStore(store, crash.Plan), silos: 1, o => o.StoreAttemptsMax = 1, time, Processes, crash))
        {
            await Must(grid, "pricelist/P1", new DraftPriceList("目录价", "CNY", [new("CNC-5", "车床", 1_000m, 700m, 500m)]), "pricing", Duties.ProcessOwner);
            await Must(grid, "pricelist/P1", new ApprovePriceList(new(2026, 9, 15)), "another", Duties.ProcessOwner);
            foreach (var step in Steps.Keys)
            {
                // Until the place lies behind the end: then it went through whole.
                for (int place = 1, attempt = 1; ; place++, attempt++)
                {
                    var set = $"{step}{attempt}";
                    await Prepare(grid, step, set);
                    crash.Arm(set, place);
                    Receipt? receipt = null;
                    var thrown = await Record.ExceptionAsync(async () => receipt = await Steps[step](grid, set));
                    if (!crash.Disarm())
                    {
                        Assert.Null(thrown);
                        // A ledger that the run before left in doubt may still be settling: the same place is tried with other objects.
                        if (receipt!.Refusal is { Kind: RefusalKind.Busy } && attempt < 100)
                        {
                            place--;
                            continue;
                        }
                        Assert.True(receipt.Accepted, $"{step}: {receipt.Refusal?.ControlPoint} {receipt.Refusal?.Reason.En}");
                        output.WriteLine($"{step}: cut off at {place - 1} places");
                        Assert.True(place > (step is "open" or "lose" or "assign" or "return" ? 5 : 8), $"{step} has only {place} places");
                        break;
                    }
                    runs.Add((step, set));
                }
            }
            foreach (var silo in grid.Cluster.Silos.ToArray())
                await grid.Cluster.KillSiloAsync(silo);
        }

        await using var reborn = await GridCluster.Start(store, silos: 1, time: time, processes: Processes);
        var half = 0;
        foreach (var (_, set) in runs)
            half += await AnyWaits(reborn, set) ? 1 : 0;
        output.WriteLine($"{half} places left a reservation nobody had confirmed");
        Assert.True(half > 0, "Nothing was half done: nothing was cut off.");
        await Settle(reborn, time, runs);
        var done = 0;
        foreach (var (step, set) in runs)
            done += await Check(reborn, step, set) ? 1 : 0;
        output.WriteLine($"{runs.Count} places: completed {done}, undone {runs.Count - done}");
        // Both ways must have been met, or this shows only half of it.
        Assert.InRange(done, 1, runs.Count - 1);

        // Whoever got no answer sends the same command again: then it is done, once.
        foreach (var (step, set) in runs)
            await GridCluster.Accepted(Steps[step](reborn, set));
        await Settle(reborn, time, runs);
        foreach (var (step, set) in runs)
            Assert.True(await Check(reborn, step, set), $"{set} is not done after it was sent again");
        await reborn.Verify();
    }

    /// <summary>The steps between objects, by name.</summary>
    private static readonly Dictionary<string, Func<GridCluster, string, Task<Receipt>>> Steps = new()
    {
        ["sign"] = (grid, set) => Send(grid, $"contract/K-{set}", Signature, $"S-{set}", Duties.None, $"step-{set}"),
        ["approve"] = (grid, set) => Send(grid, $"quote/Q-{set}", new SubmitQuote(), $"S-{set}", Duties.None, $"step-{set}"),
        ["end"] = (grid, set) => Send(grid, $"contract/K-{set}", new TerminateContract("客户取消"), "legal", Duties.Legal, $"step-{set}"),
        ["pay"] = (grid, set) => Send(grid, $"contract/K-{set}", new RecordReceipt(new Money(Paid, "CNY"), new(2026, 9, 15), "R-1"), "finance", Duties.Finance, $"step-{set}"),
        ["raise"] = (grid, set) => Send(grid, $"contract/K-{set}", Signature, $"S-{set}", Duties.None, $"step-{set}"),
        ["lower"] = (grid, set) => Send(grid, $"contract/K-{set}", Signature, $"S-{set}", Duties.None, $"step-{set}"),
        ["void"] = (grid, set) => Send(grid, $"quote/Q-{set}", new WithdrawQuote("客户取消"), $"S-{set}", Duties.None, $"step-{set}"),
        ["open"] = (grid, set) => Send(grid, $"opportunity/N-{set}", new OpenOpportunity(new("Mill", $"C-{set}", "CNC-6"), $"S-{set}", Guarded.Id), $"S-{set}", Duties.None, $"step-{set}"),
        ["lose"] = (grid, set) => Send(grid, $"opportunity/N-{set}", new LoseOpportunity("price"), $"S-{set}", Duties.None, $"step-{set}"),
        ["assign"] = (grid, set) => Send(grid, $"customer/C-{set}", new AssignOwner($"S-{set}"), "lead", Duties.Manager, $"step-{set}"),
        ["return"] = (grid, set) => Send(grid, $"customer/C-{set}", new ReturnToPool("暂无需求"), "lead", Duties.Manager, $"step-{set}"),
        ["draft"] = (grid, set) => Send(grid, $"contract/K-{set}", Draft(set), $"S-{set}", Duties.None, $"step-{set}"),
    };

    /// <summary>Brings the objects of a run to where the step begins.</summary>
    private static async Task Prepare(GridCluster grid, string step, string set)
    {
        var seller = $"S-{set}";
        await Must(grid, $"salesperson/{seller}", new RegisterSalesperson("王芳", new("T", "R")), "people", Duties.People);
        await Must(grid, $"salesperson/{seller}", new GrantAuthority("any", 500, null, new Money(10 * Price, "CNY"), new Money(10 * Price, "CNY")), "people", Duties.People);
        await Must(grid, $"customer/C-{set}", new RegisterCustomer(new("华东精密机械")), seller);
        foreach (var item in Diligence.Shipped)
            await Must(grid, $"customer/C-{set}", new RecordDiligence(item.Code, DiligenceResult.Pass, "DD-1", new(2027, 9, 15)), "finance", Duties.Finance);
        await Must(grid, $"customer/C-{set}", new GrantCredit(CreditGrade.A, new(10 * Price, "CNY"), new(2027, 3, 1), "年度授信"), "finance", Duties.Finance);
        if (step == "return")
            await Must(grid, $"customer/C-{set}", new AssignOwner(seller), "lead", Duties.Manager);
        if (step == "lose")
            await Must(grid, $"opportunity/N-{set}", new OpenOpportunity(new("Mill", $"C-{set}", "CNC-6"), seller, Guarded.Id), seller);
        await Must(grid, $"opportunity/O-{set}", new OpenOpportunity(new("Lathe", $"C-{set}"), seller), seller);
        await Must(grid, $"quote/Q-{set}", new DraftQuote($"O-{set}", "P1", [new("CNC-5", step == "lower" ? 2_000 : 1_000, null, step is "approve" or "void" ? 300 : 0)], new(2026, 10, 15)), seller);
        if (step == "approve")
            return;
        await Must(grid, $"quote/Q-{set}", new SubmitQuote(), seller);
        if (step is not ("sign" or "end" or "pay" or "raise" or "lower"))
            return;
        await Must(grid, $"contract/K-{set}", Draft(set), seller);
        await Review(grid, set);
        if (step == "sign")
            return;
        await Must(grid, $"contract/K-{set}", Signature, seller);
        if (step is not ("raise" or "lower"))
            return;
        await Must(grid, $"quote/Q2-{set}", new DraftQuote($"O-{set}", "P1", [new("CNC-5", step == "raise" ? 2_000 : 1_000)], new(2026, 10, 15)), seller);
        await Must(grid, $"quote/Q2-{set}", new SubmitQuote(), seller);
        await Must(grid, $"contract/K-{set}", new AmendContract("变更数量", QuoteId: $"Q2-{set}"), seller);
        await Review(grid, set);
    }

    private static async Task Review(GridCluster grid, string set)
    {
        await Must(grid, $"contract/K-{set}", new SubmitForReview(), $"S-{set}");
        await Must(grid, $"contract/K-{set}", new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), "legal", Duties.Legal);
        await Must(grid, $"contract/K-{set}", new ReviewContract(ReviewSide.Finance, ReviewVerdict.Approved), "finance", Duties.Finance);
    }

    /// <summary>Lets the time pass after which everything is looked at, twice, and wakes everything.</summary>
    private static async Task Settle(GridCluster grid, SetTime time, List<(string Step, string Set)> runs)
    {
        for (var round = 0; round < 2; round++)
        {
            time.Advance(TimeSpan.FromMinutes(3));
            foreach (var (_, set) in runs)
            {
                foreach (var subject in Touched(set))
                    await grid.Subject(subject).Wake();
            }
        }
    }

    /// <summary>Checks that a run is whole, and says whether its step was done (true) or not (false).</summary>
    private static async Task<bool> Check(GridCluster grid, string step, string set)
    {
        var quote = (QuoteView)(await grid.Subject($"quote/Q-{set}").See())!;
        var contract = (ContractView?)await grid.Subject($"contract/K-{set}").See();
        var deal = await grid.Opportunity($"N-{set}").Get();
        var customer = (CustomerView)(await grid.Subject($"customer/C-{set}").See())!;
        var paid = contract?.Receipts.Sum(r => r.Amount.MinorUnits) ?? 0;
        var open = contract is { Stands: true, Signed: { } signed } ? signed.Amount.MinorUnits - paid : 0;
        var isDrawn = contract is not (null or { Status: ContractStatus.Terminated });
        var isAmended = contract is { Signed.Revision: 2 };
        var expected = string.Join(' ', open, open, quote.Stands && (step is "approve" or "void") ? Discount : 0,
            isDrawn && !isAmended ? 1 : 0, isDrawn && (isAmended || step is "raise" or "lower") ? 1 : 0,
            deal is { Status: OpportunityStatus.Open } ? 1 : 0, customer.File?.OwnerId is not null ? 1 : 0);
        var reserved = string.Join(' ', await Reserved(grid, $"customer/C-{set}", "credit"), await Reserved(grid, $"salesperson/S-{set}", "allowance"),
            await Reserved(grid, $"salesperson/S-{set}", "discount"), await Reserved(grid, ClaimOf.ContractSubject($"Q-{set}"), ClaimOf.Contract),
            await Reserved(grid, ClaimOf.ContractSubject($"Q2-{set}"), ClaimOf.Contract), await Reserved(grid, Collision(set), ClaimOf.Collision),
            await Reserved(grid, PlaceAccounts.SubjectOf($"S-{set}"), PlaceAccounts.Assigned));
        Assert.True(reserved == expected, $"{set}: {reserved} is reserved, where it should be {expected}");
        var seen = (await grid.Opportunity($"O-{set}").Get())!;
        Assert.Equal(quote.Stands, seen.Documents.Contains(new(DocumentKind.Quote, $"Q-{set}")));
        Assert.Equal(contract is { Stands: true }, seen.Documents.Contains(new(DocumentKind.Contract, $"K-{set}")));
        Assert.Equal(contract?.Signed is null ? 0 : 1, customer.File?.Deals ?? 0);
        return step switch
        {
            "sign" => contract!.Stands,
            "approve" => quote.Stands,
            "end" => contract!.Status == ContractStatus.Terminated,
            "pay" => paid > 0,
            "raise" or "lower" => isAmended,
            "void" => !quote.Stands,
            "open" => deal is not null,
            "lose" => deal!.Status == OpportunityStatus.Lost,
            "assign" => customer.File?.OwnerId is not null,
            "return" => customer.File!.InPool,
            _ => contract is not null,
        };
    }

    /// <summary>What an object has granted of an account, minor units or a number of claims and places, all of it confirmed.</summary>
    private static async Task<long> Reserved(GridCluster grid, string subject, string account)
    {
        var granted = (await grid.Subject(subject).Controls()).Reservations;
        Assert.All(granted, r => Assert.True(r.PendingUntil is null, $"{subject} still waits for {r.Token}"));
        return granted.Where(r => r.Account == account).Sum(r => r.Amount?.MinorUnits ?? 1);
    }

    private static async Task<bool> AnyWaits(GridCluster grid, string set)
    {
        foreach (var subject in Touched(set))
        {
            if ((await grid.Subject(subject).Controls()).Reservations.Any(r => r.PendingUntil is not null))
                return true;
        }
        return false;
    }

    /// <summary>Everything a step of a run can touch.</summary>
    private static string[] Touched(string set) =>
    [
        $"quote/Q-{set}", $"quote/Q2-{set}", $"contract/K-{set}", $"opportunity/O-{set}", $"opportunity/N-{set}", $"salesperson/S-{set}", $"customer/C-{set}",
        PlaceAccounts.SubjectOf($"S-{set}"), ClaimOf.ContractSubject($"Q-{set}"), ClaimOf.ContractSubject($"Q2-{set}"), Collision(set),
    ];

    private static string Collision(string set) => ClaimOf.CollisionSubject($"C-{set}", "CNC-6");

    private static DraftContract Draft(string set) => new($"Q-{set}", DealGrid.Clauses);

    private static Task<Receipt> Must(GridCluster grid, string subject, Command command, string actor, Duties duties = Duties.None) =>
        GridCluster.Accepted(Send(grid, subject, command, actor, duties, Guid.NewGuid().ToString("n")));

    private static Task<Receipt> Send(GridCluster grid, string subject, Command command, string actor, Duties duties, string commandId) =>
        grid.Subject(subject).Do(command, new(commandId, actor, Duties: duties));

    /// <summary>
    /// Counts what the objects of one run do, and at the planned place has them die: no command reaches them and no write of theirs
    /// reaches the store. Objects of a run have the run's name at the end of their ids.
    /// </summary>
    private sealed class Crash : IIncomingGrainCallFilter
    {
        private readonly Lock gate = new();
        private readonly HashSet<string> dead = [];
        private string? armed;
        private int left;

        public void Arm(string set, int place)
        {
            lock (gate)
                (armed, left) = (set, place);
        }

        /// <summary>Stops counting; true when the place was reached.</summary>
        public bool Disarm()
        {
            lock (gate)
            {
                var died = dead.Contains(armed!);
                armed = null;
                return died;
            }
        }

        /// <summary>What becomes of a call to the store while a run is watched: nothing else is going on then.</summary>
        public Fault Plan(LedgerCall call)
        {
            lock (gate)
            {
                if (call != LedgerCall.Append || armed is null)
                    return Fault.None;
                return Dies(armed) ? Fault.FailBefore : Dies(armed) ? Fault.FailAfter : Fault.None;
            }
        }

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.Request.GetArgumentCount() == 0 || context.Request.GetArgument(0) is not Command command)
            {
                await context.Invoke();
                return;
            }
            var set = context.TargetId.Key.ToString()!.Split('-')[^1];
            Step(set, command, "before");
            await context.Invoke();
            Step(set, command, "after");
        }

        private void Step(string set, Command command, string when)
        {
            lock (gate)
            {
                if (Dies(set))
                    throw new IOException($"{command.GetType().Name} of {set}: planned end {when} it.");
            }
        }

        private bool Dies(string set)
        {
            if (set == armed && !dead.Contains(set) && --left == 0)
                dead.Add(set);
            return dead.Contains(set);
        }
    }
}
