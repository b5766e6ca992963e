using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

/// <summary>Where a person stands: in a unit, from which everything else follows.</summary>
public sealed class SalespersonPlaceTests
{
    private static readonly DateOnly Spring = new(2027, 3, 1);
    private static readonly Salesperson Placed = Salesperson.None.Evolve(new SalespersonRegistered("王芳", new("一组", "华东", "L-1"), null, "U-T1"), World.Now);
    private static readonly Salesperson Planned = Placed.Evolve(new SalespersonMovePlanned("U-WEST", Spring, "hr-1"), World.Now);
    private static readonly Salesperson Stated = Salesperson.None.Evolve(new SalespersonRegistered("王芳", new("East 1", "East", "S-009")), World.Now);
    private static readonly Salesperson Gone = Placed.Evolve(new SalespersonDeactivated(true), World.Now);

    internal static RuleRow[] Rows { get; } =
    [
        Row("Somebody is registered in a unit", Salesperson.None, RegisterSalesperson.Into("U-T1", "王芳"), nameof(SalespersonRegistered)),
        Row("A unit is not stated beside a team", Salesperson.None, RegisterSalesperson.Into("U-T1", "王芳") with { Team = "一组" }, "CP-PERSON-04", "unit"),
        Row("A unit is not stated beside a manager", Salesperson.None, RegisterSalesperson.Into("U-T1", "王芳") with { Manager = "S-009" }, "CP-PERSON-04", "unit"),
        Row("Somebody in a unit has a name", Salesperson.None, RegisterSalesperson.Into("U-T1", " "), "CP-DATA-01", "name"),
        Row("A unit that is not there is refused", Salesperson.None, RegisterSalesperson.Into("U-404", "王芳"), "CP-UNIT-16", "unit", unit: null),
        Row("A unit that was closed is refused", Salesperson.None, RegisterSalesperson.Into("U-SHUT", "王芳"), "CP-UNIT-16", "unit", unit: Units.Shut),
        Row("A unit's id is one", Salesperson.None, RegisterSalesperson.Into("U/1", "王芳"), "CP-DATA-01", "unit", unit: null),
        Row("Nobody registers somebody under themselves by a unit", Salesperson.None, RegisterSalesperson.Into("U-T1", "王芳"), "CP-PERSON-05", "unit", by: "l-1"),
        Row("Nobody registers somebody under themselves as stated", Salesperson.None, new RegisterSalesperson("王芳", new Placing("T", "R", "HR-1")), "CP-PERSON-05", "manager"),
        Row("Somebody moves into a unit", Stated, MoveSalesperson.Into("U-T1"), nameof(SalespersonMoved)),
        Row("Somebody moves out of the units", Placed, new MoveSalesperson(new Placing("East 1", "East")), nameof(SalespersonMoved)),
        Row("Where they are they need not move", Placed, MoveSalesperson.Into("U-T1"), RuleRow.Nothing),
        Row("Unless a move was planned, which that takes back", Planned, MoveSalesperson.Into("U-T1"), nameof(SalespersonMoved)),
        Row("A move is planned", Placed, MoveSalesperson.Into("U-T1", Spring), nameof(SalespersonMovePlanned)),
        Row("The same plan is no news", Placed.Evolve(new SalespersonMovePlanned("U-T1", Spring, "x"), World.Now), MoveSalesperson.Into("U-T1", Spring), RuleRow.Nothing),
        Row("A day goes with a unit", Stated, new MoveSalesperson(new Placing("East 1", "East")) { From = Spring }, "CP-DATA-01", "from"),
        Row("Nobody moves in the past", Placed, MoveSalesperson.Into("U-T1", World.Today.AddDays(-1)), "CP-DATA-01", "from"),
        Row("Nobody moves somebody under themselves", Stated, MoveSalesperson.Into("U-T1"), "CP-PERSON-05", "unit", by: "M-1"),
        Row("Whoever leads them already may", Stated, MoveSalesperson.Into("U-T1"), nameof(SalespersonMoved), by: "M-1", headsNow: "M-1"),
        Row("Nobody moves somebody under themselves as stated", Stated, new MoveSalesperson(new Placing("T", "R", "hr-1")), "CP-PERSON-05", "manager"),
        Row("A stated manager may move their own people", Stated, new MoveSalesperson(new Placing("T", "R", "S-009")), nameof(SalespersonMoved), by: "S-009"),
        Row("A planned place is taken on its day", Planned, new TakePlannedPlace(), nameof(SalespersonMoved), today: Spring),
        Row("Not before", Planned, new TakePlannedPlace(), RuleRow.Nothing, today: Spring.AddDays(-1)),
        Row("Nor where nothing is planned", Placed, new TakePlannedPlace(), RuleRow.Nothing, today: Spring),
        Row("Somebody gets another name", Placed, new RenameSalesperson("王芳芳"), nameof(SalespersonRenamed)),
        Row("The name they have is no news", Placed, new RenameSalesperson("王芳"), RuleRow.Nothing),
        Row("A name is not empty", Placed, new RenameSalesperson(""), "CP-DATA-01", "name"),
        Row("Somebody comes back", Gone, new ReactivateSalesperson(), nameof(SalespersonReactivated)),
        Row("Somebody comes back into another unit", Gone, new ReactivateSalesperson("U-T1"), nameof(SalespersonReactivated)),
        Row("Not into one there is not", Gone, new ReactivateSalesperson("U-404"), "CP-UNIT-16", "unit", unit: null),
        Row("Who is there need not come back", Placed, new ReactivateSalesperson(), RuleRow.Nothing),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Where_people_stand_is_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_unit_keeps_a_place_for_everybody_in_it_and_everybody_who_is_to_be()
    {
        static IEnumerable<string> Of(Salesperson person) => SalespersonKind.Kind.Needs!("S-1", person).Select(n => $"{n.Provider}:{n.Account}");
        Assert.Empty(Of(Stated));
        Assert.Equal(["unit/U-T1:member"], Of(Placed));
        Assert.Equal(["unit/U-T1:member", "unit/U-WEST:member"], Of(Planned));
        Assert.Equal(["unit/U-WEST:member"], Of(Planned.Evolve(new SalespersonMoved(Placed.Place, null, "U-WEST"), World.Now)));
        Assert.Empty(Of(Gone));
        Assert.Equal(["unit/U-T1:member"], Of(Gone.Evolve(new SalespersonReactivated("hr-1"), World.Now)));
    }

    [Fact]
    public void A_planned_place_counts_from_its_day_whether_or_not_it_was_recorded_yet()
    {
        Assert.Equal("U-T1", Planned.UnitOn(Spring.AddDays(-1)));
        Assert.Equal("U-WEST", Planned.UnitOn(Spring));
        Assert.Equal(Spring, DateOnly.FromDateTime(Assert.Single(SalespersonWarnings.Timers(Planned)).At.UtcDateTime));
    }

    [Fact]
    public void Of_people_in_a_unit_no_copy_says_who_their_manager_is() => Assert.Null(Placed.ManagerId);

    private static RuleRow Row(string says, Salesperson current, SalespersonCommand command, string expected, string? field = null, string by = "hr-1",
        string? headsNow = null, DateOnly? today = null, UnitEntry? unit = null) =>
        new(says, () => Answer.Of(SalespersonRules.Decide("S-001", current, command, People.By(by, Duties.People, today), Around(says, unit, headsNow))), expected, field);

    private static SalespersonContext Around(string says, UnitEntry? unit, string? headsNow)
    {
        var found = unit ?? (says.Contains("not there", StringComparison.Ordinal) || says.Contains("there is not", StringComparison.Ordinal) || says.Contains("id is one", StringComparison.Ordinal) ? null : Units.Team);
        return new()
        {
            Unit = found,
            UnitPlace = found is null ? null : Units.Tree.PlaceOn(found.Id, "S-001", World.Today),
            HeadsThen = found is null ? [] : Units.Tree.HeadsAbove(found.Id, "S-001", World.Today),
            HeadsNow = headsNow is null ? [] : [headsNow],
        };
    }
}
