using System.Collections.Immutable;

namespace SalesGrid.Opportunities;

/// <summary>
/// States to whom the win of an open opportunity is to be credited, and in which parts (业绩分摊). Without it all of it is the owner's. For a manager above or
/// whoever has the duty of a sales manager; never for the owner, nor for somebody who, or for whom one, gains by it.
/// </summary>
/// <param name="Shares">All shares, in place of those before, each person once, at most 20, 10,000 basis points together; empty for the owner alone.</param>
/// <param name="Reason">Why, at most 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.SplitCredit")]
[SentBy(Standing.Manager, Duties.Manager, NeverByOwner = true, Act = "opportunity.split-credit")]
public sealed record SplitCredit([property: Id(0)] ImmutableArray<StatedShare> Shares, [property: Id(1)] string? Reason = null) : OpportunityCommand;

/// <summary>
/// States to whom a win is credited, and in which parts, once it is won. For finance, as long as the month it was won in is not closed; never for the owner,
/// nor for somebody who, or for whom one, gains by it.
/// </summary>
/// <param name="Shares">As of <see cref="SplitCredit"/>.</param>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.CorrectCredit")]
[SentBy(Duties.Finance, NeverByOwner = true)]
public sealed record CorrectCredit([property: Id(0)] ImmutableArray<StatedShare> Shares, [property: Id(1)] string Reason) : OpportunityCommand;

/// <summary>The part of a win that is to be somebody's.</summary>
/// <param name="Person">Id of the salesperson.</param>
/// <param name="BasisPoints">The part, hundredths of a percent, 1 to 10,000.</param>
[GenerateSerializer, Immutable, Alias("sg.StatedShare")]
public sealed record StatedShare([property: Id(0)] string Person, [property: Id(1)] int BasisPoints);

/// <summary>The part of a win that is somebody's, and where it is credited with them.</summary>
/// <param name="Person">Id of the salesperson.</param>
/// <param name="Team">Their team of the day it was stated; the owner's is the one the opportunity is credited to.</param>
/// <param name="Region">Region of that team.</param>
/// <param name="BasisPoints">The part, hundredths of a percent.</param>
[GenerateSerializer, Immutable, Alias("sg.CreditShare")]
public sealed record CreditShare(
    [property: Id(0)] string Person,
    [property: Id(1)] string Team,
    [property: Id(2)] string Region,
    [property: Id(3)] int BasisPoints)
{
    /// <summary>The whole, in basis points.</summary>
    public const int Whole = 10_000;

    /// <summary>Most shares of one opportunity.</summary>
    public const int Max = 20;

    /// <summary>
    /// Divides an amount by shares that make a whole, to the last minor unit: every part is rounded down, and what is left goes, one unit each, to the
    /// parts that lost most by it; among equal ones to the person whose id comes first. The parts add up to the amount.
    /// </summary>
    /// <param name="minorUnits">The amount, 0 to <see cref="Money.MaxMinorUnits"/>.</param>
    /// <param name="shares">The shares; together <see cref="Whole"/>.</param>
    /// <returns>A part for each share, in their order.</returns>
    public static ImmutableArray<long> Divide(long minorUnits, ImmutableArray<CreditShare> shares)
    {
        var parts = new long[shares.Length];
        var lost = new long[shares.Length];
        var left = minorUnits;
        for (var i = 0; i < parts.Length; i++)
        {
            (parts[i], lost[i]) = Math.DivRem(minorUnits * shares[i].BasisPoints, Whole);
            left -= parts[i];
        }
        for (; left > 0; left--)
        {
            var next = 0;
            for (var i = 1; i < parts.Length; i++)
            {
                if (lost[i] > lost[next] || (lost[i] == lost[next] && string.CompareOrdinal(shares[i].Person, shares[next].Person) < 0))
                    next = i;
            }
            parts[next]++;
            lost[next] = -1;
        }
        return [.. parts];
    }
}

/// <summary>The parts of an opportunity, the same where each of them is.</summary>
[GenerateSerializer, Immutable, Alias("sg.CreditedParts")]
public sealed record CreditedParts([property: Id(0)] ImmutableArray<CreditedPart> Parts)
{
    /// <inheritdoc/>
    public bool Equals(CreditedParts? other) => other is not null && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override int GetHashCode() => Parts.Length;
}

/// <summary>A part of an opportunity as it is shown.</summary>
/// <param name="Person">Whose it is.</param>
/// <param name="Team">The team it is credited to.</param>
/// <param name="Region">The region it is credited to.</param>
/// <param name="BasisPoints">The part, hundredths of a percent.</param>
/// <param name="Amount">What it comes to; null while the opportunity is not won.</param>
[GenerateSerializer, Immutable, Alias("sg.CreditedPart")]
public sealed record CreditedPart(
    [property: Id(0)] string Person,
    [property: Id(1)] string Team,
    [property: Id(2)] string Region,
    [property: Id(3)] int BasisPoints,
    [property: Id(4)] Money? Amount);
