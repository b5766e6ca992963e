using System.Text;
using SalesGrid.Csv;
using SalesGrid.Mapping;

namespace SalesGrid.Import;

/// <summary>Makes the id of a row, and the key other tables call it by.</summary>
public sealed class IdReader(TableMapping table, Func<string, int> columnOf)
{
    private readonly ValueReader value = new(table.Id, columnOf);
    private readonly ValueReader key = new(table.Key ?? table.Id, columnOf);

    /// <summary>What other tables call the row; empty when it has no name.</summary>
    public string Key(CsvRecords row) => key.Read(row).ToString();

    /// <summary>The id as it would be, valid or not; empty when the row has none.</summary>
    public string Id(CsvRecords row)
    {
        var text = value.Read(row).ToString();
        foreach (var (from, to) in table.IdReplace)
            text = text.Replace(from, to, StringComparison.Ordinal);
        return SubjectId.Normalize(table.IdRule == IdRule.Slug ? Slug(text) : text)!;
    }

    private static string Slug(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
                slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }
        return slug.ToString().TrimEnd('-');
    }
}
