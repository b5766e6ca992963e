using SalesGrid.Mapping;

namespace SalesGrid.Import;

/// <summary>A table about to be brought in.</summary>
/// <param name="Name">What it is called in messages and reports: its file name.</param>
/// <param name="RowsAtMost">How many rows it has at most.</param>
/// <param name="Fingerprint">Tells whether it still holds the same rows.</param>
/// <param name="Open">Reads its rows from the first.</param>
public sealed record ImportTable(string Name, long RowsAtMost, string Fingerprint, Func<IRowSource> Open)
{
    /// <summary>The tables of a folder. Those others refer to are indexed when the first row that needs them is read.</summary>
    public static IReadOnlyList<ImportTable> Of(ImportMapping mapping, IReadOnlyList<TableSource> sources)
    {
        var keys = new Lazy<IReadOnlyDictionary<TableKind, KeyIndex>>(() => sources
            .Where(source => mapping.Tables.Any(table => table.Fields.Values.Any(field => field.Lookup == source.Mapping.Kind)))
            .ToDictionary(source => source.Mapping.Kind, source => source.ReadKeys()));
        return [.. sources.SelectMany(source => (ImportTable[])
        [
            // What rows name comes before the rows.
            .. source.Mapping.Create.Select(kind => Of(source, $"{source.Mapping.File}: {MappingNode.NameOf(kind)}", () => new EntryRowSource(mapping, source, kind))),
            Of(source, source.Mapping.File, () => new CsvRowSource(mapping, source, keys.Value)),
        ])];
    }

    private static ImportTable Of(TableSource source, string name, Func<IRowSource> open) => new(name, source.RowsAtMost, $"{source.File.Size}-{source.File.Hash}", open);
}
