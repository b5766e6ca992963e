using SalesGrid.Kpis;
using SalesGrid.Subjects;

namespace SalesGrid.Quotes;

/// <summary>What a quote contributes to lists and KPIs.</summary>
public static class QuoteFactSource
{
    /// <summary>The facts of quotes.</summary>
    public static Facts<Quote, QuoteRow> Facts { get; } = new(QuoteSchema.Schema)
    {
        Write = QuoteRow.Write,
        Currency = (in row) => row.Currency,
        PeriodOn = (in row) => row.PricedOn,
        Measures = (in row, sums) =>
        {
            sums[0] = row.ListMinor;
            sums[1] = row.NetMinor;
            sums[2] = row.DiscountMinor;
            sums[3] = row.Refusals;
        },
        Dimensions = new Dictionary<string, DimensionOf<QuoteRow>>(StringComparer.Ordinal)
        {
            ["status"] = (in row, _) => row.Status,
            ["customer"] = (in row, _) => row.Customer,
            ["owner"] = (in row, _) => row.Owner,
            ["priceList"] = (in row, _) => row.PriceList,
        },
        Numbers = new Dictionary<string, OfRow<QuoteRow, long?>>(StringComparer.Ordinal)
        {
            ["amount"] = (in row) => row.Currency is null ? null : row.NetMinor,
            ["validUntil"] = (in row) => row.ValidUntil.DayNumber,
        },
    };
}

/// <summary>One quote as the projection holds it.</summary>
public struct QuoteRow : IFactRow
{
    /// <inheritdoc/>
    public string Id { get; private set; }

    /// <inheritdoc/>
    public int Version { get; private set; }

    /// <inheritdoc/>
    public long Seq { get; private set; }

    /// <inheritdoc/>
    public int Refusals { get; set; }

    public string Status { get; private set; }
    public string Customer { get; private set; }
    public string Owner { get; private set; }
    public string PriceList { get; private set; }

    /// <summary>Null while it is not priced.</summary>
    public string? Currency { get; private set; }

    public long ListMinor { get; private set; }
    public long NetMinor { get; private set; }
    public long DiscountMinor { get; private set; }
    public DateOnly? PricedOn { get; private set; }
    public DateOnly ValidUntil { get; private set; }

    /// <summary>Makes the row of a quote.</summary>
    public static bool Write(ref QuoteRow row, string id, SubjectRecord<Quote> record, FactContext context)
    {
        // One that was never drafted can have a record: that a reservation taken for it does not stand.
        if (record.State is not { Terms: { } terms } quote)
            return false;
        var totals = quote.Priced?.Totals;
        row.Id = id;
        row.Version = record.Version;
        row.Seq = record.Seq;
        row.Status = quote.Status switch
        {
            QuoteStatus.Draft => "draft",
            QuoteStatus.Submitted => "submitted",
            QuoteStatus.Approved => "approved",
            QuoteStatus.Accepted => "accepted",
            QuoteStatus.Withdrawn => "withdrawn",
            _ => "expired",
        };
        row.Customer = context.Shared(terms.CustomerId);
        row.Owner = context.Shared(terms.OwnerId);
        row.PriceList = context.Shared(terms.PriceListId);
        row.Currency = context.Shared(totals?.Net.Currency);
        row.ListMinor = totals?.List.MinorUnits ?? 0;
        row.NetMinor = totals?.Net.MinorUnits ?? 0;
        row.DiscountMinor = totals?.Discount.MinorUnits ?? 0;
        row.PricedOn = quote.Priced?.PricedOn;
        row.ValidUntil = terms.ValidUntil;
        return true;
    }
}
