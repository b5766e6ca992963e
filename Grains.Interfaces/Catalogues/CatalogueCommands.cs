namespace SalesGrid.Catalogues;

/// <summary>
/// What can be asked of a catalogue: whether there is one of a kind yet. Until the first entry counts, what deals, quotes and prices name is
/// free text; from then on they name entries.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.CatalogueCommand")]
public abstract record CatalogueCommand : Command;

/// <summary>Tells a catalogue that an entry counts, whichever it is: from the first time on there is a catalogue, for good. Sent by the grid.</summary>
[GenerateSerializer, Immutable, Alias("sg.BeginCatalogue")]
[SentBy(Duties.Grid)]
public sealed record BeginCatalogue : CatalogueCommand;

/// <summary>A catalogue as seen from outside.</summary>
/// <param name="Id">The kind of its entries, e.g. <c>product</c>.</param>
/// <param name="Version">Version of the object.</param>
/// <param name="Since">When its first entry began to count; null while names are free text.</param>
[GenerateSerializer, Immutable, Alias("sg.CatalogueView")]
public sealed record CatalogueView(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] DateTimeOffset? Since);
