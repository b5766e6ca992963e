namespace SalesGrid.Catalogues;

/// <summary>An entry of a catalogue as seen from outside.</summary>
public interface ICatalogueEntry
{
    /// <summary>Version of the object.</summary>
    int Version { get; }
}
