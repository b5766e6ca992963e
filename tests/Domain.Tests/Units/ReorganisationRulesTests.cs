using System.Collections.Immutable;
using CsCheck;
using static SalesGrid.Domain.Tests.Units;

namespace SalesGrid.Domain.Tests;

/// <summary>Several moves as one: each by the rules it would meet alone, all of them or none.</summary>
public sealed class ReorganisationRulesTests
{
    private static readonly DateOnly Spring = new(2027, 3, 1);

    private static readonly ReorganisationFacts Facts = new()
    {
        People = new UnitPerson[]
        {
            new("S-1", true, "U-T1"), new("S-2", true, "U-WEST"), new("S-3", true, null), new("S-4", true, "U-T1", HasPlan: true), new("hr-1", true, null), new("hr-2", true, "U-T1"), new("gone", false, "U-T1"), new("M-2", true, "company"),
        }.ToImmutableDictionary(p => p.Id, SubjectId.Comparer),
    };

    internal static RuleRow[] Rows { get; } =
    [
        Row("People, units and heads move as one", [new("U-T1", Parent: "U-WEST"), new("U-WEST", "S-1"), new("U-T1", HeadId: "S-2"), new("U-EAST", Vacant: true)], "TreeChanged + TreeChanged + TreeChanged + Reorganised"),
        Row("From a day on", [new("U-T1", Parent: "U-WEST"), new("U-WEST", "S-1"), new("U-T1", HeadId: "S-2")], "TreeChanged + TreeChanged + Reorganised", on: Spring),
        Row("People alone", [new("U-WEST", "S-1")], "Reorganised"),
        Row("People who were in no unit", [new("U-WEST", "S-3")], "Reorganised"),
        Row("Parent and head of a unit in one move", [new("U-T1", Parent: "U-WEST", HeadId: "S-2")], "TreeChanged + TreeChanged + Reorganised"),
        Row("What is so already is no news", [new("U-T1", "S-1"), new("U-T1", Parent: "U-MACH"), new("U-T1", HeadId: "L-1")], RuleRow.Nothing, facts: With(new UnitPerson("L-1", true, "U-T1"))),
        Row("Who is to move elsewhere and now stays is news", [new("U-T1", "S-4")], "Reorganised"),

        Row("It takes a reason", [new("U-WEST", "S-1")], "CP-DATA-01", "reason", reason: " "),
        Row("It does not take effect in the past", [new("U-WEST", "S-1")], "CP-DATA-01", "effectiveOn", on: World.Today.AddDays(-1)),
        Row("It is something", [], "CP-DATA-01", "moves"),
        Row("It is not without end", [.. Enumerable.Range(0, 201).Select(i => new ReorganisationMove("U-WEST", $"S-{i}"))], "CP-DATA-01", "moves"),
        Row("Not too many units get another parent", [.. Enumerable.Range(0, 101).Select(i => new ReorganisationMove($"U-{i}", Parent: "company"))], "CP-DATA-01", "moves"),
        Row("A move is something", [new("U-WEST", "S-1"), null!], "CP-DATA-01", "moves[1]"),
        Row("A move says what moves", [new("U-WEST")], "CP-DATA-01", "moves[0]"),
        Row("A person gets no parent", [new("U-WEST", "S-1", Parent: "company")], "CP-DATA-01", "moves[0]"),
        Row("A head is somebody or nobody", [new("U-WEST", HeadId: "S-1", Vacant: true)], "CP-DATA-01", "moves[0]"),
        Row("A move is of a unit", [new(null!, "S-1")], "CP-DATA-01", "moves[0].unit"),
        Row("A person's id is one", [new("U-WEST", "a/b")], "CP-DATA-01", "moves[0].person"),
        Row("A person is moved once", [new("U-WEST", "S-1"), new("U-EAST", "s-1")], "CP-REORG-04", "moves[1].person"),
        Row("A unit is moved once", [new("U-T1", Parent: "U-WEST"), new("U-T1", Parent: "U-EAST")], "CP-REORG-04", "moves[1].parent"),
        Row("A unit gets one head", [new("U-T1", HeadId: "S-2"), new("U-T1", Vacant: true)], "CP-REORG-04", "moves[1].headId"),

        Row("Somebody unknown is not moved", [new("U-WEST", "S-404")], "CP-REORG-02", "moves[0].person"),
        Row("A unit there is not is not moved", [new("U-404", Parent: "U-WEST")], "CP-REORG-02", "moves[0].unit"),
        Row("Somebody who left is not moved", [new("U-WEST", "gone")], "CP-PERSON-03", "moves[0].person"),
        Row("Nobody is put into a closed unit", [new("U-SHUT", "S-1")], "CP-UNIT-16", "moves[0].unit"),
        Row("A closed unit does not move", [new("U-SHUT", Parent: "U-WEST")], "CP-UNIT-10", "moves[0]"),
        Row("Who left leads nothing", [new("U-WEST", HeadId: "gone")], "CP-UNIT-13", "moves[0].headId"),
        Row("Units nest", [new("U-EAST", Parent: "U-T1")], "CP-UNIT-05", "moves[0].parent"),
        Row("Two units do not come to lie in each other", [new("U-EAST", Parent: "U-WEST"), new("U-WEST", Parent: "U-EAST")], "CP-UNIT-06", "moves[1].parent"),
        Row("Nor from a day on", [new("U-EAST", Parent: "U-WEST"), new("U-WEST", Parent: "U-EAST")], "CP-UNIT-06", "moves[1].parent", on: Spring),
        Row("What the move before made possible is possible", [new("U-T1", Parent: "company"), new("U-MACH", Parent: "U-WEST"), new("U-T1", HeadId: "S-1")], "TreeChanged + TreeChanged + TreeChanged + Reorganised"),
        Row("The company stays", [new("company", Parent: "U-EAST")], "CP-UNIT-11", "moves[0]"),
        Row("All that stands in the way is told", [new("U-WEST", "S-404"), new("U-EAST", Parent: "U-T1"), new("U-SHUT", "S-1")], "CP-REORG-02", "moves[0].person"),

        Row("Nobody moves themselves", [new("U-WEST", "hr-1")], "CP-REORG-03", "moves[0].person"),
        Row("Nobody is put under the sender", [new("U-WEST", "S-1")], "CP-PERSON-05", "moves[0].unit", by: World.By("M-2", Duties.People)),
        Row("Nor by a move before it", [new("U-T1", Parent: "U-WEST"), new("U-T1", "S-2")], "CP-UNIT-14", "moves[0].parent", by: World.By("M-2", Duties.People)),
        Row("Whom the sender leads already may move below them", [new("U-T1", "S-2")], "Reorganised", by: World.By("CEO", Duties.People)),
        Row("Nobody makes themselves a head", [new("U-WEST", HeadId: "hr-1")], "CP-UNIT-14", "moves[0].headId"),
        Row("Nobody chooses their own head", [new("U-MACH", HeadId: "S-2")], "CP-UNIT-15", "moves[0]", by: World.By("hr-2", Duties.People), facts: Facts with { SendersUnit = "U-T1", SendersUnitThen = "U-T1" }),
        Row("Nor that of the unit they are to be in by then", [new("U-WEST", HeadId: "S-2")], "CP-UNIT-15", "moves[0]", by: World.By("hr-2", Duties.People), on: Spring, facts: Facts with { SendersUnit = "U-T1", SendersUnitThen = "U-WEST" }),
        Row("Not too many are under way", [new("U-WEST", "S-1")], "CP-REORG-05", company: Units.Company with { Placed = [.. Enumerable.Range(0, UnitTree.PlacedMax).Select(i => new PlacedPerson($"P-{i}", "U-WEST", null, 1, "hr-1", World.Now))] }),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Reorganisations_are_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void Everything_that_stands_in_the_way_is_listed_with_its_move()
    {
        var refusal = Decide(Units.Company, [new("U-WEST", "S-404"), new("U-EAST", Parent: "U-T1"), new("U-SHUT", "S-1")]).Refusal!;
        Assert.Equal(["CP-REORG-02 moves[0].person", "CP-UNIT-05 moves[1].parent", "CP-UNIT-16 moves[2].unit"], refusal.Missing.Select(m => $"{m.ControlPoint} {m.Field}"));
    }

    [Fact]
    public void From_its_day_on_people_are_led_as_was_ordered_and_not_before()
    {
        var company = After(Units.Company, Decide(Units.Company, [new("U-T1", Parent: "U-WEST"), new("U-T1", HeadId: "S-2"), new("U-MACH", "S-1")], Spring));
        var tree = company.Tree();
        Assert.Equal(["L-1", "M-1", "CEO"], tree.HeadsAbove("U-T1", "S-3", Spring.AddDays(-1)));
        Assert.Equal(["S-2", "M-2", "CEO"], tree.HeadsAbove("U-T1", "S-3", Spring));
        var person = new SalespersonView("S-1", 1, "x", new("T", "R"), true, World.Now) { Unit = "U-T1" };
        Assert.Equal(("U-T1", "U-MACH"), (person.In(tree, World.Today).UnitOn(Spring.AddDays(-1)), person.In(tree, World.Today).UnitOn(Spring)));
        Assert.Equal("U-MACH", person.In(tree, Spring).UnitOn(Spring));
        // Once they know, and wherever they go after, the order is over.
        var number = Assert.Single(tree.Placed).Number;
        Assert.Equal("U-T1", (person with { PlacedBy = number }).In(tree, World.Today).UnitOn(Spring));
        var settled = UnitRules.Decide("company", company, new SettleMoves(), World.By("grid", Duties.Grid) with { Today = Spring }, UnitContext.None).Events.Aggregate(company, (c, e) => c.Evolve(e, World.Now)).Tree();
        Assert.Equal(("U-WEST", "S-2", null, null), (settled.Find("U-T1")!.Parent, settled.Find("U-T1")!.HeadId, settled.Find("U-T1")!.Planned, settled.Find("U-T1")!.PlannedHead));
    }

    [Fact]
    public void A_later_order_takes_the_place_of_an_earlier_one_and_a_version_tells_them_apart()
    {
        var first = After(Units.Company, Decide(Units.Company, [new("U-WEST", "S-1"), new("U-WEST", "S-3")]));
        var second = After(first, Decide(first, [new("U-MACH", "S-1")]));
        Assert.Equal(["S-3 U-WEST", "S-1 U-MACH"], second.Placed.Select(p => $"{p.Person} {p.Unit}"));
        Assert.True(second.Placed[1].Number > second.Placed[0].Number && second.TreeVersion == second.Placed[1].Number);
        Assert.Equal(World.Now, second.UnfinishedSince());
    }

    [Fact]
    public void Units_are_told_at_once_of_what_they_did_not_ask_for()
    {
        var company = After(Units.Company, Decide(Units.Company, [new("U-T1", Parent: "U-WEST")]));
        Assert.Equal(new UntoldUnit("U-T1", 3, UnitChange.Moved, World.Now) { By = "hr-1" }, Assert.Single(company.Untold));
    }

    [Fact]
    public void What_is_let_through_is_a_tree_on_every_day_and_leaves_the_senders_managers_as_they_were() =>
        Gen.Select(
            Gen.Select(Gen.OneOf("U-EAST", "U-MACH", "U-T1", "U-WEST", "R-1", "R-2"), Gen.OneOf("U-EAST", "U-MACH", "U-T1", "U-WEST", "R-1", "R-2", "company"), Gen.Int[0, 4]).Array[1, 12],
            Gen.Bool).Sample((picks, later) =>
        {
            var known = new[] { "R-1", "R-2" }.Aggregate(Units.Tree, (tree, id) => tree.With(new(id, id, UnitKind.Region, "company", null, 1)));
            var company = Units.Company with { Units = known.Units };
            ImmutableArray<ReorganisationMove> moves = [.. picks.Select(p => p.Item3 switch
            {
                0 => new ReorganisationMove(p.Item1, HeadId: "S-2"),
                1 => new ReorganisationMove(p.Item1, Vacant: true),
                _ => new ReorganisationMove(p.Item1, Parent: p.Item2),
            }).DistinctBy(m => (m.Unit, m.Parent is null))];
            var facts = Facts with { SendersUnit = "U-T1", SendersUnitThen = "U-T1" };
            var decision = UnitRules.Decide("company", company, new Reorganise(moves, "x", later ? Spring : null), World.By("hr-2", Duties.People), new() { People = facts });
            var after = After(company, decision);
            if (decision.Refusal is not null)
                Assert.Empty(decision.Events);
            foreach (var day in new[] { World.Today, Spring })
            {
                Assert.All(after.Units, unit => Assert.Equal("company", after.Tree().PathOn(unit.Id, day)[^1].Id));
                Assert.Equal(known.HeadsAbove("U-T1", "hr-2", World.Today), after.Tree().HeadsAbove("U-T1", "hr-2", day));
            }
        }, iter: 500);

    private static Unit After(Unit company, Decision<UnitEvent> decision) => decision.Events.Aggregate(company, (c, e) => c.Evolve(e, World.Now));

    private static Decision<UnitEvent> Decide(Unit company, ImmutableArray<ReorganisationMove> moves, DateOnly? on = null) =>
        UnitRules.Decide("company", company, new Reorganise(moves, "调整", on), Keeper, new() { People = Facts });

    private static ReorganisationFacts With(UnitPerson person) => Facts with { People = Facts.People.Add(person.Id, person) };

    private static RuleRow Row(string says, ImmutableArray<ReorganisationMove> moves, string expected, string? field = null, DateOnly? on = null, string reason = "调整", DecisionContext? by = null,
        ReorganisationFacts? facts = null, Unit? company = null)
    {
        var command = new Reorganise(moves, reason, on);
        return new(says, () => Answer.Of(UnitRules.Decide("company", company ?? Units.Company, command, by ?? Keeper, new() { People = facts ?? Facts })), expected, field);
    }
}
