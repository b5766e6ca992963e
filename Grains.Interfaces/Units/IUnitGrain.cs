using System.Collections.Immutable;
using Orleans.Concurrency;

namespace SalesGrid.Units;

/// <summary>One unit of the organisation. Key: <c>unit/{id}</c>. The company, <c>unit/company</c>, keeps the tree of all.</summary>
[Alias("sg.IUnitGrain")]
public interface IUnitGrain : IGrainWithStringKey
{
    /// <summary>The unit as it is today; null when there is none.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<UnitView?> Get();

    /// <summary>The whole tree, of the company alone.</summary>
    /// <param name="known">Version of the tree the caller has; −1 for none.</param>
    /// <returns>Null where the caller's is the present one.</returns>
    [Alias("Tree"), AlwaysInterleave]
    Task<UnitTree?> Tree(int known);

    /// <summary>What a reorganisation would do, of the company alone. Nothing is changed.</summary>
    /// <param name="command">The reorganisation.</param>
    /// <param name="envelope">Who would order it.</param>
    [Alias("PreviewReorganisation"), AlwaysInterleave]
    Task<ReorganisationPreview> PreviewReorganisation(Reorganise command, Envelope envelope);
}

/// <summary>A unit as seen from outside.</summary>
[GenerateSerializer, Immutable, Alias("sg.UnitView")]
public sealed record UnitView
{
    [Id(0)] public required string Id { get; init; }

    /// <summary>Version of the object; 0 for the company while nothing was said of it.</summary>
    [Id(1)] public required int Version { get; init; }

    [Id(2)] public required string Name { get; init; }
    [Id(3)] public required UnitKind Kind { get; init; }

    /// <summary>The unit it lies in; null for the company.</summary>
    [Id(4)] public string? Parent { get; init; }

    /// <summary>Where it is to lie from a later day on; null where nothing is planned.</summary>
    [Id(5)] public PlannedParent? Planned { get; init; }

    /// <summary>Salesperson who leads it; null for nobody.</summary>
    [Id(6)] public string? HeadId { get; init; }

    /// <summary>True once it was closed.</summary>
    [Id(7)] public bool Closed { get; init; }

    /// <summary>Who is to lead it from a later day on; null where nothing is planned.</summary>
    [Id(10)] public PlannedHead? PlannedHead { get; init; }

    /// <summary>Salespeople in it, and those who are to be from a later day on.</summary>
    [Id(8)] public int People { get; init; }

    /// <summary>The units above it, nearest first.</summary>
    [Id(9)] public ImmutableArray<string> Above { get; init; } = [];
}
