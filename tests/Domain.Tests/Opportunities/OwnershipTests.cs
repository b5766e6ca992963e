using System.Collections.Immutable;
using static SalesGrid.Domain.Tests.OpportunityRow;

namespace SalesGrid.Domain.Tests;

/// <summary>Who may give an opportunity away, and what its owner must be qualified for.</summary>
public sealed class OwnershipTests
{
    private static readonly SalespersonView Manager = new("S-800", 1, "陈总", new("East", "East"), true, World.Now)
    {
        Delegations = [new("S-801", World.Today.AddDays(-1), World.Today), new("S-802", new(2026, 1, 1), World.Today.AddDays(-1))],
    };

    private static readonly ReassignOpportunity ToLi = new(World.Li.Id);
    private static readonly Opportunity Proposed = World.In("proposal", null, "solution-proposal", "relationship-map");

    internal static RuleRow[] Rows { get; } =
    [
        Row("The owner does not give an opportunity away alone", Proposed, ToLi, "CP-OWNER-01", null, By("S-001")),
        Row("A colleague does not take an opportunity", Proposed, ToLi, "CP-OWNER-01", null, By("S-002")),
        Row("Finance does not give opportunities away", Proposed, ToLi, "CP-OWNER-01", null, By("S-700", Duties.Finance | Duties.Controller)),
        Row("A delegate whose time is over gives nothing away", Proposed, ToLi, "CP-OWNER-01", null, By("S-802")),
        Row("A manager who has left gives nothing away", Proposed, ToLi, "CP-OWNER-01", null, c => By("S-800")(c) with { Manager = Manager with { Active = false } }),
        Row("Where nobody leads the owner it takes the duty", Proposed, ToLi, "CP-OWNER-01", null, c => By("S-800")(c) with { Manager = null }),
        Row("The owner's manager gives it away", Proposed, ToLi, nameof(OpportunityReassigned), null, By("S-800")),
        Row("The manager's delegate gives it away", Proposed, ToLi, nameof(OpportunityReassigned), null, By("S-801")),
        Row("Any sales manager gives it away", Proposed, ToLi, nameof(OpportunityReassigned), null, By("S-900", Duties.Manager)),
        Row("Nobody takes on a deal untrained", Proposed, ToLi, "CP-TRAIN-01", null, c => c with { Owner = Lapsed(World.Li) }),
        Row("The new owner's training can be waived", Proposed, ToLi, nameof(OpportunityReassigned), null, c => Waived(c with { Owner = Lapsed(World.Li) })),

        Row("Nobody opens a deal untrained", Opportunity.None, new OpenOpportunity(World.Full, World.Wang.Id), "CP-TRAIN-01", null, c => c with { Owner = Lapsed(World.Wang) }),
        Row("Training that ends today is good today", Opportunity.None, new OpenOpportunity(World.Full, World.Wang.Id), nameof(OpportunityOpened), null, c => c with { Owner = Lapsed(World.Wang, World.Today) }),
        Row("Training for another act does not matter", Opportunity.None, new OpenOpportunity(World.Full, World.Wang.Id), nameof(OpportunityOpened), null,
            c => c with { Owner = World.Wang with { Qualifications = [new("legal", "合同法", [Acts.Contract], new(2020, 1, 1))] } }),
        Row("History is brought in whoever was trained", Opportunity.None, new ImportOpportunity(World.Full, World.Wang.Id, OpportunityStatus.Open, "proposal", null, null, null, "crm"),
            nameof(OpportunityImported), null, c => c with { Owner = Lapsed(World.Wang) }),
        Row("No deal of an untrained owner goes on", Proposed, new AdvanceStage(), "CP-TRAIN-01", null, c => c with { PresentOwner = Lapsed(World.Wang) }),
        Row("It may go back", Proposed, new AdvanceStage("initiation"), nameof(StageReturned), null, c => c with { PresentOwner = Lapsed(World.Wang) }),
        Row("The owner's training can be waived", Proposed, new AdvanceStage(), nameof(StageAdvanced), null, c => Waived(c with { PresentOwner = Lapsed(World.Wang) })),
        Row("A trained owner's deal goes on", Proposed, new AdvanceStage(), nameof(StageAdvanced), null, c => c with { PresentOwner = Lapsed(World.Wang, World.Today) }),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Ownership_answers_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void People_are_asked_about_only_where_a_rule_is_about_them()
    {
        Assert.Equal(PeopleNeeded.OwnerLately, OpportunityRules.KnowledgeFor(new AdvanceStage(), Duties.None));
        Assert.Equal(PeopleNeeded.OwnerAndManager, OpportunityRules.KnowledgeFor(ToLi, Duties.Finance));
        Assert.Equal(PeopleNeeded.Nobody, OpportunityRules.KnowledgeFor(ToLi, Duties.Manager));
        Assert.Equal(PeopleNeeded.Nobody, OpportunityRules.KnowledgeFor(new RecordActivity("visit", "x"), Duties.None));
    }

    [Fact]
    public void A_view_of_a_person_is_kept_for_ten_seconds()
    {
        var time = new TickingTime();
        var people = new RecentSalespeople(time);
        Assert.False(people.TryGet("S-001", out _));
        people.Keep("S-001", World.Wang);
        people.Keep("S-404", null);
        time.Ticks += RecentSalespeople.KeptFor.Ticks - 1;
        Assert.True(people.TryGet("S-001", out var view));
        Assert.Same(World.Wang, view);
        Assert.True(people.TryGet("S-404", out view));
        Assert.Null(view);
        time.Ticks++;
        Assert.False(people.TryGet("S-001", out _));
    }

    private static SalespersonView Lapsed(SalespersonView person, DateOnly? until = null) =>
        person with { Qualifications = [new("safety", "产品安全", [Acts.Sell], until ?? World.Today.AddDays(-1))] };

    private static OpportunityContext Waived(OpportunityContext context) => context with { Request = World.By("S-900", Duties.Manager, "CP-TRAIN-01") };

    private static Func<OpportunityContext, OpportunityContext> By(string actor, Duties duties = Duties.None) =>
        c => c with { Request = World.By(actor, duties), PresentOwner = World.Wang, Manager = Manager };

    private sealed class TickingTime : TimeProvider
    {
        public long Ticks { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ticks;
    }
}
