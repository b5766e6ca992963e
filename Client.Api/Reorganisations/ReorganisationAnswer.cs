using System.Collections.Immutable;
using SalesGrid.Opportunities;
using SalesGrid.Salespeople;
using SalesGrid.Units;

namespace SalesGrid.Gateway.Reorganisations;

/// <summary>What a reorganisation would do; nothing is stored.</summary>
/// <param name="EffectiveOn">The day it is looked at: its first.</param>
/// <param name="Refusal">Why it could not be carried out, with all that stands in its way; null where it could. What follows is then of those moves that could.</param>
/// <param name="Units">Units that lie in another one, or have another head, on that day.</param>
/// <param name="People">People for whom anything changes that day: unit, team, region, or who leads them.</param>
/// <param name="OpenDeals">Their open opportunities: whoever leads the owner from that day on acts on them, reads them and is warned of them. What they are credited to stays.</param>
/// <param name="WonDeals">How many opportunities they have won: those stay credited to the team and region of their day.</param>
public sealed record ReorganisationAnswer(
    DateOnly EffectiveOn, Refusal? Refusal, ImmutableArray<UnitMove> Units, ReorganisationPage<PersonMove> People, ReorganisationPage<DealMove> OpenDeals, long WonDeals);

/// <summary>A page of what follows.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Items">Some of them, by id.</param>
/// <param name="NextAfter">The id to go on after; null where there are no more.</param>
public sealed record ReorganisationPage<T>(long Total, ImmutableArray<T> Items, string? NextAfter);

/// <summary>A unit before and after.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Before">Without the reorganisation, on its first day.</param>
/// <param name="After">With it.</param>
public sealed record UnitMove(string Id, string Name, UnitStand Before, UnitStand After);

/// <summary>Where a unit lies and who leads it.</summary>
/// <param name="Parent">The unit it lies in; null for the company.</param>
/// <param name="HeadId">Who leads it; null for nobody.</param>
public sealed record UnitStand(string? Parent, string? HeadId);

/// <summary>Somebody before and after.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Name">Their name.</param>
/// <param name="Before">Without the reorganisation, on its first day.</param>
/// <param name="After">With it.</param>
public sealed record PersonMove(string Id, string Name, PersonStand Before, PersonStand After);

/// <summary>Where somebody stands.</summary>
/// <param name="Unit">The unit they are in; null for none.</param>
/// <param name="Team">Their team.</param>
/// <param name="Region">Their region.</param>
/// <param name="Managers">Who leads them, nearest first, as the tree has it: the first is whom they report to. Of people in no unit their stated manager.</param>
public sealed record PersonStand(string? Unit, string Team, string Region, ImmutableArray<string> Managers)
{
    /// <summary>How somebody stands on a day.</summary>
    public static PersonStand Of(SalespersonView person, UnitTree tree, DateOnly today, DateOnly on)
    {
        var there = person.In(tree, today);
        return there.UnitOn(on) is { } unit && tree.PlaceOn(unit, person.Id, on) is { } place
            ? new(unit, place.Team, place.Region, tree.HeadsAbove(unit, person.Id, on))
            : new(null, person.Place.Team, person.Place.Region, person.Place.Manager is { } manager ? [manager] : []);
    }

    /// <summary>True where nothing is otherwise.</summary>
    public bool IsAs(PersonStand other) => (Unit, Team, Region) == (other.Unit, other.Team, other.Region) && Managers.SequenceEqual(other.Managers);
}

/// <summary>An open opportunity of somebody for whom something changes.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Customer">Its customer.</param>
/// <param name="Owner">Its owner.</param>
/// <param name="CreditedTo">The team and region it is credited to, which stay until it is reassigned.</param>
/// <param name="LedBy">Who leads its owner from that day on, nearest first.</param>
public sealed record DealMove(string Id, string? Name, string? Customer, string Owner, DealCredit CreditedTo, ImmutableArray<string> LedBy)
{
    /// <summary>One of a list.</summary>
    public static DealMove Of(PipelineRow row, PersonStand owner) => new(row.Id, row.Name, row.Customer, row.Owner, new(row.Team, row.Region), owner.Managers);
}

/// <summary>What an opportunity is credited to.</summary>
public sealed record DealCredit(string Team, string Region);
