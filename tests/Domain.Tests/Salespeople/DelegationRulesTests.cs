using System.Collections.Immutable;
using static SalesGrid.Domain.Tests.People;

namespace SalesGrid.Domain.Tests;

public sealed class DelegationRulesTests
{
    private static readonly DateOnly Last = World.Today.AddDays(14);
    private static readonly DelegateAuthority ToLi = new("S-002", World.Today, Last, "年休假");
    private static readonly DecisionContext Self = By("S-001");
    private static readonly Salesperson Away = Wang.Evolve(new AuthorityDelegated("S-002", World.Today, Last, "年休假", "S-001"), World.Now);
    private static readonly Salesperson AwayInQuotes = Wang.Evolve(new AuthorityDelegated("S-002", World.Today, Last, "年休假", "S-001", ["quote"]), World.Now);
    private static readonly Salesperson Torn = Wang with
    {
        Delegations = [.. Enumerable.Range(0, Salesperson.MaxDelegations).Select(i => new Delegation($"S-1{i}", World.Today, Last))],
    };

    internal static RuleRow[] Rows { get; } =
    [
        Row("A delegation is to somebody", Wang, ToLi with { To = "" }, Self, "CP-DATA-01", "to"),
        Row("A delegation has a reason", Wang, ToLi with { Reason = "" }, Self, "CP-DATA-01", "reason"),
        Row("A delegation begins within the calendar", Wang, ToLi with { From = new(1899, 1, 1) }, Self, "CP-DATA-01", "from"),
        Row("A delegation ends within the calendar", Wang, ToLi with { Until = new(2200, 1, 1) }, Self, "CP-DATA-01", "until"),
        Row("A colleague does not delegate for somebody", Wang, ToLi, By("S-002"), "CP-DELEG-01"),
        Row("A manager does not delegate for somebody", Wang, ToLi, By("S-009", Duties.Manager), "CP-DELEG-01"),
        Row("Nobody has others delegate to them", Wang, ToLi, By(ToLi.To, Duties.People), "CP-DELEG-08", "to"),
        Row("Nobody delegates to themselves", Wang, ToLi with { To = "S-001" }, Self, "CP-DELEG-02", "to"),
        Row("Nobody unknown is delegated to", Wang, ToLi with { To = World.UnknownOwner }, Self, "CP-DELEG-03", "to"),
        Row("Nobody who left is delegated to", Wang, ToLi with { To = World.Gone.Id }, Self, "CP-DELEG-03", "to"),
        Row("A delegation does not begin yesterday", Wang, ToLi with { From = World.Today.AddDays(-1) }, Self, "CP-DELEG-04", "until"),
        Row("A delegation does not end before it begins", Wang, ToLi with { From = Last, Until = World.Today }, Self, "CP-DELEG-04", "until"),
        Row("A delegation does not last 91 days", Wang, ToLi with { Until = World.Today.AddDays(91) }, Self, "CP-DELEG-04", "until"),
        Row("A delegation lasts 90 days", Wang, ToLi with { Until = World.Today.AddDays(90) }, Self, nameof(AuthorityDelegated)),
        Row("Who is away on the last day acts for nobody", Wang, ToLi, Self, "CP-DELEG-05", "to", Last),
        Row("Who is away on the day after acts for somebody", Wang, ToLi, Self, nameof(AuthorityDelegated), null, Last.AddDays(1)),
        Row("A salesperson delegates", Wang, ToLi, Self, nameof(AuthorityDelegated)),
        Row("People's administration delegates for somebody", Wang, ToLi, Keeper, nameof(AuthorityDelegated)),
        Row("The same delegation again changes nothing", Away, ToLi, Self, RuleRow.Nothing),
        Row("Twenty delegations are enough", Torn, ToLi, Self, "CP-DELEG-07"),
        Row("Delegations that ended are not counted", Torn, ToLi with { From = Last.AddDays(1), Until = Last.AddDays(2) }, Self with { Today = Last.AddDays(1) }, nameof(AuthorityDelegated)),
        Row("Named acts are delegated", Wang, ToLi with { Acts = ["quote.approve", "customer", "follow-up"] }, Self, nameof(AuthorityDelegated)),
        Row("No acts at all are no delegation", Wang, ToLi with { Acts = [] }, Self, "CP-DATA-01", "acts"),
        Row("Acts are at most fifty names", Wang, ToLi with { Acts = [.. Enumerable.Repeat("quote", 51)] }, Self, "CP-DATA-01", "acts"),
        Row("An act that is no command is refused", Wang, ToLi with { Acts = ["quote", "quote.steal"] }, Self, "CP-DELEG-09", "acts[1]"),
        Row("A command that nobody sends on another's behalf is refused", Wang, ToLi with { Acts = ["salesperson.delegate"] }, Self, "CP-DELEG-09", "acts[0]"),
        Row("An act is named once", Wang, ToLi with { Acts = ["quote", "quote"] }, Self, "CP-DATA-01", "acts[1]"),
        Row("The same delegation for other acts is another one", Away, ToLi with { Acts = ["quote"] }, Self, nameof(AuthorityDelegated)),
        Row("The same acts again change nothing", AwayInQuotes, ToLi with { Acts = ["quote"] }, Self, RuleRow.Nothing),
        Row("Who is away in other acts still acts in these", Wang, ToLi with { Acts = ["quote"] }, Self, nameof(AuthorityDelegated), null, Last, ["customer"]),
        Row("Who is away in one of the acts does not", Wang, ToLi with { Acts = ["quote"] }, Self, "CP-DELEG-05", "to", Last, ["approvals"]),
        Row("Who is away in some acts does not act in everything", Wang, ToLi, Self, "CP-DELEG-05", "to", Last, ["quote.approve"]),
        Row("Nobody who left delegates", Gone, ToLi, Self, "CP-PERSON-03"),

        Row("Ending is of somebody's delegation", Away, new EndDelegation(""), Self, "CP-DATA-01", "to"),
        Row("A colleague ends no delegation", Away, new EndDelegation("S-002"), By("S-002"), "CP-DELEG-01"),
        Row("What was not delegated does not end", Away, new EndDelegation("S-003"), Self, "CP-DELEG-06", "to"),
        Row("What has ended does not end again", Away, new EndDelegation("S-002"), Self with { Today = Last.AddDays(1) }, "CP-DELEG-06", "to"),
        Row("A delegation ends on its last day", Away, new EndDelegation("S-002"), Self with { Today = Last }, nameof(DelegationEnded)),
        Row("People's administration ends it for somebody who left", Away with { Active = false }, new EndDelegation("S-002"), Keeper, nameof(DelegationEnded)),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_delegation_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void Somebody_acts_from_the_first_day_to_the_last_and_no_more_once_it_is_ended()
    {
        var view = View(Away);
        Assert.Equal([false, true, true, false],
            new[] { World.Today.AddDays(-1), World.Today, Last, Last.AddDays(1) }.Select(day => view.IsActedForBy("S-002", day)));
        Assert.False(view.IsActedForBy("S-003", World.Today));
        Assert.True(view.IsActedForBy("S-001", Last.AddDays(1)));
        var ended = Away.Evolve(new DelegationEnded("S-002", World.Today, "S-001"), World.Now);
        Assert.False(View(ended).IsActedForBy("S-002", World.Today));
    }

    [Fact]
    public void Delegations_that_are_over_make_way_for_new_ones()
    {
        var later = Away.Evolve(new AuthorityDelegated("S-004", Last.AddDays(10), Last.AddDays(12), "培训", "S-001"), World.Now.AddDays(24));
        Assert.Equal("S-004", Assert.Single(later.Delegations).To);
    }

    private static SalespersonView View(Salesperson state) => SalespersonGrain.View("S-001", new() { State = state })!;

    private static RuleRow Row(string says, Salesperson current, SalespersonCommand command, DecisionContext request, string expected, string? field = null, DateOnly? away = null, string[]? awayIn = null)
    {
        var named = command is DelegateAuthority c ? World.Salesperson(c.To) : null;
        if (away is { } day)
            named = named! with { Delegations = [new("S-004", day, day.AddDays(3)) { Acts = awayIn?.ToImmutableArray() }] };
        return new(says, () => Answer.Of(SalespersonRules.Decide("S-001", current, command, request, new() { Named = named })), expected, field);
    }
}
