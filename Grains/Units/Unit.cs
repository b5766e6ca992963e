using System.Collections.Immutable;
using System.Diagnostics;

namespace SalesGrid.Units;

/// <summary>The state of a unit: the fold of its events. That of the company holds the tree of all units.</summary>
[GenerateSerializer, Immutable, Alias("sg.Unit")]
public sealed record Unit
{
    /// <summary>How long a unit has to record itself what the tree says of it, before it is told.</summary>
    public static readonly TimeSpan ToldAfter = TimeSpan.FromSeconds(10);

    /// <summary>A unit nothing has happened to.</summary>
    public static Unit None { get; } = new();

    /// <summary>The unit as the tree has it, as far as it knows; null for one there is not, and for the company, whose own entry is in <see cref="Units"/>.</summary>
    [Id(0)] public UnitEntry? Entry { get; init; }

    /// <summary>Since when the tree is being asked to close it; null when it is not.</summary>
    [Id(1)] public DateTimeOffset? ClosingSince { get; init; }

    /// <summary>Who is closing it.</summary>
    [Id(2)] public string? ClosingBy { get; init; }

    /// <summary>Of the company: all units by id; empty while nothing was said of any.</summary>
    [Id(3)] public ImmutableArray<UnitEntry> Units { get; init; } = [];

    /// <summary>Of the company: units that may not know yet what the tree says of them.</summary>
    [Id(4)] public ImmutableArray<UntoldUnit> Untold { get; init; } = [];

    /// <summary>Of the company: how often the tree has changed.</summary>
    [Id(5)] public int TreeVersion { get; init; }

    /// <summary>Of the company: where reorganisations have put people who may not have recorded it yet.</summary>
    [Id(6)] public ImmutableArray<PlacedPerson> Placed { get; init; } = [];

    /// <summary>True where somebody may be put into it.</summary>
    public bool IsOpen => Entry is { Closed: false } && ClosingSince is null;

    /// <summary>The tree, of the company.</summary>
    public UnitTree Tree() => new(TreeVersion, Units.IsEmpty ? UnitTree.First.Units : Units) { Placed = Placed };

    /// <summary>Since when a step with other objects is unfinished; null when none is.</summary>
    public DateTimeOffset? UnfinishedSince()
    {
        var since = ClosingSince ?? (Untold.IsEmpty ? null : Untold.Min(u => u.From));
        return Placed.IsEmpty || since < Placed[0].At ? since : Placed.Min(p => p.At);
    }

    /// <summary>The state after one more event, decided at <paramref name="at"/>.</summary>
    public Unit Evolve(UnitEvent happened, DateTimeOffset at) => happened switch
    {
        TreeChanged e => this with
        {
            Units = Tree().With(e.Unit).Units,
            TreeVersion = TreeVersion + 1,
            Untold = e.Unit.Id == UnitCommand.Company
                ? Untold
                : [.. Untold.Where(u => u.Unit != e.Unit.Id), new(e.Unit.Id, e.Unit.Revision, e.What, e.AtOnce == true ? at : at + ToldAfter) { By = e.AtOnce == true ? e.By : null }],
        },
        Reorganised e => this with { TreeVersion = TreeVersion + 1, Placed = ReorganisationRules.Placed(Placed, e.People, e.From, TreeVersion + 1, e.By, at) },
        PlacingsKnown e => this with { Placed = [.. Placed.Where(p => !e.People.Any(k => k.Person == p.Person && k.Number >= p.Number))] },
        TreeTold e => this with { Untold = [.. Untold.Where(u => !e.Units.Any(t => t.Unit == u.Unit && t.Revision >= u.Revision))] },
        UnitChanged e => this with { Entry = e.Unit, ClosingSince = e.Unit.Closed ? null : ClosingSince, ClosingBy = e.Unit.Closed ? null : ClosingBy },
        UnitClosing e => this with { ClosingSince = at, ClosingBy = e.By },
        UnitKeptOpen => this with { ClosingSince = null, ClosingBy = null },
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };
}

/// <summary>A unit that may not know yet what the tree says of it.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Revision">The revision of its entry.</param>
/// <param name="What">What changed last.</param>
/// <param name="From">When to tell it: it records the change itself, unless its silo fell meanwhile.</param>
[GenerateSerializer, Immutable, Alias("sg.UntoldUnit")]
public sealed record UntoldUnit([property: Id(0)] string Unit, [property: Id(1)] int Revision, [property: Id(2)] UnitChange What, [property: Id(3)] DateTimeOffset From)
{
    /// <summary>Who changed it, where it has not asked for that itself; null where it has.</summary>
    [Id(4)] public string? By { get; init; }
}
