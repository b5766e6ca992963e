using SalesGrid.Claims;
using SalesGrid.Contracts;
using SalesGrid.Customers;
using SalesGrid.Reservations;
using SalesGrid.Opportunities;
using SalesGrid.PriceLists;
using SalesGrid.Quotes;
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

    private static readonly SignContract Signature = new(new(2026, 9, 15), "HT-1", "王建国");

    [Fact]
    public async Task Wherever_a_step_is_cut_off_it_is_completed_or_undone()
    {
        var store = new InMemoryLedgerStore();
        var crash = new Crash();
        var time = new SetTime(new(2026, 9, 15, 1, 30, 0, TimeSpan.Zero));
        var runs = new List<(string Step, string Set)>();
        await using (var grid = await GridCluster.Start(new FaultyLedgerStore(store, crash.Plan), silos: 1, o => o.StoreAttemptsMax = 1, time, filter: crash))
        {
            await Must(grid, "pricelist/P1", new DraftPriceList("目录价", "CNY", [new("CNC-5", "车床", 1_000m, 700m, 500m)]), "pricing", Duties.ProcessOwner);
            await Must(grid, "pricelist/P1", new ApprovePriceList(new(2026, 9, 15)), "another", Duties.ProcessOwner);
            foreach (var step in Steps.Keys)
            {
                // Until the place lies behind the end: then it went through whole.
                for (var place = 1; ; place++)
                {
                    var set = $"{step}{place}";
                    await Prepare(grid, step, set);
                    crash.Arm(set, place);
                    var thrown = await Record.ExceptionAsync(() => Steps[step](grid, set));
                    if (!crash.Disarm())
                    {
                        Assert.Null(thrown);
                        output.WriteLine($"{step}: cut off at {place - 1} places");
                        Assert.True(place > 8, $"{step} has only {place} places");
                        break;
                    }
                    runs.Add((step, set));
                }
            }
            foreach (var silo in grid.Cluster.Silos.ToArray())
                await grid.Cluster.KillSiloAsync(silo);
        }

        await using var reborn = await GridCluster.Start(store, silos: 1, time: time);
        var half = 0;
        foreach (var (_, set) in runs)
            half += await Waits(reborn, $"customer/C-{set}") || await Waits(reborn, $"salesperson/S-{set}") || await Waits(reborn, Claim(set)) ? 1 : 0;
        output.WriteLine($"{half} places left a hold nobody had confirmed");
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
        ["pay"] = (grid, set) => Send(grid, $"contract/K-{set}", new RecordReceipt(new(Paid, "CNY"), new(2026, 9, 15), "R-1"), "finance", Duties.Finance, $"step-{set}"),
        ["draft"] = (grid, set) => Send(grid, $"contract/K-{set}", Draft(set), $"S-{set}", Duties.None, $"step-{set}"),
    };

    /// <summary>Brings the objects of a run to where the step begins.</summary>
    private static async Task Prepare(GridCluster grid, string step, string set)
    {
        var seller = $"S-{set}";
        await Must(grid, $"salesperson/{seller}", new RegisterSalesperson("王芳", new("T", "R")), "people");
        await Must(grid, $"salesperson/{seller}", new GrantAuthority("any", 500, null, new Money(10 * Price, "CNY"), new Money(10 * Price, "CNY")), "people", Duties.People);
        await Must(grid, $"customer/C-{set}", new RegisterCustomer(new("华东精密机械")), seller);
        foreach (var item in Diligence.Shipped)
            await Must(grid, $"customer/C-{set}", new RecordDiligence(item.Code, DiligenceResult.Pass, "DD-1", new(2027, 9, 15)), "finance", Duties.Finance);
        await Must(grid, $"customer/C-{set}", new GrantCredit(CreditGrade.A, new(10 * Price, "CNY"), new(2027, 3, 1), "年度授信"), "finance", Duties.Finance);
        await Must(grid, $"opportunity/O-{set}", new OpenOpportunity(new("Lathe", $"C-{set}"), seller), seller);
        await Must(grid, $"quote/Q-{set}", new DraftQuote($"O-{set}", "P1", [new("CNC-5", 1_000, null, step == "approve" ? 300 : 0)], new(2026, 10, 15)), seller);
        if (step == "approve")
            return;
        await Must(grid, $"quote/Q-{set}", new SubmitQuote(), seller);
        if (step == "draft")
            return;
        await Must(grid, $"contract/K-{set}", Draft(set), seller);
        await Must(grid, $"contract/K-{set}", new SubmitForReview(), seller);
        await Must(grid, $"contract/K-{set}", new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), "legal", Duties.Legal);
        await Must(grid, $"contract/K-{set}", new ReviewContract(ReviewSide.Finance, ReviewVerdict.Approved), "finance", Duties.Finance);
        if (step is "end" or "pay")
            await Must(grid, $"contract/K-{set}", Signature, seller);
    }

    /// <summary>Lets the time pass after which everything is looked at, twice, and wakes everything.</summary>
    private static async Task Settle(GridCluster grid, SetTime time, List<(string Step, string Set)> runs)
    {
        for (var round = 0; round < 2; round++)
        {
            time.Advance(TimeSpan.FromMinutes(3));
            foreach (var (_, set) in runs)
            {
                foreach (var subject in new[] { $"quote/Q-{set}", $"contract/K-{set}", $"salesperson/S-{set}", $"customer/C-{set}", Claim(set) })
                    await grid.Subject(subject).Wake();
            }
        }
    }

    /// <summary>Checks that a run is whole, and says whether its step was done (true) or not (false).</summary>
    private static async Task<bool> Check(GridCluster grid, string step, string set)
    {
        var quote = (QuoteView)(await grid.Subject($"quote/Q-{set}").See())!;
        var contract = (ContractView?)await grid.Subject($"contract/K-{set}").See();
        var (credit, allowance, discount, claims) = (await Held(grid, $"customer/C-{set}", "credit"), await Held(grid, $"salesperson/S-{set}", "allowance"),
            await Held(grid, $"salesperson/S-{set}", "discount"), await Held(grid, Claim(set), ClaimOf.Contract));
        var paid = contract?.Receipts.Sum(r => r.Amount.MinorUnits) ?? 0;
        var stands = contract is { Stands: true };
        var expected = (stands ? Price - paid : 0, stands ? Price - paid : 0, step == "approve" && quote.Stands ? Discount : 0,
            contract is null or { Status: ContractStatus.Terminated } ? 0 : 1);
        Assert.True((credit, allowance, discount, claims) == expected, $"{set}: {(credit, allowance, discount, claims)} is held, where it should be {expected}");
        return step switch
        {
            "sign" => stands,
            "approve" => quote.Stands,
            "end" => contract!.Status == ContractStatus.Terminated,
            "pay" => paid > 0,
            _ => contract is not null,
        };
    }

    /// <summary>What is held of an account, minor units or a number of claims, all of it confirmed.</summary>
    private static async Task<long> Held(GridCluster grid, string subject, string account)
    {
        var holds = (await grid.Subject(subject).Controls()).Reservations;
        Assert.All(holds, h => Assert.True(h.PendingUntil is null, $"{subject} still waits for {h.Token}"));
        return holds.Where(h => h.Account == account).Sum(h => h.Amount?.MinorUnits ?? 1);
    }

    private static async Task<bool> Waits(GridCluster grid, string subject) =>
        (await grid.Subject(subject).Controls()).Reservations.Any(h => h.PendingUntil is not null);

    private static string Claim(string set) => ClaimOf.ContractSubject($"Q-{set}");

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
