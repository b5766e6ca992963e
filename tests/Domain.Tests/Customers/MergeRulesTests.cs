using SalesGrid.Reservations;

namespace SalesGrid.Domain.Tests;

/// <summary>Two customers that are one: what stands in the way, and what follows.</summary>
public sealed class MergeRulesTests
{
    private static readonly MergeCustomer IntoIt = new("C-200", "重复登记");
    private static readonly CustomerView Survivor = new("C-200", 3, new("东海钢铁集团"), World.Now);
    private static readonly Customer Known = Customers.Known;
    private static readonly Customer Held = Customers.Of(new() { Place = Customers.Held, Contacts = [Customers.Person], FollowUps = 3, Deals = 1, Class = CustomerClass.Won, LastContactOn = Customers.Today });
    private static readonly Customer Begun = Known.Evolve(new CustomerMergeBegun(1, "C-200", "重复登记", "M-1", "S-001"), World.Now);
    private static readonly Customer Absorbed = Begun.Evolve(new MergeAbsorbed(), World.Now);
    private static readonly Customer Taken = Absorbed.Evolve(new MergeTaken("opportunity", ["O-1", "O-2"]), World.Now);
    private static readonly Customer Ended = Absorbed.Evolve(new MergeEnded(), World.Now);
    private static readonly AbsorbCustomer Other = new("C-300", [Customers.Person], Customers.Code, new(3, Customers.Today, 1, CustomerClass.Won));

    internal static RuleRow[] Rows { get; } =
    [
        Row("There is a customer to merge", Customer.None, IntoIt, "CP-CUST-01"),
        Row("A customer is merged into another", Known, IntoIt, nameof(CustomerMergeBegun)),
        Row("It is merged for a reason", Known, IntoIt with { Reason = "" }, "CP-DATA-01", "reason"),
        Row("The other one is an id", Known, IntoIt with { Into = "C/2" }, "CP-DATA-01", "into"),
        Row("The other one is another", Known, IntoIt with { Into = "C-100" }, "CP-MERGE-02", "into"),
        Row("There is the other one", Known, IntoIt, "CP-CUST-01", "into", c => c with { Survivor = null }),
        Row("Nothing is merged into what is merged", Known, IntoIt, "CP-MERGE-03", "into", c => c with { Survivor = Survivor with { MergedInto = "C-300" } }),
        Row("What others were merged into is not merged", Customers.Of(new() { MergedFrom = ["C-300"] }), IntoIt, "CP-MERGE-03"),
        Row("Sent again while it goes on, it is under way", Begun, IntoIt, RuleRow.Nothing),
        Row("Sent again later, it looks once more", Ended, IntoIt, nameof(CustomerMergeBegun)),
        Row("It is not merged into a third", Ended, IntoIt with { Into = "C-300" }, "CP-MERGE-01", null, c => c with { Survivor = Survivor with { Id = "C-300" } }),
        Row("Two owners are a contradiction", Held, IntoIt, "CP-MERGE-04", "into", c => c with { Survivor = Survivor with { File = new() { OwnerId = "S-002" } } }),
        Row("An owner here and nobody there is one as well", Held, IntoIt, "CP-MERGE-04", "into"),
        Row("One owner is none", Held, IntoIt, nameof(CustomerMergeBegun), null, c => c with { Survivor = Survivor with { File = new() { OwnerId = "S-001" } } }),
        Row("Nobody here and an owner there is none either", Known, IntoIt, nameof(CustomerMergeBegun), null, c => c with { Survivor = Survivor with { File = new() { OwnerId = "S-002" } } }),
        Row("Two codes are two companies", Customers.Coded, IntoIt, "CP-MERGE-05", "into", c => c with { Survivor = Survivor with { Profile = new("x", CreditCode: "91310000MA1FL0000X") } }),
        Row("One code is one company", Customers.Coded, IntoIt, nameof(CustomerMergeBegun)),
        Row("A head is not merged into what stands below it", Known, IntoIt, "CP-MERGE-06", "into", c => c with { Above = ["C-200", "C-100"] }),
        Row("A subsidiary is merged into its parent", Known with { Profile = Known.Profile! with { Parent = "C-200" } }, IntoIt, nameof(CustomerMergeBegun), null, c => c with { Above = ["C-200"] }),
        Row("Credit in force is decided on first", Customers.Of(new() { Credit = new() { Line = Customers.Line } }), IntoIt, "CP-MERGE-07"),
        Row("Credit that is suspended is", Customers.Of(new() { Credit = new() { Line = Customers.Line, Suspended = new("-", "FIN", Customers.Today) } }), IntoIt, nameof(CustomerMergeBegun)),
        Row("Credit that is over is", Customers.Of(new() { Credit = new() { Line = Customers.Line with { ValidUntil = Customers.Today.AddDays(-1) } } }), IntoIt, nameof(CustomerMergeBegun)),
        Row("Credit that contracts have reserved is not", Known, IntoIt, "CP-MERGE-07", null, c => c with { Granted = Customers.Granting(Customers.Credit(1)) }),
        Row("Documents under way are ended first", Known, IntoIt, "CP-MERGE-08", null, c => c with { Documents = [new("quote", 0), new("contract", 2)] }),
        Row("Not everything is merged into one", Known, IntoIt, "CP-MERGE-09", "into", c => c with { Survivor = Survivor with { MergedFrom = [.. Enumerable.Range(0, CustomerMerge.FromMax).Select(i => $"X-{i}")] } }),
        Row("Nor more contacts than one has", Held with { File = Held.File! with { Place = null } }, IntoIt, "CP-MERGE-09", "into", c => c with { Survivor = Survivor with { File = new() { ContactCount = PutContact.ContactsMax } } }),

        Row("An alias is not amended", Ended, new AmendCustomer { Name = "x" }, "CP-MERGE-01"),
        Row("An alias gets no credit", Ended, new GrantCredit(CreditGrade.A, new(1, "CNY"), Customers.Today, "x"), "CP-MERGE-01"),
        Row("An alias is given to nobody", Ended, new AssignOwner("S-001"), "CP-MERGE-01"),
        Row("An alias has no new contacts", Begun, new PutContact("P-1", "张伟"), "CP-MERGE-01"),
        Row("No alias is a parent", Known, new AmendCustomer { Parent = "C-200" }, "CP-MERGE-01", "parent", c => c with { Above = ["C-200"], ParentMergedInto = "C-300" }),

        Row("What was known goes over", Known, Other, nameof(CustomerAbsorbed)),
        Row("It goes over once", Known.Evolve(new CustomerAbsorbed("C-300", [], null, Other.File), World.Now), Other, RuleRow.Nothing),
        Row("That it went over is noted", Begun, new NoteAbsorbed(), nameof(MergeAbsorbed)),
        Row("It is noted once", Absorbed, new NoteAbsorbed(), RuleRow.Nothing),
        Row("Objects are taken in hand", Absorbed, new TakeToMerge("opportunity", ["O-1"]), nameof(MergeTaken)),
        Row("No others while some are", Taken, new TakeToMerge("opportunity", ["O-3"]), RuleRow.Nothing),
        Row("What became of them is noted", Taken, new NoteMerged(["O-1"], [new("opportunity", "O-2", "CP-CLAIM-02", new("撞单", "collides"))]), nameof(MergeMoved)),
        Row("A merge does not end with some in hand", Taken, new EndMerge(), RuleRow.Nothing),
        Row("A merge ends", Absorbed, new EndMerge(), nameof(MergeEnded)),
        Row("A merge does not end before what was known is over", Begun, new EndMerge(), RuleRow.Nothing),
        Row("A subsidiary follows", Known with { Profile = Known.Profile! with { Parent = "C-300" } }, new FollowParent("C-300", "C-200"), nameof(CustomerAmended)),
        Row("One that belongs to another by now does not", Known, new FollowParent("C-300", "C-200"), RuleRow.Nothing),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Merges_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void An_alias_is_nobodys_to_look_after_and_needs_nothing_but_to_be_one()
    {
        var alias = Customers.Everything.Evolve(new CustomerMergeBegun(1, "C-200", "x", "M-1", "S-001"), World.Now);
        Assert.Equal(("S-001", null, null), (alias.OwnerId, alias.File!.Place, alias.Profile!.CreditCode));
        Assert.Equal(["merged", "survivor"], CustomerNeeds.Of("C-100", alias).Select(n => n.Account));
        Assert.Equal(Customers.Code, alias.File.Merge!.CreditCode);
        Assert.Empty(CustomerKind.Kind.WarningCausesOf("C-100", new() { Version = 1, State = alias }, ShippedWarnings.Policy));
        Assert.Equal(World.Now, CustomerKind.Kind.Unfinished!(alias));
        Assert.Null(CustomerKind.Kind.Unfinished!(Ended));
        Assert.Empty(alias.Evolve(new MergeAbsorbed(), World.Now).File!.Contacts);
    }

    [Fact]
    public void The_one_that_stays_has_all_that_was_counted_and_everybodys_contacts()
    {
        var decision = CustomerRules.Decide("C-200", Held, Other, Customers.Request("grid", Duties.Grid), CustomerContext.None);
        var after = Held.Evolve(Assert.Single(decision.Events), World.Now);
        Assert.Equal(["P-1", "P-1@C-300"], after.File!.Contacts.Select(c => c.Id));
        Assert.Equal((6, 2, CustomerClass.Won, Customers.Code), (after.File.FollowUps, after.File.Deals, after.File.Class, after.Profile!.CreditCode));
        Assert.Equal(["C-300"], after.File.MergedFrom);
        // One that has a code keeps it.
        var coded = Customers.Coded.Evolve(Assert.Single(CustomerRules.Decide("C-200", Customers.Coded, Other with { CreditCode = "91310000MA1FL0000X" }, Customers.Request("grid", Duties.Grid), CustomerContext.None).Events), World.Now);
        Assert.Equal(Customers.Code, coded.Profile!.CreditCode);
    }

    [Fact]
    public void A_customer_is_merged_or_merged_into_and_never_both()
    {
        var survives = GrantedReservations.None.Evolve(new ReservationGranted(ClaimOf.Survivor, "t", "customer/C-300", null, World.Now));
        var merged = GrantedReservations.None.Evolve(new ReservationGranted(ClaimOf.Merged, "t", "customer/C-100", null, World.Now));
        Assert.Null(Ask(survives, ClaimOf.Survivor, "customer/C-100"));
        Assert.Equal("CP-MERGE-03", Ask(survives, ClaimOf.Merged, "customer/C-200"));
        Assert.Equal("CP-MERGE-03", Ask(merged, ClaimOf.Survivor, "customer/C-200"));
        Assert.Null(Ask(merged, ClaimOf.Merged, "customer/C-100"));
        Assert.Null(Ask(GrantedReservations.None, ClaimOf.Merged, "customer/C-100"));

        static string? Ask(GrantedReservations granted, string account, string by) => Claim.Admit("merge-1", Claim.None, new(account, "t2", by, null), granted, Customers.Request("grid", Duties.Grid))?.ControlPoint;
    }

    private static RuleRow Row(string says, Customer current, CustomerCommand command, string expected, string? field = null, Func<CustomerContext, CustomerContext>? around = null) =>
        new(says, () => Answer.Of(CustomerRules.Decide("C-100", current, command, Customers.Request("M-1", Duties.Manager | Duties.Grid | Duties.Finance),
            (around ?? (c => c))(CustomerContext.None with { Survivor = Survivor, Above = [] }))), expected, field);
}
