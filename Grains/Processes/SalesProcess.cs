using System.Collections.Immutable;
using System.Diagnostics;
using SalesGrid.Subjects;

namespace SalesGrid.Processes;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to a sales process.</summary>
public abstract record ProcessEvent : SubjectEvent;

/// <param name="Definition">The draft, with the number it will have.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Revision">How often this draft has been written, from 1.</param>
public sealed record ProcessDrafted(ProcessDefinition Definition, string Author, int Revision) : ProcessEvent;

public sealed record ProcessApproved(int Version, int Revision, DateOnly EffectiveFrom, string ApprovedBy) : ProcessEvent;

public sealed record ProcessRejected(int Version, int Revision, string Reason, string RejectedBy) : ProcessEvent;

/// <param name="From">First day without new opportunities; null when a retirement was taken back.</param>
/// <param name="RetiredBy">Who decided it.</param>
public sealed record ProcessRetired(DateOnly? From, string RetiredBy) : ProcessEvent;

public sealed record ShippedProcessAdopted(int Version, DateOnly EffectiveFrom, string AdoptedBy) : ProcessEvent;

/// <summary>A company's own version.</summary>
[GenerateSerializer, Immutable, Alias("sg.ProcessRelease")]
public sealed record ProcessRelease(
    [property: Id(0)] ProcessDefinition Definition,
    [property: Id(1)] DateOnly EffectiveFrom,
    [property: Id(2)] ImmutableArray<string> Authors,
    [property: Id(3)] string ApprovedBy,
    [property: Id(4)] DateTimeOffset ApprovedAt);

/// <summary>A version that waits for approval.</summary>
[GenerateSerializer, Immutable, Alias("sg.ProcessDraft")]
public sealed record ProcessDraft(
    [property: Id(0)] ProcessDefinition Definition,
    [property: Id(1)] int Revision,
    [property: Id(2)] ImmutableArray<string> Authors,
    [property: Id(3)] DateTimeOffset ChangedAt);

/// <summary>The state of a sales process: what a company has made of it, the fold of its events.</summary>
[GenerateSerializer, Immutable, Alias("sg.SalesProcess")]
public sealed record SalesProcess
{
    /// <summary>A process nothing has happened to. The product may ship one of that id all the same.</summary>
    public static SalesProcess None { get; } = new();

    /// <summary>The company's own versions, by number.</summary>
    [Id(0)] public ImmutableArray<ProcessRelease> Releases { get; init; } = [];

    /// <summary>Shipped versions put in force, oldest decision first.</summary>
    [Id(1)] public ImmutableArray<ProcessAdoption> Adoptions { get; init; } = [];

    [Id(2)] public ProcessDraft? Draft { get; init; }

    [Id(3)] public DateOnly? RetiredFrom { get; init; }

    /// <summary>The state after one more event, decided at <paramref name="at"/>.</summary>
    public SalesProcess Evolve(ProcessEvent happened, DateTimeOffset at) => happened switch
    {
        // Everybody who wrote a draft is its author, however little of theirs is left in it.
        ProcessDrafted e => this with
        {
            Draft = new(e.Definition, e.Revision, e.Revision == 1 || Draft is null ? [e.Author]
                : Draft.Authors.Contains(e.Author) ? Draft.Authors : Draft.Authors.Add(e.Author), at),
        },
        ProcessApproved e => this with
        {
            Releases = Releases.Add(new(Draft!.Definition, e.EffectiveFrom, Draft.Authors, e.ApprovedBy, at)),
            Draft = null,
        },
        ProcessRejected => this with { Draft = null },
        ProcessRetired e => this with { RetiredFrom = e.From },
        ShippedProcessAdopted e => this with { Adoptions = Adoptions.Add(new(e.Version, e.EffectiveFrom, e.AdoptedBy, at)) },
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };

    /// <summary>True where the company has no version, no draft and no adoption: as if it had never touched the process.</summary>
    public bool IsNothing => Releases.IsEmpty && Adoptions.IsEmpty && Draft is null && RetiredFrom is null;

    /// <summary>The company's version of that number; null when there is none.</summary>
    public ProcessRelease? Release(int version) => Releases.FirstOrDefault(r => r.Definition.Version == version);
}
