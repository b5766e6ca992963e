using System.Collections.Immutable;
using Orleans.Concurrency;

namespace SalesGrid.Processes;

/// <summary>What a company has made of one sales process. Key: <c>process/{id}</c>. It calls no other object.</summary>
[Alias("sg.IProcessGrain")]
public interface IProcessGrain : IGrainWithStringKey
{
    /// <summary>Returns once the change is durable, or at once when a rule forbids it.</summary>
    [Alias("Execute")]
    Task<Receipt> Execute(ProcessCommand command, Envelope envelope);

    /// <summary>The company's versions and draft as last committed; null when it has done nothing to the process, shipped or not.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<ProcessView?> Get();

    /// <summary>The definition of one of the company's versions, which never changes, or of the open draft, which may; null when there is none.</summary>
    [Alias("Definition"), AlwaysInterleave]
    Task<ProcessDefinition?> Definition(int version);
}

/// <summary>A company's part of a sales process as seen from outside, without the definitions.</summary>
[GenerateSerializer, Immutable, Alias("sg.ProcessView")]
public sealed record ProcessView
{
    [Id(0)] public required string Id { get; init; }

    /// <summary>Version of the object, for <c>If-Match</c>; nothing to do with the versions of the process.</summary>
    [Id(1)] public required int Version { get; init; }

    /// <summary>The company's own approved versions, by number.</summary>
    [Id(2)] public ImmutableArray<ProcessReleaseView> Releases { get; init; } = [];

    /// <summary>Shipped versions it has put in force, oldest decision first.</summary>
    [Id(3)] public ImmutableArray<ProcessAdoption> Adoptions { get; init; } = [];

    /// <summary>What waits for approval; null when nothing does.</summary>
    [Id(4)] public ProcessDraftView? Draft { get; init; }

    /// <summary>First day without new opportunities; null when the process is not retired.</summary>
    [Id(5)] public DateOnly? RetiredFrom { get; init; }

    /// <summary>Version that is in force today; null when none is, and in a list: whoever reads that is told the day.</summary>
    [Id(6)] public int? InForce { get; init; }
}

/// <summary>A company's own version.</summary>
[GenerateSerializer, Immutable, Alias("sg.ProcessReleaseView")]
public sealed record ProcessReleaseView(
    [property: Id(0)] int Version,
    [property: Id(1)] LocalText Name,
    [property: Id(2)] DateOnly EffectiveFrom,
    [property: Id(3)] ImmutableArray<string> Authors,
    [property: Id(4)] string ApprovedBy,
    [property: Id(5)] DateTimeOffset ApprovedAt);

/// <summary>A shipped version put in force.</summary>
[GenerateSerializer, Immutable, Alias("sg.ProcessAdoption")]
public sealed record ProcessAdoption(
    [property: Id(0)] int Version,
    [property: Id(1)] DateOnly EffectiveFrom,
    [property: Id(2)] string AdoptedBy,
    [property: Id(3)] DateTimeOffset AdoptedAt);

/// <summary>A version that waits for approval.</summary>
/// <param name="Version">Number it will have.</param>
/// <param name="Name">Name of the process in it.</param>
/// <param name="Revision">How often it has been written, from 1.</param>
/// <param name="Authors">Everybody who wrote it; none of them may approve it.</param>
/// <param name="ChangedAt">When it was last written.</param>
[GenerateSerializer, Immutable, Alias("sg.ProcessDraftView")]
public sealed record ProcessDraftView(
    [property: Id(0)] int Version,
    [property: Id(1)] LocalText Name,
    [property: Id(2)] int Revision,
    [property: Id(3)] ImmutableArray<string> Authors,
    [property: Id(4)] DateTimeOffset ChangedAt);
