using static SalesGrid.Domain.Tests.OpportunityRow;

namespace SalesGrid.Domain.Tests;

/// <summary>What is done with an opportunity within a stage: valuing, evidence, activities, another owner.</summary>
public sealed class WorkOpportunityTests
{
    private static readonly OpportunityFacts Bad = new(Name: World.TooLong, CustomerId: World.UnknownCustomer);
    private static readonly string LongText = new('t', 4001);
    private static readonly DateOnly Tomorrow = World.Today.AddDays(1);

    internal static RuleRow[] Rows { get; } =
    [
        Row("An unknown opportunity cannot be valued", Opportunity.None, new ValueOpportunity(Bad), "CP-OPP-01"),
        Row("A won opportunity cannot be valued", World.Won, new ValueOpportunity(Bad), "CP-OPP-03"),
        Row("A valued name has a longest length", World.In("proposal"), new ValueOpportunity(Bad), "CP-DATA-01", "name"),
        Row("A valued customer must be known", World.In("proposal"), new ValueOpportunity(new(CustomerId: World.UnknownCustomer)), "CP-OPP-06", "customerId"),
        Row("Stating what is known changes nothing", World.In("proposal"), new ValueOpportunity(World.Full), RuleRow.Nothing),
        Row("Stating nothing changes nothing", World.In("proposal"), new ValueOpportunity(new()), RuleRow.Nothing),
        Row("An amount without a currency is refused where there is none to keep", World.In("proposal", new OpportunityFacts()),
            new ValueOpportunity { Amount = StatedAmount.Of(900, null) }, "CP-DATA-01", "amount.currency"),
        Row("A currency is one of three letters", World.In("proposal"), new ValueOpportunity { Amount = StatedAmount.Of(900, "yuan") }, "CP-DATA-01", "amount.currency"),
        Row("An amount has no more decimals than the currency it keeps", World.In("proposal"), new ValueOpportunity { Amount = StatedAmount.Of(900.001m, null) }, "CP-DATA-01", "amount"),
        Row("An opportunity is valued", World.In("proposal"), new ValueOpportunity(new(Amount: new(1, "CNY"))), nameof(OpportunityValued)),

        Row("An unknown opportunity takes no evidence", Opportunity.None, new AttachEvidence("", ""), "CP-OPP-01"),
        Row("Evidence has a kind", World.In("proposal"), new AttachEvidence("", "", LongText), "CP-DATA-01", "kind"),
        Row("Evidence has a reference", World.In("proposal"), new AttachEvidence("photo", "", LongText), "CP-DATA-01", "reference"),
        Row("A reference has a longest length", World.In("proposal"), new AttachEvidence("photo", World.TooLong), "CP-DATA-01", "reference"),
        Row("A remark has a longest length", World.In("proposal"), new AttachEvidence("photo", "P-1", LongText), "CP-DATA-01", "note"),
        Row("Evidence is of a kind the process asks for", World.In("proposal"), new AttachEvidence("photo", "P-1"), "CP-EVID-01", "kind"),
        Row("The same evidence again changes nothing", World.In("proposal", null, "bid-result"), new AttachEvidence("bid-result", "DOC-1", "again"), RuleRow.Nothing),
        Row("The same evidence written otherwise changes nothing", World.In("proposal", null, "bid-result"), new AttachEvidence("bid-result", "ｄoc -１\u200b"), RuleRow.Nothing),
        Row("Another document of the same kind is taken", World.In("proposal", null, "bid-result"), new AttachEvidence("bid-result", "DOC-2"), nameof(EvidenceAttached)),
        Row("Evidence of a later stage is taken early", World.In("development"), new AttachEvidence("signed-contract", "K-9"), nameof(EvidenceAttached)),
        Row("Evidence may be completed after the win", World.Won, new AttachEvidence("acceptance-report", "A-1"), nameof(EvidenceAttached)),

        Row("An unknown opportunity has no activities", Opportunity.None, new RecordActivity("", ""), "CP-OPP-01"),
        Row("An activity has a kind", World.In("proposal"), new RecordActivity("", "", Tomorrow), "CP-DATA-01", "kind"),
        Row("An activity has a summary", World.In("proposal"), new RecordActivity("call", "", Tomorrow), "CP-DATA-01", "summary"),
        Row("A summary has a longest length", World.In("proposal"), new RecordActivity("call", LongText, Tomorrow), "CP-DATA-01", "summary"),
        Row("An activity did not take place in 1900", World.In("proposal"), new RecordActivity("call", "x", new(1900, 1, 1)), "CP-DATA-01", "on"),
        Row("An activity of more than three years ago is no news", World.In("proposal"), new RecordActivity("call", "x", World.Today.AddYears(-3).AddDays(-1)), "CP-DATA-01", "on"),
        Row("An activity of three years ago is recorded", World.In("proposal"), new RecordActivity("call", "x", World.Today.AddYears(-3)), nameof(ActivityRecorded)),
        Row("An expected close that has passed and stands is no reason to refuse another change",
            World.In("proposal", World.Full with { ExpectedCloseOn = new(2020, 1, 1) }), new ValueOpportunity(new(Product: "ERP", ExpectedCloseOn: new(2020, 1, 1))), nameof(OpportunityValued)),
        Row("An expected close is not moved to a day long past", World.In("proposal"), new ValueOpportunity(new(ExpectedCloseOn: new(2020, 1, 1))), "CP-DATA-01", "expectedCloseOn"),
        Row("An activity's day lies in this age", World.In("proposal"), new RecordActivity("call", "x", new(1899, 1, 1)), "CP-DATA-01", "on"),
        Row("An activity is not of tomorrow", World.In("proposal"), new RecordActivity("call", "x", Tomorrow), "CP-DATA-01", "on"),
        Row("An activity is recorded", World.In("proposal"), new RecordActivity("call", "x"), nameof(ActivityRecorded)),
        Row("An activity is recorded after the loss", World.Lost, new RecordActivity("visit", "x", World.Today), nameof(ActivityRecorded)),

        Row("An unknown opportunity cannot be given away", Opportunity.None, new ReassignOpportunity("", LongText), "CP-OPP-01"),
        Row("A lost opportunity cannot be given away", World.Lost, new ReassignOpportunity("", LongText), "CP-OPP-03"),
        Row("A reason for giving away has a longest length", World.In("proposal"), new ReassignOpportunity("", LongText), "CP-DATA-01", "reason"),
        Row("A new owner is named by an id", World.In("proposal"), new ReassignOpportunity(" S-002"), "CP-DATA-01", "ownerId"),
        Row("A new owner must be known", World.In("proposal"), new ReassignOpportunity(World.UnknownOwner), "CP-OPP-05", "ownerId"),
        Row("A new owner must not have left", World.In("proposal"), new ReassignOpportunity(World.Gone.Id), "CP-PERSON-03", "ownerId"),
        Row("Giving it to its owner changes nothing", World.In("proposal"), new ReassignOpportunity(World.Wang.Id), RuleRow.Nothing),
        Row("An opportunity is given to another", World.In("proposal"), new ReassignOpportunity(World.Li.Id), nameof(OpportunityReassigned)),
        new("Nobody but the grid notes that quotes and contracts followed", () => Noted(OnTheWay, Duties.Administrator), "CP-OPP-10"),
        new("They are told twice", () => Noted(OnTheWay, Duties.Grid), nameof(PapersFollowed)),
        new("What follows nothing follows it never", () => Noted(World.In("proposal"), Duties.Grid), RuleRow.Nothing),
    ];

    private static Opportunity OnTheWay => World.In("proposal").Evolve(new OpportunityReassigned(World.In("proposal").Attribution, "S-9", null, 0, "M-1"), World.Now);

    private static Answer Noted(Opportunity current, Duties duties) =>
        Answer.Of(OpportunityRules.Decide("OPP-1", current, new NotePapersFollowed(2), World.ContextOf(new NotePapersFollowed(2), World.Today) with { Request = World.By("grid", duties) }));

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Work_on_an_opportunity_answers_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void Valuing_keeps_what_is_not_mentioned_and_takes_the_sector_of_a_new_customer()
    {
        var amount = Event<OpportunityValued>(World.In("proposal"), new ValueOpportunity(new(Amount: new(7, "USD"))));
        Assert.Equal(new OpportunityValued(World.Full with { Amount = new(7, "USD") }, "steel"), amount);
        var dollars = World.In("proposal", World.Full with { Amount = new(1_000_00, "USD") });
        Assert.Equal(new(900_00, "USD"), Event<OpportunityValued>(dollars, new ValueOpportunity { Amount = StatedAmount.Of(900, null) }).Facts.Amount);
        var customer = Event<OpportunityValued>(World.In("proposal"), new ValueOpportunity(new(CustomerId: World.Bank.Id)));
        Assert.Equal(new OpportunityValued(World.Full with { CustomerId = World.Bank.Id }, null), customer);
    }

    [Fact]
    public void An_owner_who_moved_takes_an_opportunity_along_when_given_it_again()
    {
        var moved = World.Wang with { Place = new("South 3", "South") };
        var decision = OpportunityRules.Decide("OPP-1", World.In("proposal"), new ReassignOpportunity(moved.Id),
            new(World.Today, ProcessCatalog.Shipped, moved) { Request = World.ByManager });
        Assert.Equal(new OpportunityReassigned(new("S-001", "South 3", "South"), "S-001", null), Assert.Single(decision.Events));
    }

    [Fact]
    public void The_last_activity_is_the_latest_day_not_the_latest_record()
    {
        var state = World.In("proposal").Evolve(new ActivityRecorded("call", "x", new(2026, 9, 9)), World.Now)
            .Evolve(new ActivityRecorded("visit", "y", new(2026, 9, 1)), World.Now);
        Assert.Equal((2, new DateOnly(2026, 9, 9)), (state.ActivityCount, state.LastActivityOn));
    }

    [Fact]
    public void However_much_evidence_of_one_kind_there_is_another_kind_still_counts()
    {
        var state = World.In("development");
        for (var i = 0; i < Opportunity.MaxEvidence + 5; i++)
            state = state.Evolve(new EvidenceAttached("project-information", $"P-{i}", "development", null), World.Now);
        Assert.Equal(Opportunity.MaxEvidence, state.Evidence.Length);
        Assert.True(state.Evolve(new EvidenceAttached("initiation-report", "I-1", "development", null), World.Now).Has("initiation-report"));
    }

    [Fact]
    public void A_command_nobody_wrote_a_rule_for_is_a_bug_not_a_refusal() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Decide(World.In("proposal"), new Unheard()));

    private sealed record Unheard : OpportunityCommand;
}
