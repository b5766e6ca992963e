using System.Collections.Immutable;

namespace SalesGrid.Reservations;

/// <summary>How much of one account is reserved, by the month it was taken in: periods that accounts are counted by begin with a month.</summary>
/// <param name="Parts">The reservations by month and currency, in no particular order; few, however many reservations there are.</param>
[GenerateSerializer, Immutable, Alias("sg.AccountTotals")]
internal sealed record AccountTotals([property: Id(0)] ImmutableArray<AccountPart> Parts)
{
    /// <summary>Nothing reserved.</summary>
    public static AccountTotals None { get; } = new([]);

    /// <summary>How many reservations there are.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var part in Parts)
                count += part.Count;
            return count;
        }
    }

    /// <summary>First day of the latest month an amount was reserved in; null where none was, or no day is known.</summary>
    public DateOnly? Latest
    {
        get
        {
            DateOnly? latest = null;
            foreach (var part in Parts)
            {
                if (part.Currency is not null && part.Month is { } month && (latest is null || month > latest))
                    latest = month;
            }
            return latest;
        }
    }

    /// <summary>How many of them were taken before a month. One without a day was not.</summary>
    /// <param name="month">First day of the month.</param>
    public int CountBefore(DateOnly month)
    {
        var count = 0;
        foreach (var part in Parts)
        {
            if (part.Month < month)
                count += part.Count;
        }
        return count;
    }

    /// <summary>The sum of the amounts, minor units.</summary>
    /// <param name="currency">Those in this currency; null for all.</param>
    /// <param name="from">First day of a month: those of it and of later ones, and those without a day. Null for all.</param>
    public long Sum(string? currency, DateOnly? from)
    {
        var sum = 0L;
        foreach (var part in Parts)
        {
            if ((currency is null || part.Currency == currency) && part.CountsFrom(from))
                sum += part.MinorUnits;
        }
        return sum;
    }

    /// <summary>The sums by currency, in alphabetical order.</summary>
    public ImmutableArray<Money> Sums(DateOnly? from) =>
    [
        .. Parts.Where(p => p.Currency is not null && p.CountsFrom(from))
            .GroupBy(p => p.Currency!, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new Money(g.Sum(p => p.MinorUnits), g.Key)),
    ];

    /// <summary>The totals after a reservation came, went or became smaller.</summary>
    /// <param name="reservation">It.</param>
    /// <param name="count">1 where it came, -1 where it went, 0 where it became smaller.</param>
    /// <param name="minorUnits">What that adds to the sum.</param>
    public AccountTotals Add(Reservation reservation, int count, long minorUnits)
    {
        var month = reservation.TakenOn is { } on ? new DateOnly(on.Year, on.Month, 1) : (DateOnly?)null;
        var currency = reservation.Amount?.Currency;
        for (var i = 0; i < Parts.Length; i++)
        {
            var part = Parts[i];
            if (part.Month != month || part.Currency != currency)
                continue;
            part = part with { Count = part.Count + count, MinorUnits = part.MinorUnits + minorUnits };
            return new(part.Count == 0 ? Parts.RemoveAt(i) : Parts.SetItem(i, part));
        }
        return new(Parts.Add(new(month, currency, count, minorUnits)));
    }
}

/// <summary>Reservations of one account, month and currency.</summary>
/// <param name="Month">First day of the month they were taken in; null where the day was not recorded.</param>
/// <param name="Currency">The currency; null for what is reserved whole.</param>
/// <param name="Count">How many.</param>
/// <param name="MinorUnits">The sum of their amounts.</param>
[GenerateSerializer, Immutable, Alias("sg.AccountPart")]
internal readonly record struct AccountPart(
    [property: Id(0)] DateOnly? Month, [property: Id(1)] string? Currency, [property: Id(2)] int Count, [property: Id(3)] long MinorUnits)
{
    /// <summary>Whether these count in a period that begins with a month; null for all.</summary>
    public bool CountsFrom(DateOnly? from) => from is not { } first || Month is not { } month || month >= first;
}
