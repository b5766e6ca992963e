using System.Collections.Immutable;
using SalesGrid.Warnings;

namespace SalesGrid.Domain.Tests;

/// <summary>Giving what somebody has in hand to a successor.</summary>
public sealed class HandoverRulesTests
{
    private static readonly Salesperson Wang = People.Wang;
    private static readonly Salesperson Gone = Wang.Evolve(new SalespersonDeactivated(true), World.Now);
    private static readonly PortfolioCount Some = new([new("customer", 3), new("opportunity", 2)], World.Today);
    private static readonly PortfolioCount Nothing = new([], World.Today);
    private static readonly Salesperson Going = Wang.Evolve(new HandoverBegun(1, "S-002", "离职", "hr-1"), World.Now);
    private static readonly Salesperson InHand = Going.Evolve(new HandoverTaken("customer", ["C-1", "C-2"]), World.Now);
    private static readonly Salesperson Ended = Going.Evolve(new HandoverEnded(Nothing), World.Now.AddHours(1));

    internal static RuleRow[] Rows { get; } =
    [
        Row("A portfolio is handed over", Wang, new HandOverPortfolio("S-002", "离职"), nameof(HandoverBegun)),
        Row("That of somebody who left too", Gone, new HandOverPortfolio("S-002", "离职"), nameof(HandoverBegun)),
        Row("That of nobody is not", Salesperson.None, new HandOverPortfolio("S-002", "离职"), "CP-PERSON-01"),
        Row("Once more after the last one ended", Ended, new HandOverPortfolio("S-002", "离职"), nameof(HandoverBegun)),
        Row("A handover has a reason", Wang, new HandOverPortfolio("S-002", ""), "CP-DATA-01", "reason"),
        Row("The successor is somebody", Wang, new HandOverPortfolio("S-404", "离职"), "CP-HAND-01", "to", successor: null),
        Row("The successor has not left", Wang, new HandOverPortfolio("S-003", "离职"), "CP-HAND-01", "to", successor: World.Gone),
        Row("The successor is another", Wang, new HandOverPortfolio("s-001", "离职"), "CP-HAND-02", "to", successor: World.Wang),
        Row("One handover at a time", Going, new HandOverPortfolio("S-002", "离职"), "CP-HAND-03"),
        Row("People's administration gives nothing to itself", Wang, new HandOverPortfolio("S-002", "离职"), "CP-HAND-04", "to", by: People.By("S-002", Duties.People)),
        Row("A manager above may take it over", Wang, new HandOverPortfolio("S-002", "离职"), nameof(HandoverBegun), by: People.By("S-002") with { Stands = Standing.Manager }),
        Row("A portfolio is divided", Wang, Divided(new("S-002", ["C-1"], ["O-1"]), new("S-009", Opportunities: ["O-2"])), nameof(HandoverBegun)),
        Row("Whoever gets the rest may get something by name", Wang, Divided(new("S-002", ["C-1"]), new("S-007", Opportunities: ["O-1"])), nameof(HandoverBegun)),
        Row("No parts at all are no division", Wang, Divided(), "CP-DATA-01", "parts"),
        Row("There are at most twenty parts", Wang, Divided([.. Enumerable.Range(0, 21).Select(i => new HandoverShare($"S-1{i}", [$"C-{i}"]))]), "CP-DATA-01", "parts"),
        Row("At most five hundred objects are named", Wang, Divided(new HandoverShare("S-002", [.. Enumerable.Range(0, 501).Select(i => $"C-{i}")])), "CP-DATA-01", "parts"),
        Row("A part is something", Wang, Divided(new("S-002", ["C-1"]), null!), "CP-DATA-01", "parts[1]"),
        Row("A part names something", Wang, Divided(new HandoverShare("S-002", [])), "CP-DATA-01", "parts[0]"),
        Row("A part is for somebody", Wang, Divided(new HandoverShare(null!, ["C-1"])), "CP-DATA-01", "parts[0].to"),
        Row("What is named is an object", Wang, Divided(new HandoverShare("S-002", ["C-1", null!])), "CP-DATA-01", "parts[0].customers[1]"),
        Row("A customer goes to one", Wang, Divided(new("S-002", ["C-1"]), new("S-009", ["C-1"])), "CP-HAND-06", "parts[1].customers[0]"),
        Row("An opportunity is named once", Wang, Divided(new HandoverShare("S-002", Opportunities: ["O-1", "O-1"])), "CP-HAND-06", "parts[0].opportunities[1]"),
        Row("A customer and an opportunity of one id are two objects", Wang, Divided(new("S-002", ["O-1"]), new("S-009", Opportunities: ["O-1"])), nameof(HandoverBegun)),
        Row("A successor has one part", Wang, Divided(new("S-002", ["C-1"]), new("s-002", ["C-2"])), "CP-HAND-06", "parts[1].to"),
        Row("Each successor is somebody", Wang, Divided(new HandoverShare("S-404", ["C-1"])), "CP-HAND-01", "parts[0].to"),
        Row("Each successor is there", Wang, Divided(new HandoverShare("S-003", ["C-1"])), "CP-HAND-01", "parts[0].to"),
        Row("Each successor is another", Wang, Divided(new HandoverShare("S-001", ["C-1"])), "CP-HAND-02", "parts[0].to"),
        Row("People's administration gives itself no part", Wang, Divided(new HandoverShare("S-002", ["C-1"])), "CP-HAND-04", "parts[0].to", by: People.By("S-002", Duties.People)),
        Row("A manager above may take a part", Wang, Divided(new HandoverShare("S-002", ["C-1"])), nameof(HandoverBegun), by: People.By("S-002") with { Stands = Standing.Manager }),
        Row("What the person has not in hand is not given", Wang, Divided(new HandoverShare("S-002", ["C-1", "C-else"])), "CP-HAND-05", "parts[0].customers[1]"),
        Row("Some of it is taken in hand", Going, new TakeInHand("customer", ["C-1"]), nameof(HandoverTaken)),
        Row("Nothing more while something is", InHand, new TakeInHand("customer", ["C-3"]), RuleRow.Nothing),
        Row("Nothing is taken in hand where nothing is handed over", Wang, new TakeInHand("customer", ["C-1"]), RuleRow.Nothing),
        Row("What became of it is noted", InHand, new NoteHandedOver(["C-1"], [new("customer", "C-2", "CP-POOL-01", new("满", "full"))]), nameof(HandoverMoved)),
        Row("It is noted once", Going, new NoteHandedOver(["C-1"], []), RuleRow.Nothing),
        Row("It ends when nothing is left", Going, new EndHandover(Nothing), nameof(HandoverEnded)),
        Row("It does not end while something is in hand", InHand, new EndHandover(Nothing), RuleRow.Nothing),
        Row("What somebody who left still has is counted", Gone, new CountPortfolio(), nameof(PortfolioCounted)),
        Row("And again the next day", Gone.Evolve(new PortfolioCounted(Some), World.Now), new CountPortfolio(), nameof(PortfolioCounted)),
        Row("Not once there is nothing", Gone.Evolve(new PortfolioCounted(Nothing), World.Now), new CountPortfolio(), RuleRow.Nothing),
        Row("Nor of somebody who is there", Wang, new CountPortfolio(), RuleRow.Nothing),
    ];

    private static HandOverPortfolio Divided(params HandoverShare[] parts) => new("S-007", "离职", [.. parts]);

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Handovers_are_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void What_was_moved_and_what_was_not_is_counted_and_listed_within_bounds()
    {
        var person = Going;
        for (var batch = 0; batch < 10; batch++)
        {
            string[] ids = [.. Enumerable.Range(50 * batch, 50).Select(i => $"C-{i:D4}")];
            person = person.Evolve(new HandoverTaken("customer", [.. ids]), World.Now)
                .Evolve(new HandoverMoved("customer", [.. ids.Take(20)], [.. ids.Skip(20).Select(id => new NotMoved("customer", id, "CP-POOL-01", new("满", "full")))]), World.Now);
        }
        var handover = person.Handover!;
        Assert.Equal([new PartCount("customer", 200)], handover.Moved);
        Assert.Equal((200, 300, 200), (handover.LastMoved.Length, handover.NotMovedCount, handover.NotMoved.Length));
        Assert.Equal(("customer", "C-0499", true), (handover.Part, handover.After, handover.InHand.IsEmpty));
    }

    [Theory]
    [InlineData("O-1", "C-1", "S-9")]
    [InlineData("O-2", "C-1", "S-2")]
    [InlineData("O-2", "C-2", "S-7")]
    [InlineData(null, "C-1", "S-2")]
    [InlineData("C-1", null, "S-7")]
    [InlineData(null, null, "S-7")]
    public void What_is_named_goes_where_it_is_named_what_is_a_customers_with_it_and_the_rest_to_the_one(string? opportunity, string? customer, string to) =>
        Assert.Equal(to, new HandoverShares("S-7", [new("S-2", ["C-1"]), new("S-9", Opportunities: ["O-1"])]).SuccessorOf(new(opportunity, customer)));

    [Fact]
    public void Of_what_is_divided_it_is_kept_who_got_it()
    {
        var person = Wang.Evolve(new HandoverBegun(1, "S-007", "离职", "hr-1", [new("S-002", ["C-1"])]), World.Now)
            .Evolve(new HandoverTaken("customer", ["C-1", "C-2", "C-3"], ["S-002", "S-007", "S-007"]), World.Now);
        Assert.Equal(["S-002", "S-007", "S-007"], Enumerable.Range(0, 3).Select(person.Handover!.ToOf));
        var noted = SalespersonRules.Decide("S-001", person, new NoteHandedOver(["C-1", "C-3"], [new("customer", "C-2", "CP-POOL-01", new("满", "full")) { To = "S-007" }]), People.Keeper, new());
        var moved = Assert.IsType<HandoverMoved>(Assert.Single(noted.Events));
        Assert.Equal(["S-002", "S-007"], moved.To!.Value);
        person = person.Evolve(moved, World.Now);
        Assert.Equal([new("customer", "C-1", "S-002"), new HandedOver("customer", "C-3", "S-007")], person.Handover!.LastMoved);
        Assert.Equal([new SuccessorCount("S-002", 1), new SuccessorCount("S-007", 1)], person.Handover.MovedTo);
        Assert.True(person.Handover.InHandTo.IsEmpty);
        Assert.Single(person.Handover.Shares);
        Assert.Empty(person.Evolve(new HandoverEnded(Nothing), World.Now).Handover!.Shares);
        // To one, nothing more is stored than ever was.
        Assert.Null(Assert.IsType<HandoverMoved>(Assert.Single(SalespersonRules.Decide("S-001", InHand, new NoteHandedOver(["C-1"], []), People.Keeper, new()).Events)).To);
    }

    [Fact]
    public void The_manager_is_warned_of_what_somebody_who_left_has_until_it_is_gone()
    {
        Assert.Equal(World.Now, Gone.UnfinishedSince);
        var counted = Gone.Evolve(new PortfolioCounted(Some), World.Now);
        Assert.Null(counted.UnfinishedSince);
        var cause = Assert.Single(Causes(counted));
        Assert.Equal(("leaver-has-business", "S-001"), (cause.Code, cause.Owner));
        Assert.Contains("5", cause.Text.En, StringComparison.Ordinal);
        Assert.Equal(cause.Id, Assert.Single(Causes(counted.Evolve(new PortfolioCounted(Some with { On = World.Today.AddDays(1) }), World.Now.AddDays(1)))).Id);
        Assert.Equal(World.Today.AddDays(1), DateOnly.FromDateTime(Assert.Single(SalespersonWarnings.Timers(counted)).At.UtcDateTime));
        Assert.Empty(Causes(counted.Evolve(new PortfolioCounted(Nothing), World.Now)));
        Assert.Empty(Causes(counted.Evolve(new SalespersonReactivated("hr-1"), World.Now)));
    }

    [Fact]
    public void Who_was_deactivated_before_this_was_noted_is_not_looked_at_again() =>
        Assert.Null(Wang.Evolve(new SalespersonDeactivated(), World.Now).UnfinishedSince);

    private static WarningCause[] Causes(Salesperson person) =>
        [.. SalespersonWarnings.Of("S-001", new SubjectRecord<Salesperson> { State = person }, ShippedWarnings.Policy)];

    private static RuleRow Row(string says, Salesperson current, SalespersonCommand command, string expected, string? field = null, DecisionContext? by = null, SalespersonView? successor = null) =>
        new(says, () => Answer.Of(SalespersonRules.Decide("S-001", current, command, by ?? People.Keeper,
            new()
            {
                Named = says.StartsWith("The successor is somebody", StringComparison.Ordinal) ? null : successor ?? World.Li,
                Portfolio = Some,
                Successors = new[] { World.Li, World.Gone, World.Wang, World.Li with { Id = "S-007" }, World.Li with { Id = "S-009" } }.ToImmutableDictionary(p => p.Id),
                NotInHand = ["customer/C-else"],
            })), expected, field);
}
