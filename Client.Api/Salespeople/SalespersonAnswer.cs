using System.Collections.Immutable;
using SalesGrid.Salespeople;
using SalesGrid.Units;

namespace SalesGrid.Gateway.Salespeople;

/// <summary>A salesperson as answered.</summary>
public sealed record SalespersonAnswer(
    string Id, int Version, string Name, string Team, string Region, string? Manager, bool Active, DateTimeOffset RegisteredAt)
{
    /// <summary>The unit the person is in, from which team, region and manager follow; null where they are as stated.</summary>
    public string? Unit { get; init; }

    /// <summary>The unit they are to be in from a later day on; null where nothing is planned.</summary>
    public PlannedUnit? Planned { get; init; }

    /// <summary>What somebody who was deactivated still has in hand, as last counted; null while they are active.</summary>
    public PortfolioCount? Portfolio { get; init; }

    /// <summary>What the person may decide alone; null where nobody has given them any authority.</summary>
    public AuthorityAnswer? Authority { get; init; }

    /// <summary>What their accounts have left.</summary>
    public ImmutableArray<BalanceAnswer> Balances { get; init; } = [];

    /// <summary>What the person must be qualified for.</summary>
    public ImmutableArray<Qualification> Qualifications { get; init; } = [];

    /// <summary>Who acts for the person, and until when.</summary>
    public ImmutableArray<Delegation> Delegations { get; init; } = [];

    /// <summary>The targets they have been told.</summary>
    public ImmutableArray<TargetAnswer> Targets { get; init; } = [];

    /// <summary>Their pipeline beside their target as last counted; null where it never was.</summary>
    public CoverageAnswer? Coverage { get; init; }

    /// <summary>The answer for somebody as a list has them: what follows from their unit is what the tree says on the day of the answer.</summary>
    public static SalespersonAnswer Of(SalespersonView listed, UnitTree tree, DateOnly day) =>
        listed.In(tree, day) is var v && v.UnitOn(day) is { } unit && tree.PlaceOn(unit, v.Id, day) is { } place
            ? Of(v with { Unit = unit, Planned = v.Planned?.From > day ? v.Planned : null, Place = new(place.Team, place.Region, place.Manager) })
            : Of(v);

    /// <summary>The answer for a view.</summary>
    public static SalespersonAnswer Of(SalespersonView v) =>
        new(v.Id, v.Version, v.Name, v.Place.Team, v.Place.Region, v.Place.Manager, v.Active, v.RegisteredAt)
        {
            Unit = v.Unit,
            Planned = v.Planned,
            Portfolio = v.Portfolio,
            Authority = v.Authority is { } a ? AuthorityAnswer.Of(a) : null,
            Balances = [.. v.Balances.Select(BalanceAnswer.Of)],
            Qualifications = v.Qualifications,
            Delegations = v.Delegations,
            Targets = [.. v.Targets.Select(t => new TargetAnswer(t.Period, AmountAnswer.Of(t.Amount)!))],
            Coverage = v.Coverage is { } c ? CoverageAnswer.Of(c) : null,
        };
}
