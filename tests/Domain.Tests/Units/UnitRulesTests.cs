using System.Collections.Immutable;
using static SalesGrid.Domain.Tests.Units;

namespace SalesGrid.Domain.Tests;

public sealed class UnitRulesTests
{
    private static readonly DateOnly Spring = new(2027, 3, 1);
    private static readonly UnitPerson Li = new("S-2", true, null);
    private static readonly Unit AtTeam = new() { Entry = Team };
    private static readonly Unit Closing = AtTeam.Evolve(new UnitClosing("hr-1"), World.Now);
    private static readonly ChangeTree NewTeam = new("U-NEW", UnitChange.Created, "新组", UnitKind.Team, "U-EAST");

    internal static RuleRow[] Rows { get; } =
    [
        // At the company, which decides for the tree.
        Tree("A team is set up in a region", NewTeam, nameof(TreeChanged)),
        Tree("Without a parent it lies in the company", NewTeam with { Parent = null }, nameof(TreeChanged)),
        Tree("A unit has a name", NewTeam with { Name = " " }, "CP-DATA-01", "name"),
        Tree("A unit has a kind", NewTeam with { Kind = (UnitKind)9 }, "CP-DATA-01", "kind"),
        Tree("A second company is not set up", NewTeam with { Kind = UnitKind.Company }, "CP-UNIT-03", "kind"),
        Tree("A unit is not set up twice", NewTeam with { Unit = "u-east" }, "CP-UNIT-02"),
        Tree("Asked for again after a crash it is there", new("U-MACH", UnitChange.Created, "机床部", UnitKind.Department, "U-EAST"), RuleRow.Nothing),
        Tree("A parent that is not there is refused", NewTeam with { Parent = "U-404" }, "CP-UNIT-04", "parent"),
        Tree("A parent that was closed is refused", NewTeam with { Parent = "U-SHUT" }, "CP-UNIT-04", "parent"),
        Tree("A parent's id is one", NewTeam with { Parent = "U/1" }, "CP-DATA-01", "parent"),
        Tree("A team holds no region", NewTeam with { Kind = UnitKind.Region, Parent = "U-T1" }, "CP-UNIT-05", "parent"),
        Tree("A team may hold a team", NewTeam with { Parent = "U-T1" }, nameof(TreeChanged)),
        Tree("A head who is not there is refused", NewTeam with { HeadId = "S-404" }, "CP-UNIT-13", "headId"),
        Tree("A head who left is refused", NewTeam with { HeadId = "S-2" }, "CP-UNIT-13", "headId", facts: new(Li with { Active = false })),
        Tree("A head is active", NewTeam with { HeadId = "S-2" }, nameof(TreeChanged), facts: new(Li)),
        Tree("Nobody sets up a unit for themselves to lead", NewTeam with { HeadId = "HR-1" }, "CP-UNIT-14", "headId", facts: new(new("hr-1", true, null))),
        Tree("There are no more units than there may be", NewTeam, "CP-UNIT-08", tree: Full(UnitTree.UnitsMax)),
        Tree("There are no more levels than there may be", NewTeam with { Parent = "D-11" }, "CP-UNIT-07", "parent", tree: Deep(11)),
        Tree("The last level may be", NewTeam with { Parent = "D-10" }, nameof(TreeChanged), tree: Deep(10)),

        Tree("A unit is renamed", new("U-T1", UnitChange.Renamed, "二组"), nameof(TreeChanged)),
        Tree("The same name is no news", new("U-T1", UnitChange.Renamed, "一组"), RuleRow.Nothing),
        Tree("A name is not empty", new("U-T1", UnitChange.Renamed, ""), "CP-DATA-01", "name"),
        Tree("A unit there is not is not renamed", new("U-404", UnitChange.Renamed, "x"), "CP-UNIT-01"),
        Tree("A closed unit is not renamed", new("U-SHUT", UnitChange.Renamed, "x"), "CP-UNIT-10"),

        Tree("A unit moves", new("U-T1", UnitChange.Moved, Parent: "U-WEST"), nameof(TreeChanged)),
        Tree("It moves from a day on", new("U-T1", UnitChange.Moved, Parent: "U-WEST", From: Spring), nameof(TreeChanged)),
        Tree("It does not move in the past", new("U-T1", UnitChange.Moved, Parent: "U-WEST", From: World.Today.AddDays(-1)), "CP-DATA-01", "from"),
        Tree("Nor in ten years", new("U-T1", UnitChange.Moved, Parent: "U-WEST", From: World.Today.AddYears(10)), "CP-DATA-01", "from"),
        Tree("Where it lies it need not move", new("U-T1", UnitChange.Moved, Parent: "U-MACH"), RuleRow.Nothing),
        Tree("A move names a parent", new("U-T1", UnitChange.Moved), "CP-DATA-01", "parent"),
        Tree("It moves into no unit there is not", new("U-T1", UnitChange.Moved, Parent: "U-404"), "CP-UNIT-04", "parent"),
        Tree("It moves into nothing smaller", new("U-WEST", UnitChange.Moved, Parent: "U-T1"), "CP-UNIT-05", "parent"),
        Tree("It does not move into itself", new("U-MACH", UnitChange.Moved, Parent: "U-MACH"), "CP-UNIT-06", "parent"),
        Tree("It does not move into what lies in it", new("R-1", UnitChange.Moved, Parent: "R-3"), "CP-UNIT-06", "parent", tree: Regions),
        Tree("Nor from a day on", new("R-1", UnitChange.Moved, Parent: "R-3", From: Spring), "CP-UNIT-06", "parent", tree: Regions),
        Tree("Nor now into what is to lie in it", new("R-1", UnitChange.Moved, Parent: "U-WEST"), "CP-UNIT-06", "parent",
            tree: Regions.With(West with { Planned = new("R-2", Spring) })),
        Tree("It may where that has gone by then", new("R-1", UnitChange.Moved, Parent: "R-3", From: Spring), nameof(TreeChanged),
            tree: Regions.With(Regions.Find("R-3")! with { Planned = new("company", Spring) })),
        Tree("What was planned and made way for that is not taken back", new("R-3", UnitChange.Moved, Parent: "R-2"), "CP-UNIT-06", "parent",
            tree: Regions.With(Regions.Find("R-3")! with { Planned = new("company", Spring) }).With(Regions.Find("R-1")! with { Planned = new("R-3", Spring) })),
        Tree("What lies in it may not come too deep", new("D-1", UnitChange.Moved, Parent: "U-T1"), "CP-UNIT-07", "parent", tree: Deep(9)),
        Tree("Not more than some moves are planned", new("U-T1", UnitChange.Moved, Parent: "U-WEST", From: Spring), "CP-UNIT-09", "from", tree: Planned(UnitTree.PlannedMax)),
        Tree("The company lies in nothing", new("company", UnitChange.Moved, Parent: "U-EAST"), "CP-UNIT-11"),
        Tree("Nobody moves others under themselves", new("U-T1", UnitChange.Moved, Parent: "U-WEST"), "CP-UNIT-14", "parent", by: World.By("m-2", Duties.People)),
        Tree("Who leads them already may", new("U-T1", UnitChange.Moved, Parent: "U-WEST"), nameof(TreeChanged), by: World.By("CEO", Duties.People)),
        Tree("Nobody moves the unit they are in", new("U-EAST", UnitChange.Moved, Parent: "U-WEST"), "CP-UNIT-15", facts: new(null, "U-T1")),

        Tree("A unit gets another head", new("U-T1", UnitChange.HeadSet, HeadId: "S-2"), nameof(TreeChanged), facts: new(Li)),
        Tree("A unit may have no head", new("U-T1", UnitChange.HeadSet), nameof(TreeChanged)),
        Tree("The same head is no news", new("U-T1", UnitChange.HeadSet, HeadId: "L-1"), RuleRow.Nothing, facts: new(new("L-1", true, "U-T1"))),
        Tree("Nobody makes themselves the head", new("U-T1", UnitChange.HeadSet, HeadId: "hr-1"), "CP-UNIT-14", "headId", facts: new(new("hr-1", true, null))),
        Tree("Nobody names their own manager", new("U-T1", UnitChange.HeadSet, HeadId: "S-2"), "CP-UNIT-15", facts: new(Li, "U-T1")),
        Tree("Nor one further up", new("U-EAST", UnitChange.HeadSet, HeadId: "S-2"), "CP-UNIT-15", facts: new(Li, "U-T1")),
        Tree("That of another unit they do", new("U-WEST", UnitChange.HeadSet, HeadId: "S-2"), nameof(TreeChanged), facts: new(Li, "U-T1")),

        Tree("A head may be planned", new("U-T1", UnitChange.HeadSet, HeadId: "S-2", From: Spring), nameof(TreeChanged), facts: new(Li)),
        Tree("Not more than some heads are planned", new("U-T1", UnitChange.HeadSet, HeadId: "S-2", From: Spring), "CP-UNIT-09", "headId", facts: new(Li),
            tree: Enumerable.Range(1, UnitTree.PlannedHeadsMax).Aggregate(Units.Tree, (tree, i) => tree.With(new($"P-{i:D3}", "p", UnitKind.Team, "company", null, 1) { PlannedHead = new(null, Spring) }))),
        Tree("An empty unit is closed", new("U-WEST", UnitChange.Closed), nameof(TreeChanged)),
        Tree("Closed it is once", new("U-SHUT", UnitChange.Closed), RuleRow.Nothing),
        Tree("A unit with an open one in it is not closed", new("U-MACH", UnitChange.Closed), "CP-UNIT-12"),
        Tree("Nor one in which one is to lie", new("U-WEST", UnitChange.Closed), "CP-UNIT-12", tree: Units.Tree.With(Team with { Planned = new("U-WEST", Spring) })),
        Tree("A closed one in it does not matter", new("U-MACH", UnitChange.Closed), nameof(TreeChanged), tree: Units.Tree.With(Team with { Closed = true })),
        Tree("The company is not closed", new("company", UnitChange.Closed), "CP-UNIT-11"),

        At("The company sets itself up", "company", Company, new CreateUnit("x", UnitKind.Team), "CP-UNIT-02"),
        At("The company is renamed", "company", Company, new RenameUnit("西海机床"), nameof(TreeChanged), by: Keeper),
        At("The company is told nothing by itself", "company", Company, new NoteUnit(East, UnitChange.Moved), "CP-CMD-06"),
        At("A move whose day has come is recorded", "company", Company with { Units = Units.Tree.With(Team with { Planned = new("U-WEST", World.Today) }).Units }, new SettleMoves(), nameof(TreeChanged)),
        At("A head whose day has come is recorded", "company", Company with { Units = Units.Tree.With(Team with { PlannedHead = new("S-2", World.Today) }).Units }, new SettleMoves(), nameof(TreeChanged)),
        At("A unit into which somebody was put is not closed", "company", Company with { Placed = [new("S-1", "U-WEST", null, 7, "hr-1", World.Now)] }, new ChangeTree("U-WEST", UnitChange.Closed), "CP-UNIT-12"),
        At("A unit reorganises nothing", "U-T1", AtTeam, new Reorganise([new("U-T1", Parent: "U-WEST")], "x"), "CP-REORG-01", by: Keeper),
        At("A unit places nobody", "U-T1", AtTeam, new NotePlaced([new("S-1", 1)]), "CP-CMD-06"),
        At("Who knows where they were put is noted", "company", Company with { Placed = [new("S-1", "U-WEST", null, 7, "hr-1", World.Now)] }, new NotePlaced([new("S-1", 7)]), nameof(PlacingsKnown)),
        At("Who knows an earlier placing is not", "company", Company with { Placed = [new("S-1", "U-WEST", null, 7, "hr-1", World.Now)] }, new NotePlaced([new("S-1", 6)]), RuleRow.Nothing),
        At("One whose day has not come is not", "company", Company with { Units = Units.Tree.With(Team with { Planned = new("U-WEST", Spring) }).Units }, new SettleMoves(), RuleRow.Nothing),
        At("Who was told is noted", "company", Company.Evolve(new TreeChanged(Team, UnitChange.Moved, "hr-1"), World.Now), new NoteTold([new("U-T1", 2)]), nameof(TreeTold)),
        At("Who was told something older is not", "company", Company.Evolve(new TreeChanged(Team, UnitChange.Moved, "hr-1"), World.Now), new NoteTold([new("U-T1", 1)]), RuleRow.Nothing),

        // At a unit, which follows.
        At("A unit is what the tree says", "U-NEW", Unit.None, new CreateUnit("新组", UnitKind.Team), nameof(UnitChanged), new() { Entry = Team with { Id = "U-NEW" } }),
        At("What the tree refuses the unit refuses", "U-NEW", Unit.None, new CreateUnit("新组", UnitKind.Team), "CP-UNIT-11", new() { Refused = ControlPoints.CompanyMustStay.Refuse() }),
        At("A unit that is there is not set up", "U-T1", AtTeam, new CreateUnit("新组", UnitKind.Team), "CP-UNIT-02"),
        At("The company by another spelling is not", "Company", Unit.None, new CreateUnit("新组", UnitKind.Team), "CP-UNIT-02"),
        At("A unit that is not there has no name", "U-404", Unit.None, new RenameUnit("x"), "CP-UNIT-01"),
        At("Where the tree changed nothing nothing happens", "U-T1", AtTeam, new RenameUnit("一组"), RuleRow.Nothing, new() { Entry = Team }),
        At("A unit with people is not closed", "U-T1", AtTeam, new CloseUnit(), "CP-UNIT-12", new() { Members = 3 }),
        At("An empty one begins to be", "U-T1", AtTeam, new CloseUnit(), nameof(UnitClosing)),
        At("It begins once", "U-T1", Closing, new CloseUnit(), RuleRow.Nothing),
        At("What is being closed gets no other name", "U-T1", Closing, new RenameUnit("x"), "CP-UNIT-10"),
        At("It is closed when the tree says so", "U-T1", Closing, new NoteUnit(Team with { Closed = true, Revision = 3 }, UnitChange.Closed), nameof(UnitChanged)),
        At("It stays open when the tree says that", "U-T1", Closing, new KeepUnitOpen("CP-UNIT-12"), nameof(UnitKeptOpen)),
        At("What is not being closed stays as it is", "U-T1", AtTeam, new KeepUnitOpen("CP-UNIT-12"), RuleRow.Nothing),
        At("What it knows it is not told again", "U-T1", AtTeam, new NoteUnit(Team, UnitChange.Moved), RuleRow.Nothing),
        At("A unit keeps no tree", "U-T1", AtTeam, NewTeam, "CP-CMD-06"),
        Admits("Somebody is put into an open unit", AtTeam, RuleRow.Nothing),
        Admits("Nobody into one that is being closed", Closing, "CP-UNIT-16"),
        Admits("Nobody into one there is not", Unit.None, "CP-UNIT-16"),
        Admits("Everybody may be in the company", Unit.None, RuleRow.Nothing, "company"),
        Admits("A unit has no other account", AtTeam, "CP-RSV-01", account: "credit"),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    internal static StoredSamples Stored { get; } = new("unit/U-T1",
    [
        new TreeChanged(Team with { Planned = new("U-WEST", Spring), PlannedHead = new("M-2", Spring), Closed = true }, UnitChange.Moved, "hr-1", AtOnce: true),
        new Reorganised([new("S-1", "U-WEST")], Spring, 1, "2027 年组织调整", "hr-1"),
        new PlacingsKnown([new("S-1", 7)]),
        new TreeTold([new("U-T1", 2)]),
        new UnitChanged(Team with { Planned = new("U-WEST", Spring) }, UnitChange.HeadSet, "hr-1"),
        new UnitClosing("hr-1"),
        new UnitKeptOpen("CP-UNIT-12"),
    ], new SubjectRecord<Unit>
    {
        State = new()
        {
            Entry = Team with { Planned = new("U-WEST", Spring) },
            ClosingSince = World.Now,
            ClosingBy = "hr-1",
            Units = Units.Tree.Units,
            Untold = [new("U-T1", 2, UnitChange.Moved, World.Now) { By = "hr-1" }],
            Placed = [new("S-1", "U-WEST", Spring, 7, "hr-1", World.Now)],
            TreeVersion = 6,
        },
        Version = 5,
        Seq = 41,
        Commands = [new(1, 2, 5, 1, 41)],
    });

    /// <summary>Three regions, one in the other, in the company.</summary>
    private static UnitTree Regions => Units.Tree
        .With(new("R-1", "R-1", UnitKind.Region, "company", null, 1)).With(new("R-2", "R-2", UnitKind.Region, "R-1", null, 1)).With(new("R-3", "R-3", UnitKind.Region, "R-2", null, 1));

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_units_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void What_follows_for_a_person_is_read_from_the_tree_of_the_day()
    {
        Assert.Equal(new UnitPlace("一组", "华东", "L-1"), Units.Tree.PlaceOn("U-T1", "S-1", World.Today));
        Assert.Equal(new UnitPlace("一组", "华东", "M-1"), Units.Tree.PlaceOn("u-t1", "l-1", World.Today));
        Assert.Equal(new UnitPlace("机床部", "华东", "M-1"), Units.Tree.PlaceOn("U-MACH", "S-1", World.Today));
        Assert.Equal(new UnitPlace("东海机床", "东海机床", "CEO"), Units.Tree.PlaceOn("company", "S-1", World.Today));
        Assert.Null(Units.Tree.PlaceOn("company", "CEO", World.Today)!.Manager);
        Assert.Null(Units.Tree.PlaceOn("U-404", "S-1", World.Today));
        var planned = Units.Tree.With(Team with { Planned = new("U-WEST", Spring) });
        Assert.Equal("华东", planned.PlaceOn("U-T1", "S-1", Spring.AddDays(-1))!.Region);
        Assert.Equal(new UnitPlace("一组", "华西", "M-2"), planned.PlaceOn("U-T1", "L-1", Spring));
    }

    [Fact]
    public void The_heads_above_are_all_the_way_up_and_nobody_is_led_by_whom_they_lead()
    {
        Assert.Equal(["L-1", "M-1", "CEO"], Units.Tree.HeadsAbove("U-T1", "S-1", World.Today));
        Assert.Equal(["CEO"], Units.Tree.HeadsAbove("U-T1", "M-1", World.Today));
        Assert.Empty(Units.Tree.HeadsAbove("U-T1", "CEO", World.Today));
    }

    private static UnitTree Full(int units) =>
        new(1, [UnitTree.FirstCompany, .. Enumerable.Range(0, units - 2).Select(i => new UnitEntry($"t-{i:D5}", "t", UnitKind.Team, "company", null, 1)), East with { Id = "U-EAST" }]);

    /// <summary>A chain of so many departments in the company.</summary>
    private static UnitTree Deep(int levels) => Enumerable.Range(1, levels).Aggregate(Units.Tree,
        (tree, i) => tree.With(new($"D-{i}", "d", UnitKind.Team, i == 1 ? "company" : $"D-{i - 1}", null, 1)));

    private static UnitTree Planned(int moves) => Enumerable.Range(1, moves).Aggregate(Units.Tree,
        (tree, i) => tree.With(new($"P-{i}", "p", UnitKind.Team, "company", null, 1) { Planned = new("U-WEST", Spring) }));

    private static RuleRow Tree(string says, ChangeTree change, string expected, string? field = null, UnitTree? tree = null, TreeFacts facts = default, DecisionContext? by = null) =>
        At(says, "company", Company with { Units = (tree ?? Units.Tree).Units }, change, expected, new() { Facts = facts }, by, field);

    private static RuleRow At(string says, string id, Unit current, UnitCommand command, string expected, UnitContext? context = null, DecisionContext? by = null, string? field = null) =>
        new(says, () => Answer.Of(UnitRules.Decide(id, current, command, by ?? Units.Grid, context ?? UnitContext.None)), expected, field);

    private static RuleRow Admits(string says, Unit current, string expected, string id = "U-T1", string account = UnitAccounts.Member) =>
        new(says, () => new(UnitRules.Admit(id, current, new(account, "t", "salesperson/S-1", null), GrantedReservations.None, Units.Grid), []), expected);
}
