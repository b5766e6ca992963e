using System.Collections.Immutable;
using SalesGrid.Projections;

namespace SalesGrid.Controls;

/// <summary>Where an override stands. One that was used is both used and either reviewed or unreviewed.</summary>
public enum OverrideState
{
    /// <summary>Not used yet, and may still be.</summary>
    Open = 1,

    /// <summary>It let a command pass, reviewed or not.</summary>
    Used = 2,

    /// <summary>It let a command pass and nobody has judged that.</summary>
    Unreviewed = 3,

    /// <summary>It let a command pass and somebody has judged that.</summary>
    Reviewed = 4,

    /// <summary>Its time ended before it was used.</summary>
    Lapsed = 5,
}

/// <summary>Which overrides are asked for, newest first. What is null narrows nothing.</summary>
[GenerateSerializer, Immutable, Alias("sg.OverrideQuery")]
public sealed record OverrideQuery
{
    /// <summary>Most overrides in one answer.</summary>
    public const int MaxLimit = 500;

    [Id(0)] public string? ControlPoint { get; init; }
    [Id(1)] public string? GrantedBy { get; init; }
    [Id(2)] public OverrideState? State { get; init; }

    /// <summary>Where the page before ended; null for the first.</summary>
    [Id(3)] public TimePlace? After { get; init; }

    /// <summary>At most so many, 1 to <see cref="MaxLimit"/>.</summary>
    [Id(4)] public int Limit { get; init; } = 50;

    /// <summary>Whose objects the asker may read; null for everybody's. Of kinds that nobody can own, such an asker sees none.</summary>
    [Id(5)] public OwnerScope? Scope { get; init; }

    /// <summary>Says that the asker reads no accounts; null for one who does.</summary>
    [Id(6)] public NoAccounts? Without { get; init; }
}

/// <summary>An override in a list.</summary>
/// <param name="Subject">The object, <c>kind/id</c>.</param>
/// <param name="Override">The override.</param>
[GenerateSerializer, Immutable, Alias("sg.OverrideRow")]
public sealed record OverrideRow([property: Id(0)] string Subject, [property: Id(1)] Waiver Override)
{
    /// <summary>Its place in a list.</summary>
    public TimePlace Place => new(Override.GrantedAt, $"{Subject}#{Override.Id}");
}

/// <summary>One bucket's part of a list of overrides.</summary>
[GenerateSerializer, Immutable, Alias("sg.OverridePartial")]
public sealed record OverridePartial(
    [property: Id(0)] int Bucket,
    [property: Id(1)] long Watermark,
    [property: Id(2)] long Total,
    [property: Id(3)] ImmutableArray<OverrideRow> Rows) : IBucketAnswer;
