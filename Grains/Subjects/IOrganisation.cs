using System.Collections.Immutable;
using SalesGrid.Decisions;

namespace SalesGrid.Subjects;

/// <summary>How people stand towards one another, as far as it decides who may send a command. Known by the noun that keeps people.</summary>
public interface IOrganisation
{
    /// <summary>How somebody stands towards an owner that is not themselves: the first of the ways asked for that is so.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="ways">Ways that count: <see cref="Standing.Delegate"/>, <see cref="Standing.Manager"/> or both.</param>
    /// <param name="act">What is asked for, by the name delegations have it by; null for what none names.</param>
    /// <param name="today">The business day.</param>
    /// <param name="inputs">Notes what was looked at.</param>
    /// <returns>One of them, or none.</returns>
    ValueTask<Stood> Of(string actor, string owner, Standing ways, string? act, DateOnly today, Inputs inputs);

    /// <summary>True when somebody is in one of some units, or in a unit below.</summary>
    /// <param name="person">The person.</param>
    /// <param name="units">The units.</param>
    /// <param name="today">The business day.</param>
    /// <param name="inputs">Notes what was looked at.</param>
    ValueTask<bool> IsWithin(string person, ImmutableArray<string> units, DateOnly today, Inputs inputs);

    /// <summary>True when a unit is one of some units, or lies below one.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="units">The units.</param>
    /// <param name="today">The business day.</param>
    /// <param name="inputs">Notes what was looked at.</param>
    ValueTask<bool> IsUnitWithin(string unit, ImmutableArray<string> units, DateOnly today, Inputs inputs);

    /// <summary>Whom a warning about somebody's business can be addressed to.</summary>
    /// <param name="person">The person.</param>
    /// <param name="today">The business day.</param>
    /// <param name="inputs">Notes what was looked at.</param>
    ValueTask<Led> LedBy(string person, DateOnly today, Inputs inputs);
}

/// <summary>How somebody was found to stand towards an owner.</summary>
/// <param name="As">How; none where they do not.</param>
/// <param name="For">Whom they act for by a delegation; null where they stand so themselves.</param>
public readonly record struct Stood(Standing As, string? For = null)
{
    /// <summary>Where they do not stand in any way: the acts that they may do for the owner, or a manager above, by delegations that name others.</summary>
    public ImmutableArray<string> Only { get; init; } = [];
}

/// <summary>Somebody, and who leads them.</summary>
/// <param name="IsActive">False for somebody who was deactivated.</param>
/// <param name="By">
/// The nearest manager above who is active, of somebody in a unit or no longer active; null where there is none, and of others, of whom
/// their objects know.
/// </param>
public readonly record struct Led(bool IsActive, string? By);
