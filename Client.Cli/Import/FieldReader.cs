using System.Globalization;
using SalesGrid.Csv;
using SalesGrid.Mapping;

namespace SalesGrid.Import;

/// <summary>Reads one field of a table as text, id, date or number, and says what is wrong with it.</summary>
public sealed class FieldReader
{
    private readonly string name;
    private readonly FieldMapping mapping;
    private readonly ValueReader value;
    private readonly ImportMapping whole;
    private readonly KeyIndex? keys;
    private readonly RowPolicy whenMissing;
    private readonly int missing = -1;
    private readonly int unknown = -1;

    /// <param name="name">Field as the API calls it.</param>
    /// <param name="required">True when a row cannot do without.</param>
    /// <param name="mapping">Where it comes from.</param>
    /// <param name="whole">The mapping it is part of.</param>
    /// <param name="columnOf">The index of a column by its header.</param>
    /// <param name="keys">The keys of the table it is looked up in; null when it is not.</param>
    /// <param name="warnings">Where its kinds of warning are added.</param>
    public FieldReader(string name, bool required, FieldMapping mapping, ImportMapping whole, Func<string, int> columnOf, KeyIndex? keys, WarningKinds warnings)
    {
        (this.name, this.mapping, this.whole, this.keys) = (name, mapping, whole, keys);
        value = new(mapping, columnOf);
        whenMissing = required ? RowPolicy.Reject : mapping.WhenMissing ?? RowPolicy.Accept;
        if (whenMissing == RowPolicy.Warn)
            missing = warnings.Add($"missing {name}", $"缺少 {name}", $"{name} missing");
        if (keys is not null && mapping.WhenUnknown == RowPolicy.Warn)
            unknown = warnings.Add($"unknown {name}", $"{name} 未知,已略去", $"{name} unknown, left out");
    }

    /// <summary>The text; null when there is none.</summary>
    public string? Text(CsvRecords row, RowCheck check)
    {
        var text = Required(row, check);
        return text.IsEmpty ? null : text.ToString();
    }

    /// <summary>The text, or the id of the row it is the key of in the table looked up.</summary>
    public string? Id(CsvRecords row, RowCheck check)
    {
        var text = Required(row, check);
        if (text.IsEmpty)
            return null;
        if (keys is null)
            return SubjectId.Normalize(text.ToString());
        if (keys.IdOf(text) is { } id)
            return id;
        if (mapping.WhenUnknown == RowPolicy.Reject)
            check.Reject(ImportPoints.ReferenceMustBeKnown.RefuseField(name, name, text.ToString(), keys.File));
        else if (unknown >= 0)
            check.Warn(unknown);
        return null;
    }

    /// <summary>The day; null when there is none.</summary>
    public DateOnly? Date(CsvRecords row, RowCheck check)
    {
        var text = Required(row, check);
        if (text.IsEmpty)
            return null;
        foreach (var format in whole.Dates)
        {
            if (DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                return DateOnly.FromDateTime(date);
        }
        check.Reject(ImportPoints.DateMustBeReadable.RefuseField(name, name, text.ToString(), string.Join(", ", whole.Dates)));
        return null;
    }

    /// <summary>The number, scaled; null when there is none.</summary>
    public decimal? Number(CsvRecords row, RowCheck check)
    {
        var text = Required(row, check);
        if (text.IsEmpty)
            return null;
        if (NumberText.Parse(text, whole.Numbers) is { } number && decimal.Abs(number) <= Money.MaxMinorUnits / mapping.Scale)
            return number * mapping.Scale;
        check.Reject(ImportPoints.NumberMustBeReadable.RefuseField(name, name, text.ToString()));
        return null;
    }

    /// <summary>The whole number; null when there is none.</summary>
    public int? WholeNumber(CsvRecords row, RowCheck check)
    {
        if (Number(row, check) is not { } number)
            return null;
        if (decimal.Truncate(number) == number && number is >= int.MinValue and <= int.MaxValue)
            return (int)number;
        check.Reject(ImportPoints.NumberMustBeReadable.RefuseField(name, name, value.Read(row).ToString()));
        return null;
    }

    private ReadOnlySpan<char> Required(CsvRecords row, RowCheck check)
    {
        var text = value.Read(row);
        if (!text.IsEmpty)
            return text;
        if (whenMissing == RowPolicy.Reject)
            check.Reject(ImportPoints.ValueMustBeThere.RefuseField(name, name));
        else if (missing >= 0)
            check.Warn(missing);
        return text;
    }
}
