using SalesGrid.Csv;
using SalesGrid.Mapping;
using SalesGrid.Texts;

namespace SalesGrid.Import;

/// <summary>A table whose file was found and whose columns fit its mapping.</summary>
/// <param name="Mapping">What its columns mean.</param>
/// <param name="File">The file as it was found.</param>
/// <param name="Delimiter">What parts its fields.</param>
/// <param name="Columns">Index of each column by header.</param>
public sealed record TableSource(TableMapping Mapping, SourceFile File, char Delimiter, IReadOnlyDictionary<string, int> Columns)
{
    /// <summary>Number of columns of the header.</summary>
    public int ColumnCount { get; init; }

    /// <summary>Rows there are at most: physical lines without the header.</summary>
    public long RowsAtMost => Math.Max(0, File.Lines - 1);

    /// <summary>Reads the file from its first row.</summary>
    public CsvRecords OpenRows()
    {
        var rows = new CsvRecords(File.OpenText(), Delimiter);
        rows.Read();
        return rows;
    }

    /// <summary>Finds the files of a mapping in a folder and checks every column it names.</summary>
    /// <exception cref="UserErrorException">A file or column is not there; all of them are named.</exception>
    public static IReadOnlyList<TableSource> Find(string folder, ImportMapping mapping)
    {
        if (!Directory.Exists(folder))
            throw new UserErrorException(new LocalText($"找不到文件夹 {folder}。", $"There is no folder {folder}."));
        var problems = new List<LocalText>();
        var tables = new List<TableSource>();
        foreach (var table in mapping.Tables)
        {
            var path = Path.Combine(folder, table.File);
            if (System.IO.File.Exists(path))
            {
                tables.Add(Open(path, table, mapping, problems));
                continue;
            }
            var hint = NearMatches.Hint(table.File, Directory.EnumerateFiles(folder).Take(10_000).Select(f => Path.GetFileName(f)));
            problems.Add(new($"{MappingNode.NameOf(table.Kind)}:文件夹中没有 {table.File}{hint.Zh}",
                $"{MappingNode.NameOf(table.Kind)}: the folder has no {table.File}{hint.En}"));
        }
        return problems.Count == 0 ? tables : throw new UserErrorException(
            [new($"映射与文件夹 {folder} 不符:", $"The mapping does not fit folder {folder}:"), .. problems]);
    }

    private static TableSource Open(string path, TableMapping table, ImportMapping mapping, List<LocalText> problems)
    {
        var file = SourceFile.Inspect(path, mapping.Encoding);
        var delimiter = mapping.Delimiter ?? file.DetectDelimiter();
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        using var rows = new CsvRecords(file.OpenText(), delimiter);
        var count = rows.Read() && rows.Fault == CsvFault.None ? rows.FieldCount : 0;
        for (var i = 0; i < count; i++)
        {
            if (!columns.TryAdd(rows[i].Trim().ToString(), i) && !rows[i].Trim().IsEmpty)
                problems.Add(new($"{table.File}:表头有两列名为“{rows[i]}”。", $"{table.File}: the header has two columns '{rows[i]}'."));
        }
        if (count == 0)
            problems.Add(new($"{table.File}:没有可读的表头。", $"{table.File}: there is no header that can be read."));
        else
            CheckColumns(table, columns, problems);
        return new(table, file, delimiter, columns) { ColumnCount = count };
    }

    private static void CheckColumns(TableMapping table, Dictionary<string, int> columns, List<LocalText> problems)
    {
        var wrong = new HashSet<string>(StringComparer.Ordinal);
        int ColumnOf(string name)
        {
            if (columns.TryGetValue(name, out var index))
                return index;
            if (wrong.Add(name))
            {
                var hint = NearMatches.Hint(name, columns.Keys);
                problems.Add(new($"{table.File}:没有列“{name}”{hint.Zh}", $"{table.File}: there is no column '{name}'{hint.En}"));
            }
            return 0;
        }
        var fields = table.Fields.Values.Append(table.Id).Append(table.Key).Append(table.Status?.From).OfType<FieldMapping>();
        foreach (var field in fields)
            _ = new ValueReader(field, ColumnOf);
    }

    /// <summary>Reads what the rows of a reference table are called.</summary>
    public KeyIndex ReadKeys()
    {
        var ids = new IdReader(Mapping, name => Columns[name]);
        var index = new KeyIndex(Mapping.File);
        using var rows = OpenRows();
        while (rows.Read())
        {
            if (rows.Fault != CsvFault.None || rows.FieldCount != ColumnCount)
                continue;
            var id = ids.Id(rows);
            if (SubjectId.IsValid(id) && !index.Add(ids.Key(rows), id))
                throw new UserErrorException(new LocalText($"{Mapping.File}:超过 {KeyIndex.MaxKeys} 行。", $"{Mapping.File}: more than {KeyIndex.MaxKeys} rows."));
        }
        return index;
    }
}
