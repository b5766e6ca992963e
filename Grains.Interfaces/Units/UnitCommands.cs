namespace SalesGrid.Units;

/// <summary>What can be asked of a unit of the organisation.</summary>
[GenerateSerializer, Immutable, Alias("sg.UnitCommand")]
public abstract record UnitCommand : Command
{
    /// <summary>Id of the company, which is there from the first start and keeps the tree of all units.</summary>
    public const string Company = "company";

    /// <summary>The company, <c>kind/id</c>.</summary>
    public const string CompanySubject = "unit/" + Company;
}

/// <summary>Sets up a unit under another one, under the id of the grain.</summary>
/// <param name="Name">Its name, 1 to 200 characters.</param>
/// <param name="Kind">Region, department or team; the company is there already.</param>
/// <param name="Parent">The unit it lies in, of its own kind or a greater one; null for the company.</param>
/// <param name="HeadId">Salesperson who leads it, active and not the sender; null for nobody yet.</param>
[GenerateSerializer, Immutable, Alias("sg.CreateUnit")]
[SentBy(Duties.People)]
public sealed record CreateUnit(
    [property: Id(0)] string Name,
    [property: Id(1)] UnitKind Kind,
    [property: Id(2)] string? Parent = null,
    [property: Id(3)] string? HeadId = null) : UnitCommand;

/// <summary>Gives a unit another name. What was credited to the old one stays credited to it.</summary>
/// <param name="Name">1 to 200 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.RenameUnit")]
[SentBy(Duties.People)]
public sealed record RenameUnit([property: Id(0)] string Name) : UnitCommand;

/// <summary>Puts a unit, with all that lies in it, into another one. It takes the place of a move that was planned.</summary>
/// <param name="Parent">The unit it is to lie in.</param>
/// <param name="From">First day, today to 5 years ahead; null for today.</param>
[GenerateSerializer, Immutable, Alias("sg.MoveUnit")]
[SentBy(Duties.People)]
public sealed record MoveUnit([property: Id(0)] string Parent, [property: Id(1)] DateOnly? From = null) : UnitCommand;

/// <summary>Says who leads a unit from now on: the manager of everybody in it and below.</summary>
/// <param name="HeadId">An active salesperson, not the sender; null for nobody.</param>
[GenerateSerializer, Immutable, Alias("sg.SetUnitHead")]
[SentBy(Duties.People)]
public sealed record SetUnitHead([property: Id(0)] string? HeadId) : UnitCommand;

/// <summary>Closes a unit for good. Nobody may be in it, and no open unit lie in it, now or as planned.</summary>
[GenerateSerializer, Immutable, Alias("sg.CloseUnit")]
[SentBy(Duties.People)]
public sealed record CloseUnit : UnitCommand;

/// <summary>Asks the company, which keeps the tree, for a change of one unit of it. Sent by the grid: by the unit itself.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="What">What is to change; the other members are those of that command.</param>
/// <param name="Name">Name.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Parent">The unit it is to lie in.</param>
/// <param name="From">First day.</param>
/// <param name="HeadId">Who is to lead it.</param>
[GenerateSerializer, Immutable, Alias("sg.ChangeTree")]
[SentBy(Duties.Grid)]
public sealed record ChangeTree(
    [property: Id(0)] string Unit,
    [property: Id(1)] UnitChange What,
    [property: Id(2)] string? Name = null,
    [property: Id(3)] UnitKind? Kind = null,
    [property: Id(4)] string? Parent = null,
    [property: Id(5)] DateOnly? From = null,
    [property: Id(6)] string? HeadId = null) : UnitCommand;

/// <summary>Moves whose day has come are recorded. Sent by the grid to the company.</summary>
[GenerateSerializer, Immutable, Alias("sg.SettleMoves")]
[SentBy(Duties.Grid)]
public sealed record SettleMoves : UnitCommand;

/// <summary>Tells a unit what the tree says of it. Sent by the grid.</summary>
/// <param name="Unit">The unit as the tree has it.</param>
/// <param name="What">What changed last.</param>
[GenerateSerializer, Immutable, Alias("sg.NoteUnit")]
[SentBy(Duties.Grid)]
public sealed record NoteUnit([property: Id(0)] UnitEntry Unit, [property: Id(1)] UnitChange What) : UnitCommand;

/// <summary>A unit that was to be closed is not, since something came to lie in it meanwhile. Sent by the grid.</summary>
/// <param name="ControlPoint">What stood in the way.</param>
[GenerateSerializer, Immutable, Alias("sg.KeepUnitOpen")]
[SentBy(Duties.Grid)]
public sealed record KeepUnitOpen([property: Id(0)] string ControlPoint) : UnitCommand;

/// <summary>Units that know what the tree says of them. Sent by the grid to the company.</summary>
/// <param name="Units">Their ids and the revisions they know.</param>
[GenerateSerializer, Immutable, Alias("sg.NoteTold")]
[SentBy(Duties.Grid)]
public sealed record NoteTold([property: Id(0)] System.Collections.Immutable.ImmutableArray<ToldUnit> Units) : UnitCommand;

/// <summary>A unit and the revision of its entry that it knows.</summary>
[GenerateSerializer, Immutable, Alias("sg.ToldUnit")]
public readonly record struct ToldUnit([property: Id(0)] string Unit, [property: Id(1)] int Revision);

/// <summary>Kinds of units, the greatest first: a unit lies in one of its own kind or a greater one. Numbers are fixed: they cross process boundaries.</summary>
public enum UnitKind
{
    /// <summary>The whole company. There is one.</summary>
    Company = 1,

    /// <summary>A region or office (大区).</summary>
    Region = 2,

    /// <summary>A department (部门).</summary>
    Department = 3,

    /// <summary>A team (小组).</summary>
    Team = 4,
}

/// <summary>What happened to a unit. Numbers are fixed: they cross process boundaries.</summary>
public enum UnitChange
{
    /// <summary>It was set up.</summary>
    Created = 1,

    /// <summary>It has another name.</summary>
    Renamed = 2,

    /// <summary>It lies in another unit, or is to from a day on.</summary>
    Moved = 3,

    /// <summary>The day of a planned move has come.</summary>
    MoveSettled = 4,

    /// <summary>It has another head.</summary>
    HeadSet = 5,

    /// <summary>It was closed.</summary>
    Closed = 6,
}
