using System.Diagnostics;
using SalesGrid.Subjects;

namespace SalesGrid.Catalogues;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to a catalogue.</summary>
public abstract record CatalogueEvent : SubjectEvent;

/// <summary>Its first entry counts: from here on there is a catalogue.</summary>
public sealed record CatalogueBegun : CatalogueEvent;

/// <summary>The state of a catalogue: whether there is one.</summary>
/// <param name="Since">When its first entry began to count; null while there is none.</param>
[GenerateSerializer, Immutable, Alias("sg.Catalogue")]
public sealed record Catalogue([property: Id(0)] DateTimeOffset? Since)
{
    /// <summary>There is no catalogue.</summary>
    public static Catalogue None { get; } = new((DateTimeOffset?)null);

    /// <summary>The state after one more event, decided at <paramref name="at"/>.</summary>
    public Catalogue Evolve(CatalogueEvent happened, DateTimeOffset at) => happened switch
    {
        CatalogueBegun => this with { Since = at },
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };

    /// <summary>The catalogue as seen from outside; null while there is none.</summary>
    public static CatalogueView? View(string id, SubjectRecord<Catalogue> record) =>
        record.State.Since is { } since ? new(id, record.Version, since) : null;

    /// <summary>Decides a command: a catalogue begins once, and has no end.</summary>
    public static Decision<CatalogueEvent> Decide(Catalogue current, CatalogueCommand command) => command switch
    {
        BeginCatalogue => current.Since is null ? Decision<CatalogueEvent>.Record(new CatalogueBegun()) : Decision<CatalogueEvent>.Nothing,
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
    };
}
