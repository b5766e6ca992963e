using System.Collections.Immutable;
using static SalesGrid.Domain.Tests.OpportunityRow;

namespace SalesGrid.Domain.Tests;

/// <summary>What is put on record of a deal: card, buying centre, plan, competitors, lines, forecast, activities, documents.</summary>
public sealed class DealRecordTests
{
    private static readonly string LongText = new('t', 4001);
    private static readonly Opportunity Qualifying = Steered.In("qualify");
    private static readonly Opportunity Known = Steered.In("qualify", Steered.Ready);
    private static readonly MappedPerson Chief = Steered.Chief;
    private static readonly DateOnly Tomorrow = World.Today.AddDays(1);

    internal static RuleRow[] Rows { get; } =
    [
        Row("An unknown opportunity has no card", Opportunity.None, new EvaluateOpportunity([]), "CP-OPP-01"),
        Row("A won opportunity is not evaluated", World.Won, new EvaluateOpportunity([]), "CP-OPP-03"),
        Row("A process without a card has none to fill in", World.In("proposal"), new EvaluateOpportunity([new("need", 9)]), "CP-EVAL-01"),
        Row("A card has scores", Qualifying, new EvaluateOpportunity(default), "CP-DATA-01", "scores"),
        Row("A card has no empty scores", Qualifying, new EvaluateOpportunity([null!]), "CP-DATA-01", "scores[0]"),
        Row("A card has no more scores than criteria", Qualifying, new EvaluateOpportunity([new("need", 1), new("budget", 1), new("need", 1)]), "CP-DATA-01", "scores"),
        Row("A card's note has a longest length", Qualifying, new EvaluateOpportunity(Scores(1, 1), LongText), "CP-DATA-01", "note"),
        Row("No score is below nothing", Qualifying, new EvaluateOpportunity(Scores(-1, 1)), "CP-DATA-01", "scores"),
        Row("No score is above five", Qualifying, new EvaluateOpportunity(Scores(6, 1)), "CP-DATA-01", "scores"),
        Row("A card is complete", Qualifying, new EvaluateOpportunity([new("need", 1)]), "CP-EVAL-02", "scores"),
        Row("A card scores nothing twice", Qualifying, new EvaluateOpportunity([new("need", 1), new("need", 1)]), "CP-EVAL-02", "scores"),
        Row("A card scores nothing foreign", Qualifying, new EvaluateOpportunity([new("need", 1), new("weather", 1)]), "CP-EVAL-02", "scores"),
        Row("An opportunity is evaluated", Qualifying, new EvaluateOpportunity(Scores(5, 0), "budget not asked for"), nameof(OpportunityEvaluated)),
        Row("The same card by the same hand changes nothing", Known, new EvaluateOpportunity(Scores(3, 3)), RuleRow.Nothing, null, By("S-001")),
        Row("The same card by another hand is another judgement", Known, new EvaluateOpportunity(Scores(3, 3)), nameof(OpportunityEvaluated), null, By("S-002")),

        Row("A person is somebody", Qualifying, new MapPerson(null!), "CP-DATA-01", "person"),
        Row("A person has an id", Qualifying, new MapPerson(Chief with { Id = "a/b" }), "CP-DATA-01", "person.id"),
        Row("A person has a name", Qualifying, new MapPerson(Chief with { Name = " " }), "CP-DATA-01", "person.name"),
        Row("A person has a role", Qualifying, new MapPerson(Chief with { Role = null! }), "CP-DATA-01", "person.role"),
        Row("A stance is one there is", Qualifying, new MapPerson(Chief with { Stance = (Stance)7 }), "CP-DATA-01", "person.stance"),
        Row("Influence begins at one", Qualifying, new MapPerson(Chief with { Influence = 0 }), "CP-DATA-01", "person.influence"),
        Row("Influence ends at five", Qualifying, new MapPerson(Chief with { Influence = 6 }), "CP-DATA-01", "person.influence"),
        Row("A motive has a longest length", Qualifying, new MapPerson(Chief with { Motive = new('m', 501) }), "CP-DATA-01", "person.motive"),
        Row("A last contact is not of tomorrow", Qualifying, new MapPerson(Chief with { LastContactOn = Tomorrow }), "CP-DATA-01", "person.lastContactOn"),
        Row("A role is of the list", Qualifying, new MapPerson(Chief with { Role = "friend" }), "CP-BUYC-03", "person.role"),
        Row("A person is put on the map", Qualifying, new MapPerson(Chief), nameof(PersonMapped)),
        Row("A person who is on it is changed", Known, new MapPerson(Chief with { Stance = Stance.Opponent }), nameof(PersonMapped)),
        Row("Nothing new of a person changes nothing", Known, new MapPerson(Chief), RuleRow.Nothing),
        Row("A map has its limit", Steered.In("qualify", Crowd()), new MapPerson(Chief), "CP-BUYC-01"),
        Row("Within the limit a person may be changed", Steered.In("qualify", Crowd()), new MapPerson(Chief with { Id = "P-50", Influence = 1 }), nameof(PersonMapped)),
        Row("A person to remove has an id", Known, new RemovePerson(""), "CP-DATA-01", "personId"),
        Row("Nobody is removed who is not there", Known, new RemovePerson("P-9"), "CP-BUYC-02", "personId"),
        Row("A person is removed", Known, new RemovePerson("P-1"), nameof(PersonRemoved)),

        Row("A next step is something", Qualifying, new PlanNextStep("", Tomorrow), "CP-DATA-01", "nextStep"),
        Row("A next step has not passed", Qualifying, new PlanNextStep("call", World.Today.AddDays(-1)), "CP-DATA-01", "nextStepOn"),
        Row("A next step lies in this age", Qualifying, new PlanNextStep("call", new(2200, 1, 1)), "CP-DATA-01", "nextStepOn"),
        Row("A plan has a longest length", Qualifying, new PlanNextStep("call", Tomorrow, new('p', 1001)), "CP-DATA-01", "plan"),
        Row("A next step is planned", Qualifying, new PlanNextStep("call", World.Today, "by telephone"), nameof(NextStepPlanned)),
        Row("The same next step changes nothing", Known, new PlanNextStep(Steered.Tomorrow.Step, Steered.Tomorrow.On), RuleRow.Nothing),

        Row("Competitors are a list", Qualifying, new NameCompetitors(default), "CP-DATA-01", "names"),
        Row("Competitors have names", Qualifying, new NameCompetitors(["甲", " "]), "CP-DATA-01", "names[1]"),
        Row("There are not that many competitors", Qualifying, new NameCompetitors([.. Enumerable.Range(0, 21).Select(i => $"{i}")]), "CP-DATA-01", "names"),
        Row("Competitors are named", Qualifying, new NameCompetitors(["甲", "乙"]), nameof(CompetitorsNamed)),
        Row("The same competitors change nothing", Known, new NameCompetitors(["甲公司", "甲公司"]), RuleRow.Nothing),
        Row("Competitors may turn out to be none", Known, new NameCompetitors([]), nameof(CompetitorsNamed)),

        Row("A product line has a product", Qualifying, new SetProductLines([new("")]), "CP-DATA-01", "lines[0]"),
        Row("A product line is something", Qualifying, new SetProductLines([new("A"), null!]), "CP-DATA-01", "lines[1]"),
        Row("A product line has a quantity", Qualifying, new SetProductLines([new("A", 0)]), "CP-DATA-01", "lines[0]"),
        Row("A product line has no negative amount", Qualifying, new SetProductLines([new("A", 1, new(-1, "CNY"))]), "CP-DATA-01", "lines[0]"),
        Row("A quantity has at most three decimals", Qualifying, new SetProductLines([new("A", 2.5555m)]), "CP-DATA-01", "lines[0]"),
        Row("There are not that many product lines", Qualifying, new SetProductLines([.. Enumerable.Repeat(new ProductLine("A"), 101)]), "CP-DATA-01", "lines"),
        Row("Product lines are named", Qualifying, new SetProductLines([new("A", 2.5m, new(1, "CNY"))]), nameof(ProductLinesSet)),
        Row("The same product lines change nothing", Known, new SetProductLines([new("MES", 1)]), RuleRow.Nothing),

        Row("A forecast is a category", Qualifying, new ForecastOpportunity(0), "CP-DATA-01", "category"),
        Row("A forecast is made", World.In("proposal"), new ForecastOpportunity(ForecastCategory.Commit), nameof(ForecastMade)),
        Row("The same forecast changes nothing", Steered.In("qualify", new() { Forecast = ForecastCategory.Commit }), new ForecastOpportunity(ForecastCategory.Commit), RuleRow.Nothing),

        Row("An activity is of a kind of the process", Known, new RecordActivity("dinner", "x"), "CP-ACT-01", "kind"),
        Row("Where the process lists none any kind will do", World.In("proposal"), new RecordActivity("dinner", "x"), nameof(ActivityRecorded)),
        Row("An activity is with somebody on the map", Known, new RecordActivity("visit", "x", null, "P-9"), "CP-BUYC-02", "personId"),
        Row("What a contact withdrew their consent to is not recorded on the opportunity either", Known, new RecordActivity("visit", "x", null, null, "P-7"), "CP-PII-01", "contactId",
            told: Contacts(Customers.Person with { Id = "P-7", Consent = Customers.Given with { WithdrawnOn = World.Today } })),
        Row("Whoever is on the map under the contact's id is that contact", Known, new RecordActivity("visit", "x", null, "P-1"), "CP-PII-01", "contactId",
            told: Contacts(Customers.Person with { Name = "另一人", Consent = null })),
        Row("Whoever is on the map under the contact's name is that contact", Known, new RecordActivity("visit", "x", null, "P-1"), "CP-PII-01", "contactId",
            told: Contacts(Customers.Person with { Id = "P-7", Name = $" {Steered.Chief.Name}\u200b", Consent = Customers.Given with { WithdrawnOn = World.Today } })),
        Row("A contact consents to each purpose for itself", Known, new RecordActivity("visit", "x", null, null, "P-1", "marketing"), "CP-PII-01", "contactId", told: Contacts(Customers.Person)),
        Row("A contact is one of the customer's", Known, new RecordActivity("visit", "x", null, null, "P-9"), "CP-PII-03", "contactId", told: Contacts(Customers.Person)),
        Row("A contact is spoken to for a known purpose", Known, new RecordActivity("visit", "x", null, null, "P-1", "fun"), "CP-DATA-01", "purpose", told: Contacts(Customers.Person)),
        Row("What a contact consented to is recorded", Known, new RecordActivity("visit", "x", null, "P-1"), nameof(ActivityRecorded), told: Contacts(Customers.Person)),
        Row("A person is linked to a contact there is", Known, new MapPerson(Chief with { ContactId = "P-9" }), "CP-PII-03", "person.contactId", told: Contacts(Customers.Person)),
        Row("A person is linked to a contact", Known, new MapPerson(Chief with { ContactId = "P-1" }), nameof(PersonMapped), told: Contacts(Customers.Person)),
        Row("An activity with a person is recorded", Known, new RecordActivity("visit", "x", null, "P-1"), nameof(ActivityRecorded)),
        Row("A source has a longest length", Qualifying, new ValueOpportunity(new(Source: World.TooLong)), "CP-DATA-01", "source"),
        Row("A source is stated", Qualifying, new ValueOpportunity(new(Source: "exhibition")), nameof(OpportunityValued)),

        Row("Documents are noted by the grid alone", Known, new NoteDocument(DocumentKind.Quote, "", true), "CP-OPP-10", null, By("S-900", (Duties)63)),
        Row("A document has an id", Known, new NoteDocument(DocumentKind.Quote, "", true), "CP-DATA-01", "id", By("grid", Duties.Grid)),
        Row("A document is of a kind there is", Known, new NoteDocument((DocumentKind)9, "Q-1", true), "CP-DATA-01", "kind", By("grid", Duties.Grid)),
        Row("A document is noted", Known, new NoteDocument(DocumentKind.Quote, "Q-1", true), nameof(DocumentNoted), null, By("grid", Duties.Grid)),
        Row("A document is noted after the win", World.Won, new NoteDocument(DocumentKind.Contract, "K-1", true), nameof(DocumentNoted), null, By("grid", Duties.Grid)),
        Row("A document that never stood need not fall", Known, new NoteDocument(DocumentKind.Quote, "Q-1", false), RuleRow.Nothing, null, By("grid", Duties.Grid)),
        Row("A document no longer stands", Steered.In("close", new() { Documents = [new(DocumentKind.Quote, "Q-1")] }), new NoteDocument(DocumentKind.Quote, "Q-1", false), nameof(DocumentNoted), null, By("grid", Duties.Grid)),
    ];

    private static Func<OpportunityContext, OpportunityContext> Contacts(params Contact[] contacts) => context => context with { Contacts = [.. contacts] };

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_record_of_a_deal_answers_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_score_is_exact_whatever_order_it_is_given_in()
    {
        var evaluated = Event<OpportunityEvaluated>(Qualifying, new EvaluateOpportunity([new("budget", 2), new("need", 3)]));
        Assert.Equal((260, "need"), (evaluated.WeightedScore, evaluated.Scores[0].Code));
        var card = Qualifying.Evolve(evaluated with { WeightedScore = 261 }, World.Now).File!.Evaluation!;
        Assert.Equal((52.2m, "S-900", World.Now), (card.Percent, card.By, card.At));
    }

    [Fact]
    public void An_activity_says_how_late_it_was_entered_and_moves_the_last_contact_on()
    {
        var late = Event<ActivityRecorded>(Known, new RecordActivity("visit", "x", World.Today.AddDays(-9), "P-1"));
        Assert.Equal(9, late.LateDays);
        Assert.Null(Event<ActivityRecorded>(Known, new RecordActivity("visit", "x")).LateDays);
        var met = Known.Evolve(late, World.Now);
        Assert.Equal(World.Today.AddDays(-9), met.File!.Person("P-1")!.LastContactOn);
        Assert.Equal(World.Today, met.Evolve(late with { On = World.Today, LateDays = null }, World.Now).Evolve(late, World.Now).File!.Person("P-1")!.LastContactOn);
    }

    [Fact]
    public void A_plan_stays_when_only_the_next_step_is_another() =>
        Assert.Equal(new NextStepPlanned(Steered.Tomorrow.Plan, "call", Tomorrow), Event<NextStepPlanned>(Known, new PlanNextStep("call", Tomorrow)));

    [Fact]
    public void Of_many_documents_the_newest_are_kept()
    {
        var state = Steered.In("close");
        for (var i = 0; i < 15; i++)
            state = state.Evolve(new DocumentNoted(DocumentKind.Quote, $"Q-{i}", true), World.Now);
        state = state.Evolve(new DocumentNoted(DocumentKind.Contract, "K-1", true), World.Now).Evolve(new DocumentNoted(DocumentKind.Quote, "Q-14", false), World.Now);
        Assert.Equal(["Q-5", "Q-6", "Q-7", "Q-8", "Q-9", "Q-10", "Q-11", "Q-12", "Q-13", "K-1"], state.File!.Documents.Select(d => d.Id));
        Assert.Equal("contract/K-1", state.File.Documents[^1].Subject);
    }

    [Fact]
    public void An_opportunity_nobody_said_more_of_carries_nothing_more()
    {
        var state = World.In("proposal").Evolve(new StageReturned("proposal", "initiation", 20), World.Now)
            .Evolve(new OpportunityValued(World.Full with { Name = "x" }, null), World.Now);
        Assert.Equal((null, null, null, null), ((object?)state.File, (object?)state.Trace, (object?)state.Terms, state.Claim));
        Assert.Equal(new StageAdvanced("proposal", "bidding", 60), Event<StageAdvanced>(World.In("proposal", null, "solution-proposal", "relationship-map"), new AdvanceStage()));
    }

    private static ImmutableArray<CriterionScore> Scores(int need, int budget) => [new("need", need), new("budget", budget)];

    private static DealDetails Crowd() => new() { Persons = [.. Enumerable.Range(1, 50).Select(i => Chief with { Id = $"P-{i + 1}" })] };

    private static Func<OpportunityContext, OpportunityContext> By(string actor, Duties duties = Duties.None) =>
        c => c with { Request = World.By(actor, duties) };
}
