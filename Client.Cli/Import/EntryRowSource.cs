using SalesGrid.Csv;
using SalesGrid.Mapping;
using SalesGrid.Texts;

namespace SalesGrid.Import;

/// <summary>The products or channels that the rows of a table name, each once: to be made where the grid does not have them.</summary>
/// <remarks>Names that are one for the grid are one here (<see cref="IdentityText"/>); the first way it is written becomes the code.</remarks>
public sealed class EntryRowSource : IRowSource
{
    private static readonly string[] Sorts = ["direct", "distributor", "agent", "online", "tender"];

    private readonly CreatedKind kind;
    private readonly string field;
    private readonly FieldReader name;
    private readonly TableSource source;
    private readonly CommandWriter writer;
    private readonly CsvRecords records;
    private readonly RowCheck check = new();
    private readonly HashSet<string> seen = new(IdentityText.Comparer);
    private byte[] command = [];

    /// <param name="mapping">The mapping.</param>
    /// <param name="source">The table.</param>
    /// <param name="kind">What is made.</param>
    public EntryRowSource(ImportMapping mapping, TableSource source, CreatedKind kind)
    {
        (this.source, this.kind, field) = (source, kind, MappingNode.NameOf(kind));
        // A row without the name is counted where it is brought in.
        name = new(field, required: false, source.Mapping.Fields[field] with { WhenMissing = RowPolicy.Accept }, mapping, column => source.Columns[column], null, Kinds);
        writer = new(mapping.Source);
        records = source.OpenRows();
    }

    /// <inheritdoc/>
    public int Line => records.Line;

    /// <inheritdoc/>
    public string Key { get; private set; } = "";

    /// <inheritdoc/>
    public string Raw => records.Raw.ToString();

    /// <inheritdoc/>
    public Refusal? Problem => check.Problem;

    /// <inheritdoc/>
    public ulong Warnings => 0;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Command => command;

    /// <inheritdoc/>
    public bool OnlyIfMissing => true;

    /// <inheritdoc/>
    public WarningKinds Kinds { get; } = new();

    /// <inheritdoc/>
    public bool Next()
    {
        while (records.Read())
        {
            check.Reset();
            if (records.Fault != CsvFault.None || records.FieldCount != source.ColumnCount || name.Text(records, check) is not { } text || !IdentityText.IsVisible(text) || !seen.Add(text))
                continue;
            if (seen.Count > KeyIndex.MaxKeys)
                throw new UserErrorException(new LocalText($"{source.Mapping.File}:{field} 超过 {KeyIndex.MaxKeys} 种。", $"{source.Mapping.File}: more than {KeyIndex.MaxKeys} of {field}."));
            Key = SubjectId.Normalize(text) ?? text;
            if (SubjectId.IsValid(Key))
                command = writer.Write(new EntryRow(kind, Key, text, kind == CreatedKind.Channel ? SortOf(Key) : null)).ToArray();
            else
                check.Reject(ImportPoints.NameMustBeCode.RefuseField(field, field, text));
            return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        records.Dispose();
        writer.Dispose();
    }

    private static string? SortOf(string code) => Array.Find(Sorts, sort => IdentityText.Same(sort, code));
}
