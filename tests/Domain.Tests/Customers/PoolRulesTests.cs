using SalesGrid.Claims;
using SalesGrid.Reservations;
using SalesGrid.Warnings;

namespace SalesGrid.Domain.Tests;

/// <summary>Who owns a customer, the public pool, the places of salespeople, and what a customer is watched for.</summary>
public sealed class PoolRulesTests
{
    private static readonly DateOnly Today = Customers.Today;
    private static readonly Customer Due = Customers.Of(new() { Place = Customers.Held with { On = Today.AddDays(-90) } });
    private static readonly CustomerContext Takes = Customers.Around(World.Wang);
    private static readonly PoolPolicy Policy = PoolPolicy.Default;

    internal static RuleRow[] Rows { get; } =
    [
        Row("A salesperson assigns nobody", Customers.Known, new AssignOwner("S-001"), "S-001", Duties.None, "CP-POOL-01", around: Takes),
        Row("A customer is assigned to somebody known", Customers.Known, new AssignOwner("S-404"), "M-1", Duties.Manager, "CP-POOL-03", "salespersonId"),
        Row("A customer is not assigned to somebody who left", Customers.Known, new AssignOwner("S-003"), "M-1", Duties.Manager, "CP-PERSON-03", "salespersonId", Customers.Around(World.Gone)),
        Row("A manager assigns a customer", Customers.Known, new AssignOwner("S-001"), "M-1", Duties.Manager, nameof(OwnerAssigned), around: Takes),
        Row("A manager assigns a customer out of the pool", Customers.Pooled, new AssignOwner("S-001"), "M-1", Duties.Manager, nameof(OwnerAssigned), around: Takes),
        Row("The same owner again changes nothing", Customers.Full, new AssignOwner("S-001"), "M-1", Duties.Manager, RuleRow.Nothing, around: Takes),

        Row("Somebody who sells nothing picks nothing", Customers.Pooled, new PickFromPool(), "admin", Duties.Manager, "CP-POOL-03"),
        Row("Somebody who left picks nothing", Customers.Pooled, new PickFromPool(), "S-003", Duties.None, "CP-PERSON-03", around: Customers.Around(World.Gone)),
        Row("A customer that was never put into the pool is not picked", Customers.Known, new PickFromPool(), "S-001", Duties.None, "CP-POOL-02", around: Takes),
        Row("A customer somebody owns is not picked", Customers.Full, new PickFromPool(), "S-002", Duties.None, "CP-POOL-02", around: Customers.Around(World.Li)),
        Row("What one owns is not picked again", Customers.Full, new PickFromPool(), "S-001", Duties.None, RuleRow.Nothing, around: Takes),
        Row("A former owner waits until the day", Customers.Pooled, new PickFromPool(), "S-002", Duties.None, "CP-POOL-06", around: Customers.Around(World.Li)),
        Row("A former owner picks on the day", Customers.Pooled, new PickFromPool(), "S-001", Duties.None, nameof(CustomerPicked), around: Takes),

        Row("Another salesperson returns nothing", Customers.Full, new ReturnToPool("x"), "S-002", Duties.None, "CP-CUST-03"),
        Row("A customer nobody was given is put into the pool by a manager alone", Customers.Known, new ReturnToPool("x"), "S-001", Duties.None, "CP-POOL-01"),
        Row("A return has a reason", Customers.Full, new ReturnToPool(""), "S-001", Duties.None, "CP-DATA-01", "reason"),
        Row("The owner returns a customer", Customers.Full, new ReturnToPool("暂无需求"), "S-001", Duties.None, nameof(CustomerReturned)),
        Row("A manager puts a customer nobody was given into the pool", Customers.Known, new ReturnToPool("x"), "M-1", Duties.Manager, nameof(CustomerReturned)),
        Row("What is in the pool is not returned again", Customers.Pooled, new ReturnToPool("x"), "S-009", Duties.None, RuleRow.Nothing),

        Row("A salesperson protects nothing", Customers.Full, new ProtectOwner(Today.AddDays(9), "x"), "S-001", Duties.None, "CP-POOL-01"),
        Row("A customer nobody owns is not protected", Customers.Pooled, new ProtectOwner(Today.AddDays(9), "x"), "M-1", Duties.Manager, "CP-POOL-07"),
        Row("Protection has an end", Customers.Full, new ProtectOwner(Today.AddDays(367), "x"), "M-1", Duties.Manager, "CP-DATA-01", "until"),
        Row("A manager protects a customer", Customers.Full, new ProtectOwner(Today.AddDays(366), "x"), "M-1", Duties.Manager, nameof(OwnerProtected)),

        Row("Nobody recycles by hand", Due, new Recycle(), "M-1", Duties.Manager, "CP-CTRL-08"),
        Row("A customer nobody followed up goes back", Due, new Recycle(), "grid", Duties.Grid, nameof(CustomerReturned)),
        Row("A day early nothing happens", Customers.Of(Due.File! with { Place = Due.File.Place! with { On = Today.AddDays(-89) } }), new Recycle(), "grid", Duties.Grid, RuleRow.Nothing),
        Row("A customer that was followed up stays", Customers.Of(Due.File! with { LastContactOn = Today.AddDays(-89) }), new Recycle(), "grid", Duties.Grid, RuleRow.Nothing),
        Row("A customer with intent goes back sooner", Customers.Of(Due.File! with { LastContactOn = Today.AddDays(-30), Class = CustomerClass.Intent }), new Recycle(), "grid", Duties.Grid, nameof(CustomerReturned)),
        Row("A protected customer stays", Customers.Of(Due.File! with { ProtectedUntil = Today }), new Recycle(), "grid", Duties.Grid, RuleRow.Nothing),
        Row("A customer whose contract stands stays for now", Due, new Recycle(), "grid", Duties.Grid, nameof(RecyclePostponed), around: Customers.Around(granted: Customers.Credit(1))),
        Row("Rules that have become longer protect a customer at once", Due, new Recycle(), "grid", Duties.Grid, nameof(RecyclePostponed),
            around: Customers.Around(pool: Policy with { Recycle = new(91, 30, 180) })),
        Row("Rules that now never recycle protect it too", Due, new Recycle(), "grid", Duties.Grid, nameof(RecyclePostponed), around: Customers.Around(pool: Policy with { Recycle = new() })),
        Row("What is in the pool is not recycled", Customers.Pooled, new Recycle(), "grid", Duties.Grid, RuleRow.Nothing),

        Set("A salesperson does not set the rules of the pool", Policy, Duties.None, "CP-POOL-01"),
        Set("A process owner sets them", Policy, Duties.ProcessOwner, nameof(PoolPolicySet)),
        Set("A manager sets the widest there are", new(1_000, 3_000, 3_650, new(3_650, 1, null)), Duties.Manager, nameof(PoolPolicySet)),
        Set("Picks are not negative", Policy with { PicksPerDay = -1 }, Duties.Manager, "CP-DATA-01", "policy.picksPerDay"),
        Set("Capacity is bounded", Policy with { Capacity = 3_001 }, Duties.Manager, "CP-DATA-01", "policy.capacity"),
        Set("No day is no time to follow up", Policy with { Recycle = new(0, 1, 1) }, Duties.Manager, "CP-DATA-01", "policy.recycle.potential"),
        new("There is one pool", () => Answer.Of(PoolRules.Decide("mine", Pool.None, new SetPoolPolicy(Policy), Customers.Request("M", Duties.Manager))), "CP-DATA-01", "id"),
        new("The same rules again change nothing", () => Answer.Of(PoolRules.Decide("company", new(Policy), new SetPoolPolicy(Policy), Customers.Request("M", Duties.Manager))), RuleRow.Nothing),
        new("Limits are not adopted by hand", () => Answer.Of(PickRules.Decide(Pick.None, new AdoptLimits(1, 9, 9), Customers.Request("M", Duties.Manager))), "CP-CTRL-08"),
        new("Newer limits are adopted", () => Answer.Of(PickRules.Decide(Pick.None, new AdoptLimits(1, 9, 9), Customers.Request("grid", Duties.Grid))), nameof(LimitsAdopted)),
        new("Older limits are not", () => Answer.Of(PickRules.Decide(new(2, 9, 9), new AdoptLimits(1, 5, 5), Customers.Request("grid", Duties.Grid))), RuleRow.Nothing),

        Take("The last pick of the day is allowed", "pick-2026-09-15", new(0, 3, 9), 2, "pick-2026-09-15", RuleRow.Nothing),
        Take("One more is not", "pick-2026-09-15", new(0, 3, 9), 3, "pick-2026-09-15", "CP-POOL-04"),
        Take("Yesterday's picks are not today's", "pick-2026-09-15", new(0, 3, 9), 3, "pick-2026-09-14", RuleRow.Nothing),
        Take("A customer assigned today is no pick", "pick-2026-09-15", new(0, 3, 9), 3, "assigned", RuleRow.Nothing),
        Take("The last place is given", "assigned", new(0, 3, 9), 8, "assigned", RuleRow.Nothing),
        Take("There is no place beyond the last, for a pick either", "pick-2026-09-15", new(0, 3, 9), 9, "assigned", "CP-POOL-05"),
        Take("Places are nothing to take discount from", "discount", new(0, 3, 9), 0, "assigned", "CP-RSV-01"),

        new("A code another customer has is not claimed", () => new(Claim.Admit("uscc-1", Claim.None, new("identity", "t", "customer/C-200", null),
            Customers.Granting(new Reservation("t0", "identity", "customer/C-10042", null, null)), Customers.Request()), []), "CP-CLAIM-01"),
        new("A code nobody has is claimed", () => new(Claim.Admit("uscc-1", Claim.None, new("identity", "t", "customer/C-200", null), GrantedReservations.None, Customers.Request()), []), RuleRow.Nothing),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Owners_and_the_pool_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_duplicate_points_to_whoever_has_it_without_naming_it()
    {
        var refusal = Claim.Admit("uscc-1", Claim.None, new("identity", "t", "customer/C-200", null),
            Customers.Granting(new Reservation("t0", "identity", "customer/C-10042", null, null)), Customers.Request())!;
        Assert.Contains("C-***42", refusal.Reason.En, StringComparison.Ordinal);
        Assert.DoesNotContain("C-10042", refusal.Reason.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picked_customer_needs_its_place_until_the_day_is_surely_over_and_an_assigned_one_while_it_is_owned()
    {
        var place = new Place("S-001", "pick-2026-09-15", Today, Policy.Recycle);
        var picked = Customers.Pooled.Evolve(new CustomerPicked(place), World.Now);
        Assert.Equal(new Need("pick/S-001", "pick-2026-09-15", KeepFor: TimeSpan.FromHours(26)), Assert.Single(CustomerNeeds.Of("C-100", picked)));
        var returned = picked.Evolve(new CustomerReturned("x", Today, "S-001", "S-001"), World.Now.AddHours(1));
        Assert.Equal((true, null), (returned.File!.InPool, returned.File.Place));
        Assert.Empty(CustomerNeeds.Of("C-100", returned));
        Assert.Equal(new Need("pick/S-001", "assigned"), Assert.Single(CustomerNeeds.Of("C-100", Customers.Full)));
    }

    [Fact]
    public void A_customer_needs_its_credit_code_for_itself_alone()
    {
        Assert.Empty(CustomerNeeds.Of("C-100", Customer.None));
        Assert.Empty(CustomerNeeds.Of("C-100", Customers.Known));
        Assert.Equal([new Need($"claim/uscc-{Customers.Code}", "identity", Field: "creditCode")], CustomerNeeds.Of("C-100", Customers.Coded));
        Assert.Equal([$"claim/uscc-{Customers.Code}", "pick/S-001"], CustomerNeeds.Of("C-100", Customers.Everything).Select(n => n.Provider));
    }

    public static TheoryData<string, int, string?> Warned => new()
    {
        // What a customer of the class set is warned about, days from today, and to whom.
        { CustomerWarnings.DiligenceExpiring, 360 - 30, "S-001" },
        { CustomerWarnings.CreditExpiring, 100 - 30, "S-001" },
        { CustomerWarnings.CreditReassessment, 50, "S-001" },
        { "follow-up-overdue-potential", -10 + 31, "S-001" },
        { CustomerWarnings.BeforeRecycle, -10 + 90 - 3, "S-001" },
    };

    [Theory, MemberData(nameof(Warned))]
    public void A_customer_is_warned_about_in_time(string code, int days, string? owner)
    {
        var watch = Assert.Single(WarningCausesOf(Customers.Full, 0), w => w.Code == code);
        Assert.Equal((Today.AddDays(days), owner), (DateOnly.FromDateTime(watch.At.UtcDateTime), watch.Owner));
        Texts.AreFilled(new("", RefusalKind.Rule, watch.Text, watch.Text));
        Assert.DoesNotContain(WarningCausesOf(Customers.Full, 0, ShippedWarnings.Policy with
        {
            Criteria = [.. ShippedWarnings.Policy.Criteria.Select(c => c.Code == code ? c with { On = false } : c)],
        }), w => w.Code == code);
    }

    [Theory]
    [InlineData(899_99, false)]
    [InlineData(900_00, true)]
    [InlineData(1_200_00, true)]
    public void Credit_is_nearly_used_from_nine_tenths_of_the_limit(long heldMinor, bool isWarned) =>
        Assert.Equal(isWarned, WarningCausesOf(Customers.Full, heldMinor).Any(w => w.Code == CustomerWarnings.CreditNearlyUsed));

    [Fact]
    public void A_customer_without_a_file_is_watched_for_nothing()
    {
        Assert.Empty(WarningCausesOf(Customers.Known, 0));
        Assert.Empty(CustomerWarnings.Timers(Customers.Known));
        Assert.Empty(CustomerWarnings.Timers(Customers.Pooled));
    }

    [Fact]
    public void An_owned_customer_is_sent_back_on_the_day_it_is_due()
    {
        var timed = Assert.Single(CustomerWarnings.Timers(Customers.Full));
        Assert.Equal((new Recycle(), Today.AddDays(80)), (timed.Command, DateOnly.FromDateTime(timed.At.UtcDateTime)));
    }

    [Fact]
    public void A_customer_is_found_by_owner_pool_and_class()
    {
        Assert.Equal(["owner:S-001", "class:won"], CustomerGrain.Tags(Customers.Everything));
        Assert.Equal(["pool"], CustomerGrain.Tags(Customers.Pooled));
        Assert.Empty(CustomerGrain.Tags(Customers.Known));
    }

    private static WarningCause[] WarningCausesOf(Customer customer, long heldMinor, WarningPolicy? policy = null) =>
    [
        .. CustomerWarnings.Of("C-100", new SubjectRecord<Customer> { State = customer, Version = 9, Granted = heldMinor == 0 ? null : Customers.Granting(Customers.Credit(heldMinor)) },
            policy ?? ShippedWarnings.Policy),
    ];

    private static RuleRow Row(
        string says, Customer current, CustomerCommand command, string actor, Duties duties, string expected, string? field = null, CustomerContext? around = null) =>
        new(says, () => Answer.Of(CustomerRules.Decide("C-100", current, command, Customers.Request(actor, duties), around ?? CustomerContext.None)), expected, field);

    private static RuleRow Set(string says, PoolPolicy policy, Duties duties, string expected, string? field = null) =>
        new(says, () => Answer.Of(PoolRules.Decide("company", Pool.None, new SetPoolPolicy(policy), Customers.Request("M-1", duties))), expected, field);

    private static RuleRow Take(string says, string account, Pick limits, int taken, string ofAccount, string expected) => new(says, () => new(
        Pick.Admit("S-001", limits, new(account, "new", "customer/C-9", null),
            Customers.Granting([.. Enumerable.Range(0, taken).Select(i => new Reservation($"t{i}", ofAccount, $"customer/C-{i}", null, null))]), Customers.Request()), []), expected);
}
