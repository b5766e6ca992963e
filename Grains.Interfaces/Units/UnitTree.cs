using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SalesGrid.Units;

/// <summary>One unit as the tree has it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Parent">The unit it lies in; null for the company.</param>
/// <param name="HeadId">Salesperson who leads it; null for nobody.</param>
/// <param name="Revision">How often it has changed, from 1.</param>
[GenerateSerializer, Immutable, Alias("sg.UnitEntry")]
public sealed record UnitEntry(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] UnitKind Kind,
    [property: Id(3)] string? Parent,
    [property: Id(4)] string? HeadId,
    [property: Id(5)] int Revision)
{
    /// <summary>Where it is to lie from a later day on; null where nothing is planned.</summary>
    [Id(6)] public PlannedParent? Planned { get; init; }

    /// <summary>True once it was closed.</summary>
    [Id(7)] public bool Closed { get; init; }

    /// <summary>Who is to lead it from a later day on; null where nothing is planned.</summary>
    [Id(8)] public PlannedHead? PlannedHead { get; init; }

    /// <summary>The unit it lies in on a day, today or later.</summary>
    public string? ParentOn(DateOnly day) => Planned is { } planned && planned.From <= day ? planned.Parent : Parent;

    /// <summary>Who leads it on a day, today or later; null for nobody.</summary>
    public string? HeadOn(DateOnly day) => PlannedHead is { } planned && planned.From <= day ? planned.HeadId : HeadId;

    /// <summary>True where something is planned whose day has come.</summary>
    public bool IsDue(DateOnly day) => Planned?.From <= day || PlannedHead?.From <= day;

    /// <summary>The same with what was planned carried out whose day has come.</summary>
    public UnitEntry On(DateOnly day)
    {
        var moved = Planned is { } planned && planned.From <= day ? this with { Parent = planned.Parent, Planned = null } : this;
        return moved.PlannedHead is { } head && head.From <= day ? moved with { HeadId = head.HeadId, PlannedHead = null } : moved;
    }
}

/// <summary>Who is to lead a unit from a day on; nobody where it is null.</summary>
[GenerateSerializer, Immutable, Alias("sg.PlannedHead")]
public sealed record PlannedHead([property: Id(0)] string? HeadId, [property: Id(1)] DateOnly From);

/// <summary>Where a unit is to lie from a day on.</summary>
[GenerateSerializer, Immutable, Alias("sg.PlannedParent")]
public sealed record PlannedParent([property: Id(0)] string Parent, [property: Id(1)] DateOnly From);

/// <summary>All units of the organisation: one tree with the company as its root. Pure.</summary>
/// <param name="Version">How often it has changed: a greater one is a later tree.</param>
/// <param name="Units">The units, closed ones too, in the order of their ids.</param>
[GenerateSerializer, Immutable, Alias("sg.UnitTree")]
public sealed record UnitTree([property: Id(0)] int Version, [property: Id(1)] ImmutableArray<UnitEntry> Units)
{
    /// <summary>The version of the company that it was read from; 0 where the company has set up nothing.</summary>
    [Id(2), JsonIgnore] public int ReadFrom { get; init; }

    /// <summary>Where reorganisations have put people who may not have recorded it yet.</summary>
    [Id(3), JsonIgnore] public ImmutableArray<PlacedPerson> Placed { get; init; } = [];

    /// <summary>Most units, closed ones too.</summary>
    public const int UnitsMax = 5_000;

    /// <summary>Most levels, the company's included.</summary>
    public const int LevelsMax = 12;

    /// <summary>Most moves that are planned at a time.</summary>
    public const int PlannedMax = 50;

    /// <summary>Most heads that are planned at a time.</summary>
    public const int PlannedHeadsMax = 200;

    /// <summary>Most people whom reorganisations have put somewhere and who have not recorded it yet.</summary>
    public const int PlacedMax = 1_000;

    /// <summary>The company before anything was said of it.</summary>
    public static UnitEntry FirstCompany { get; } = new(UnitCommand.Company, "公司", UnitKind.Company, null, null, 0);

    /// <summary>The tree of a company that has set up nothing.</summary>
    public static UnitTree First { get; } = new(0, [FirstCompany]);

    /// <summary>The company.</summary>
    [JsonIgnore]
    public UnitEntry Company => Find(UnitCommand.Company)!;

    /// <summary>A unit by id; null where there is none.</summary>
    public UnitEntry? Find(string? id) => id is not null && IndexOf(id) is >= 0 and var at ? Units[at] : null;

    /// <summary>Where a reorganisation has put somebody, of which they do not know yet; null where none has.</summary>
    /// <param name="person">The person.</param>
    /// <param name="known">The last placing they know.</param>
    public PlacedPerson? PlacingOf(string person, int known)
    {
        // A silo of before sends none.
        if (Placed.IsDefault)
            return null;
        foreach (var placed in Placed)
        {
            if (placed.Number > known && SubjectId.Same(placed.Person, person))
                return placed;
        }
        return null;
    }

    /// <summary>The tree with this unit in place of what was there under its id.</summary>
    public UnitTree With(UnitEntry unit)
    {
        var at = IndexOf(unit.Id);
        return this with { Units = at >= 0 ? Units.SetItem(at, unit) : Units.Insert(~at, unit) };
    }

    /// <summary>A unit, the one it lies in on a day, and so on up to the company. Empty for a unit there is not.</summary>
    /// <remarks>At most <see cref="LevelsMax"/> units: it ends also where the tree, which no rule lets happen, were none.</remarks>
    public ImmutableArray<UnitEntry> PathOn(string? id, DateOnly day)
    {
        var path = ImmutableArray.CreateBuilder<UnitEntry>();
        for (var unit = Find(id); unit is not null && path.Count < LevelsMax; unit = Find(unit.ParentOn(day)))
            path.Add(unit);
        return path.ToImmutable();
    }

    /// <summary>
    /// Who leads the people of a unit on a day, nearest first: the heads of the unit and of those it lies in, without somebody who is one
    /// of them and without repeating anybody. Whether they are still active is not known here.
    /// </summary>
    /// <param name="unit">The unit.</param>
    /// <param name="person">Whose managers they are.</param>
    /// <param name="day">The day.</param>
    public ImmutableArray<string> HeadsAbove(string? unit, string person, DateOnly day)
    {
        var heads = ImmutableArray.CreateBuilder<string>();
        foreach (var one in PathOn(unit, day))
        {
            if (one.HeadOn(day) is not { } head)
                continue;
            if (SubjectId.Same(head, person))
                heads.Clear(); // What they lead themselves does not lead them.
            else if (!heads.Contains(head, SubjectId.Comparer))
                heads.Add(head);
        }
        return heads.ToImmutable();
    }

    /// <summary>What a unit means for a person in it on a day; null for a unit there is not.</summary>
    public UnitPlace? PlaceOn(string? unit, string person, DateOnly day)
    {
        var path = PathOn(unit, day);
        if (path.IsEmpty)
            return null;
        var team = path.FirstOrDefault(u => u.Kind == UnitKind.Team) ?? path[0];
        var region = path.FirstOrDefault(u => u.Kind == UnitKind.Region) ?? Company;
        return new(team.Name, region.Name, HeadsAbove(unit, person, day) is [var head, ..] ? head : null);
    }

    private int IndexOf(string id)
    {
        int low = 0, high = Units.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = SubjectId.Comparer.Compare(Units[middle].Id, id);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return ~low;
    }
}

/// <summary>What the unit a person is in means for them.</summary>
/// <param name="Team">Name of the nearest team, or of the unit itself where it lies in none.</param>
/// <param name="Region">Name of the nearest region, or of the company.</param>
/// <param name="Manager">The nearest head above; null where nobody leads them.</param>
public sealed record UnitPlace(string Team, string Region, string? Manager);
