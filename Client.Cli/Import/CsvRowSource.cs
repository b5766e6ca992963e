using System.Diagnostics;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using SalesGrid.Csv;
using SalesGrid.Mapping;

namespace SalesGrid.Import;

/// <summary>The rows of a CSV table.</summary>
public sealed class CsvRowSource : IRowSource
{
    private readonly TableKind kind;
    private readonly TableSource source;
    private readonly ParentLevels levels;
    private readonly RowTranslator translator;
    private readonly CommandWriter writer;
    private readonly RowCheck check = new();

    // Ids seen, by hash, with their line: 30 to 40 bytes a row is what finding duplicates costs, the only thing that grows with the file.
    private readonly Dictionary<UInt128, int> lineOfId = [];

    private CsvRecords records;
    private int level;
    private byte[] command = new byte[1024];
    private int commandLength;

    public CsvRowSource(ImportMapping mapping, TableSource source, IReadOnlyDictionary<TableKind, KeyIndex> keys)
    {
        kind = source.Mapping.Kind;
        translator = new(mapping, source, keys);
        writer = new(mapping.Source);
        this.source = source;
        levels = ParentLevels.Read(source, translator);
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
    public ulong Warnings => check.Warnings;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Command => command.AsSpan(0, commandLength);

    /// <inheritdoc/>
    public bool NeedsEarlierRows { get; private set; }

    /// <inheritdoc/>
    public WarningKinds Kinds => translator.Warnings;

    /// <inheritdoc/>
    public bool Next()
    {
        NeedsEarlierRows = false;
        while (true)
        {
            if (records.Read())
            {
                if (levels.Last == 0 || LevelOfRow() == level)
                    break;
                continue;
            }
            if (level == levels.Last)
                return false;
            // Parents first: the table is read once for each level.
            level++;
            NeedsEarlierRows = true;
            records.Dispose();
            records = source.OpenRows();
        }
        check.Reset();
        Key = "";
        commandLength = 0;
        translator.CheckForm(records, check);
        if (check.Problem is not null)
            return true;
        Key = translator.Id(records, check);
        var written = Write();
        if (check.Problem is not null || IsDuplicate())
            return true;
        Keep(written);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        records.Dispose();
        writer.Dispose();
    }

    private int LevelOfRow()
    {
        check.Reset();
        translator.CheckForm(records, check);
        return check.Problem is null ? levels.Of(translator.Id(records, check)) : 0;
    }

    // A rejected row is written too, and not used: that is rare, and keeps one path.
    private ReadOnlySpan<byte> Write() => kind switch
    {
        TableKind.Salespeople => writer.Write(translator.Salesperson(Key, records, check)),
        TableKind.Customers => writer.Write(translator.Customer(Key, records, check)),
        TableKind.Opportunities => writer.Write(translator.Opportunity(Key, records, check)),
        _ => throw new UnreachableException($"No rows of kind {kind}."),
    };

    private bool IsDuplicate()
    {
        // Ids that differ in case alone name one object.
        var hash = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(SubjectId.KeyOf(Key).AsSpan()));
        if (lineOfId.TryAdd(hash, Line))
            return false;
        check.Reject(ImportPoints.IdMustOccurOnce.RefuseField("id", Key, lineOfId[hash]));
        return true;
    }

    private void Keep(ReadOnlySpan<byte> written)
    {
        if (command.Length < written.Length)
            command = new byte[written.Length * 2];
        written.CopyTo(command);
        commandLength = written.Length;
    }
}
