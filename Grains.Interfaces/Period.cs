using System.Globalization;

namespace SalesGrid;

/// <summary>How long a period is. Numbers are fixed: they cross process boundaries.</summary>
public enum PeriodLength
{
    /// <summary>A calendar month.</summary>
    Month = 1,

    /// <summary>A calendar quarter.</summary>
    Quarter = 2,

    /// <summary>A calendar year.</summary>
    Year = 3,
}

/// <summary>A calendar period, written <c>2026-11</c>, <c>2026-Q4</c> or <c>2026</c>; years 1900 to 2199.</summary>
/// <param name="Id">How it is written.</param>
/// <param name="Length">How long it is.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
public sealed record Period(string Id, PeriodLength Length, DateOnly From, DateOnly To)
{
    /// <summary>The period of the same length just before.</summary>
    public Period Previous => Of(Length, From.AddDays(-1));

    /// <summary>True when the day lies in it.</summary>
    public bool Contains(DateOnly day) => From <= day && day <= To;

    /// <summary>The period of a length a day lies in.</summary>
    public static Period Of(PeriodLength length, DateOnly day)
    {
        var (id, first, months) = length switch
        {
            PeriodLength.Month => (day.ToString("yyyy-MM", CultureInfo.InvariantCulture), new DateOnly(day.Year, day.Month, 1), 1),
            PeriodLength.Quarter => (string.Create(CultureInfo.InvariantCulture, $"{day.Year:D4}-Q{((day.Month - 1) / 3) + 1}"),
                new DateOnly(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1), 3),
            PeriodLength.Year => (day.ToString("yyyy", CultureInfo.InvariantCulture), new DateOnly(day.Year, 1, 1), 12),
            _ => throw new ArgumentOutOfRangeException(nameof(length), length, "No such length."),
        };
        return new(id, length, first, first.AddMonths(months).AddDays(-1));
    }

    /// <summary>Reads a period; null when the text is none.</summary>
    public static Period? Parse(string? id)
    {
        if (id is not { Length: 4 or 7 } || !int.TryParse(id.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || year is < 1900 or > 2199)
            return null;
        if (id.Length == 4)
            return Of(PeriodLength.Year, new(year, 1, 1));
        if (id[4] != '-')
            return null;
        if (id[5] == 'Q')
            return id[6] is >= '1' and <= '4' ? Of(PeriodLength.Quarter, new(year, ((id[6] - '1') * 3) + 1, 1)) : null;
        return int.TryParse(id.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= 12
            ? Of(PeriodLength.Month, new(year, month, 1))
            : null;
    }
}
