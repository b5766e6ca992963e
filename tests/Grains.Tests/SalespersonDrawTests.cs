using System.Text.Json;
using SalesGrid.Controls;
using SalesGrid.Ledger;
using SalesGrid.Reservations;
using SalesGrid.Salespeople;
using SalesGrid.Storage.InMemory;
using SalesGrid.Subjects;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>What is drawn on a salesperson, by many at once and over the quarters.</summary>
public sealed class SalespersonDrawTests : IAsyncLifetime
{
    private readonly MovableTime time = new(new(2026, 9, 15, 9, 0, 0, TimeSpan.Zero));
    private readonly InMemoryLedgerStore store = new();
    private GridCluster grid = null!;
    private int steps;

    public async ValueTask InitializeAsync()
    {
        grid = await GridCluster.Start(store, silos: 1, time: time);
        await grid.Staff();
    }

    public ValueTask DisposeAsync() => grid.DisposeAsync();

    [Fact]
    public async Task A_thousand_draws_at_once_never_take_more_than_there_is_at_any_place_of_the_ledger()
    {
        const long Budget = 10_000, Allowance = 25_000;
        await Grant(Budget, Allowance);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var wanted = Enumerable.Range(0, 1_000)
            .Select(i => (Token: $"T-{i}", Account: i % 2 == 0 ? Accounts.Discount : Accounts.Allowance, Amount: random.NextInt64(1, 200), GivesBack: random.Next(4) == 0))
            .ToArray();
        var taken = await Task.WhenAll(wanted.Select(async w =>
        {
            var receipt = await Draw(w.Account, w.Token, w.Amount);
            if (receipt.Accepted && w.GivesBack)
                await Accepted(Send(new ReleaseReservation(w.Token)));
            else if (receipt.Accepted)
                await Accepted(Send(new ConfirmReservation(w.Token)));
            else
                Assert.Contains(receipt.Refusal!.ControlPoint, new[] { "CP-AUTH-08", "CP-AUTH-09" });
            return receipt.Accepted;
        }));
        Assert.Contains(true, taken);
        Assert.Contains(false, taken);

        var held = new Dictionary<string, (string Account, long Amount)>();
        var draws = 0;
        foreach (var entry in await Entries("salesperson/S1"))
        {
            using var json = JsonDocument.Parse(entry.Data);
            if (entry.Type == "ReservationGranted")
            {
                draws++;
                held.Add(json.RootElement.GetProperty("token").GetString()!, (json.RootElement.GetProperty("account").GetString()!,
                    json.RootElement.GetProperty("amount").GetProperty("minorUnits").GetInt64()));
            }
            else if (entry.Type == "ReservationReleased")
            {
                Assert.True(held.Remove(json.RootElement.GetProperty("token").GetString()!));
            }
            foreach (var (account, limit) in new[] { (Accounts.Discount, Budget), (Accounts.Allowance, Allowance) })
                Assert.InRange(held.Values.Where(h => h.Account == account).Sum(h => h.Amount), 0, limit);
        }
        Assert.True(draws == taken.Count(t => t), $"seed {seed}");
        var view = await grid.Salesperson("S1").Get();
        Assert.All(view!.Balances, b => Assert.Equal(held.Values.Where(h => h.Account == b.Account).Sum(h => h.Amount), Assert.Single(b.Used).MinorUnits));
        await grid.Verify();
    }

    [Fact]
    public async Task A_quarters_discount_is_renewed_with_the_next_and_what_is_owed_stays_owed()
    {
        await Grant(100, 100);
        await Accepted(Draw(Accounts.Discount, "D-1", 100));
        await Accepted(Send(new ConfirmReservation("D-1")));
        await Accepted(Draw(Accounts.Allowance, "A-1", 100));
        await Accepted(Send(new ConfirmReservation("A-1")));
        await Refused(Draw(Accounts.Discount, "D-2", 1), ControlPoints.DiscountMustBeWithinBudget);

        // The quarter turns with the business day in Shanghai, not with the timer that tidies up after it.
        time.Set(new(2026, 9, 30, 15, 59, 0, TimeSpan.Zero));
        await Refused(Draw(Accounts.Discount, "D-2", 1), ControlPoints.DiscountMustBeWithinBudget);
        time.Set(new(2026, 9, 30, 16, 1, 0, TimeSpan.Zero));
        await Accepted(Draw(Accounts.Discount, "D-2", 60));
        await Refused(Draw(Accounts.Discount, "D-3", 41), ControlPoints.DiscountMustBeWithinBudget);
        await Refused(Draw(Accounts.Allowance, "A-2", 1), ControlPoints.ContractMustBeWithinAllowance);
        Assert.Equal([60L, 100L], (await grid.Salesperson("S1").Get())!.Balances.Select(b => b.Used.Single().MinorUnits));
        await Accepted(Send(new ConfirmReservation("D-2")));

        time.Set(new(2026, 10, 1, 12, 1, 0, TimeSpan.Zero));
        await Person.Wake();
        Assert.Equal(["A-1", "D-2"], (await Person.Controls()).Reservations.Select(h => h.Token));
        var since = (await Entries("salesperson/S1")).SkipWhile(e => e.Type != "BudgetRenewed").Select(e => e.Type);
        Assert.Equal(["BudgetRenewed", "ReservationReleased", "BudgetClosed"], since.Where(t => t != "WarningRaised"));
        await Refused(Draw(Accounts.Discount, "D-3", 41), ControlPoints.DiscountMustBeWithinBudget);
        await Accepted(Draw(Accounts.Discount, "D-3", 40));
        // Given back late, it changes nothing: that quarter is over.
        await Accepted(Send(new ReleaseReservation("D-1")));
        Assert.Equal(["A-1", "D-2", "D-3"], (await Person.Controls()).Reservations.Select(h => h.Token));
        // Once it has warned of the budget that is used up, nothing is left to do.
        await Person.Wake();
        var version = (await grid.Salesperson("S1").Get())!.Version;
        await Person.Wake();
        Assert.Equal(version, (await grid.Salesperson("S1").Get())!.Version);
    }

    [Fact]
    public async Task Of_many_draws_those_of_the_quarter_that_is_over_are_given_back_and_no_others()
    {
        await Grant(1_000, 1_000);
        for (var i = 0; i < 40; i++)
        {
            foreach (var (account, token) in new[] { (Accounts.Discount, $"D-{i}"), (Accounts.Allowance, $"A-{i}") })
            {
                await Accepted(Draw(account, token, 1));
                await Accepted(Send(new ConfirmReservation(token)));
            }
        }
        time.Set(new(2026, 10, 1, 12, 1, 0, TimeSpan.Zero));
        await Accepted(Draw(Accounts.Discount, "D-new", 1));
        await Accepted(Send(new ConfirmReservation("D-new")));
        await Person.Wake();
        var left = await Person.Reservations(null, 500);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"A-{i}").Append("D-new").Order(StringComparer.Ordinal), left.Items.Select(r => r.Token).Order(StringComparer.Ordinal));
        Assert.Equal((41, null), (left.Total, left.NextAfter));
        Assert.Contains("BudgetClosed", (await Entries("salesperson/S1")).Select(e => e.Type));
        await grid.Verify();
    }

    [Fact]
    public async Task Who_was_given_no_authority_is_drawn_on_by_override_only_and_that_is_recorded()
    {
        await Refused(Draw(Accounts.Discount, "D-1", 1), ControlPoints.DrawMustHaveAuthority);
        await Accepted(Person.Do(new OverrideControl("CP-AUTH-06", "新入职", time.GetUtcNow().AddDays(1)), By("ic-1", Duties.Controller)));
        await Accepted(Draw(Accounts.Discount, "D-1", 1));
        Assert.Equal(["ReservationGranted", "OverrideUsed"], (await Entries("salesperson/S1")).TakeLast(2).Select(e => e.Type));
        await Refused(Draw(Accounts.Discount, "D-2", 1), ControlPoints.DrawMustHaveAuthority);
    }

    [Fact]
    public async Task Nothing_is_drawn_on_somebody_who_left()
    {
        await Grant(100, 100);
        await Accepted(grid.Salesperson("S1").Execute(new DeactivateSalesperson(), grid.Command()));
        await Refused(Draw(Accounts.Discount, "D-1", 1), ControlPoints.DrawMustBeByActivePerson);
    }

    private ISubject Person => grid.Grains.GetGrain<ISubject>(GrainId.Create("salesperson", "salesperson/S1"));

    private Task<Receipt> Grant(long budget, long allowance) => Accepted(grid.Salesperson("S1").Execute(
        new GrantAuthority("senior", 500, null, new(budget, "CNY"), new(allowance, "CNY")), By("hr-1", Duties.People)));

    private Task<Receipt> Draw(string account, string token, long amount) => Send(new TakeReservation(account, token, "quote/Q-1", new Money(amount, "CNY")));

    private Task<Receipt> Send(ReservationCommand command) => Person.Do(command, By("grid", Duties.Grid));

    private Envelope By(string actor, Duties duties) => new($"step-{Interlocked.Increment(ref steps)}", actor, Duties: duties);

    private async Task<List<LedgerEntry>> Entries(string subject)
    {
        var entries = new List<LedgerEntry>();
        await foreach (var record in store.ReadJournal(SubjectId.BucketOf(subject, 4), 1, TestContext.Current.CancellationToken))
            entries.AddRange(JournalCodec.ReadVerified(record).Where(e => e.Subject == subject));
        return entries;
    }
}
