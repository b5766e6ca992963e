using System.Globalization;
using System.Text;
using SalesGrid.Csv;
using SalesGrid.Mapping;

namespace SalesGrid.Import;

/// <summary>Reads the text a mapping puts into one field. Columns are found by name once; a row costs an index and at most one look-up.</summary>
public sealed class ValueReader
{
    private readonly int column = -1;
    private readonly (string Literal, int Column)[]? template;
    private readonly string? constant;
    private readonly string? fallback;
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>>? aliases;

    /// <param name="mapping">Where the value comes from.</param>
    /// <param name="columnOf">The index of a column by its header; reports a column that is not there itself.</param>
    public ValueReader(FieldMapping mapping, Func<string, int> columnOf)
    {
        (constant, fallback) = (mapping.Constant, mapping.Default);
        if (mapping.Column is not null)
            column = columnOf(mapping.Column);
        if (mapping.Template is not null)
            template = Parse(mapping.Template, columnOf);
        if (mapping.Aliases.Count > 0)
            aliases = new Dictionary<string, string>(mapping.Aliases, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The value without blanks around it, aliases and default applied; empty when there is none.</summary>
    public ReadOnlySpan<char> Read(CsvRecords row)
    {
        var value = constant is not null ? constant
            : template is not null ? Fill(row).AsSpan().Trim()
            : row[column].Trim();
        if (aliases is { } known && known.TryGetValue(value, out var other))
            value = other;
        return value.IsEmpty ? fallback : value;
    }

    private string Fill(CsvRecords row)
    {
        var text = new StringBuilder();
        foreach (var (literal, at) in template!)
        {
            text.Append(literal);
            if (at >= 0)
                text.Append(row[at].Trim());
        }
        return text.ToString();
    }

    private static (string, int)[] Parse(string template, Func<string, int> columnOf)
    {
        var parts = new List<(string, int)>();
        var at = 0;
        while (template.IndexOf('{', at) is >= 0 and var open && template.IndexOf('}', open) is >= 0 and var close)
        {
            parts.Add((template[at..open], columnOf(template[(open + 1)..close])));
            at = close + 1;
        }
        parts.Add((template[at..], -1));
        return [.. parts];
    }
}

/// <summary>Reads numbers as people write them, exactly.</summary>
public static class NumberText
{
    private const int MaxLength = 64;

    /// <summary>The number in a text; null when it is none. A thousands separator counts only where it parts groups of three.</summary>
    public static decimal? Parse(ReadOnlySpan<char> text, NumberStyle style)
    {
        foreach (var sign in style.Signs)
        {
            if (text.StartsWith(sign, StringComparison.Ordinal))
                text = text[sign.Length..].TrimStart();
            if (text.EndsWith(sign, StringComparison.Ordinal))
                text = text[..^sign.Length].TrimEnd();
        }
        if (text.Length > MaxLength)
            return null;
        Span<char> plain = stackalloc char[MaxLength];
        var length = 0;
        // Digits since the last separator; -1 before the first one, where a group of one to three may stand.
        var (group, digits, inFraction) = (-1, 0, false);
        foreach (var c in text)
        {
            if (c == style.Thousands)
            {
                // "1,5" is not fifteen: a separator in any other place makes the text unreadable rather than another number.
                if (inFraction || digits == 0 || (group < 0 ? digits > 3 : group != 3))
                    return null;
                group = 0;
                continue;
            }
            if (c == style.Point)
            {
                if (inFraction || group is >= 0 and not 3)
                    return null;
                (inFraction, group) = (true, -1);
                plain[length++] = '.';
                continue;
            }
            if (char.IsAsciiDigit(c))
            {
                digits++;
                if (group >= 0)
                    group++;
            }
            plain[length++] = c;
        }
        if (group is >= 0 and not 3)
            return null;
        const NumberStyles Allowed = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(plain[..length], Allowed, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
