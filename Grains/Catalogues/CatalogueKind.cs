using System.Collections.Immutable;
using SalesGrid.Claims;
using SalesGrid.Hosting;
using SalesGrid.Reservations;
using SalesGrid.Subjects;

namespace SalesGrid.Catalogues;

/// <summary>All the grid knows of catalogues, and what their entries have in common.</summary>
public static class CatalogueKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="CatalogueEvent"/>.</summary>
    public static SubjectKind<Catalogue, CatalogueEvent> Kind { get; } =
        new("catalogue", Catalogue.None, (state, e, at) => state.Evolve(e, at)) { Shown = Catalogue.View };

    /// <summary>What an entry needs: its code for itself alone, however it is written.</summary>
    /// <param name="kind">The kind of the entry.</param>
    /// <param name="id">Its code.</param>
    public static ImmutableArray<Need> NeedsOfEntry(string kind, string id) => [new(ClaimOf.CatalogueSubject(kind, id), ClaimOf.Catalogue, Field: "id")];

    /// <summary>What the catalogue is told once an entry counts.</summary>
    /// <param name="kind">The kind of the entry.</param>
    public static ImmutableArray<Telling> TellingsOfEntry(string kind) => [new("catalogue", "begun", [new(Kind.SubjectOf(kind), new BeginCatalogue())])];
}

/// <summary>A catalogue. Key: <c>catalogue/{kind of its entries}</c>. Silos ask it by <see cref="SiloCatalogue"/>.</summary>
[GrainType("catalogue"), BucketPlacement]
public sealed class CatalogueGrain(SubjectServices services, SiloCatalogue silo) : SubjectGrain<Catalogue, CatalogueEvent, CatalogueCommand>(CatalogueKind.Kind, services)
{
    /// <inheritdoc/>
    protected override ValueTask<Decision<CatalogueEvent>> Decide(string id, Catalogue current, CatalogueCommand command, DecisionContext request) =>
        new(Catalogue.Decide(current, command));

    /// <inheritdoc/>
    protected override Task Committed(SubjectRecord<Catalogue> record, ImmutableArray<SubjectEvent> events, Envelope envelope)
    {
        silo.ForgetAbsence(Id);
        return Task.CompletedTask;
    }
}
