using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using SalesGrid.Gateway.Hosting;
using SalesGrid.Gateway.Http;
using SalesGrid.Kpis;
using SalesGrid.Pipeline;

namespace SalesGrid.Gateway.Pipeline;

/// <summary>One page of a list.</summary>
/// <param name="Items">The objects, in the order asked for.</param>
/// <param name="Total">How many meet the conditions in all, exactly.</param>
/// <param name="NextAfter">Send it as <c>after</c> for the next page; null on the last.</param>
/// <param name="Watermark">How far each bucket's entries are in it.</param>
/// <param name="AsOf">When the newest entry in it was decided; null on an empty grid.</param>
/// <param name="Day">The business day ages are counted to.</param>
public sealed record ListPage<TItem>(
    ImmutableArray<TItem> Items, long Total, string? NextAfter, string Watermark, DateTimeOffset? AsOf, DateOnly Day);

/// <summary>Lists of objects by their facts: every dimension is a condition, so that every row of a KPI answer opens.</summary>
public static class FactLists
{
    /// <summary>Where a page ended, and the question it belongs to.</summary>
    /// <param name="Query">The conditions and the order.</param>
    /// <param name="Since">How far each bucket stood when the first page was read; default for the first page itself.</param>
    public sealed record Walk(ListQuery Query, ImmutableArray<long> Since);

    /// <summary>Reads which objects of a kind are meant: those of a row of a KPI answer, or of several.</summary>
    public static ListQuery Conditions(QueryReader reader, FactSchema schema)
    {
        var query = new ListQuery
        {
            Kind = schema.Kind,
            Where = [.. schema.Dimensions.Select(d => Condition(reader, schema, d)).Where(c => c.Values.Length > 0)],
            From = reader.Day("from"),
            To = reader.Day("to"),
        };
        if (query.From > query.To)
            reader.Refuse("to", "早于 from", "it is before from");
        return query;
    }

    /// <summary>Reads a question about the objects of a kind.</summary>
    public static Walk Read(QueryReader reader, FactSchema schema)
    {
        var sortText = reader.Text("sort") ?? FactSchema.Id;
        var (sort, descending) = (sortText.TrimStart('-'), sortText.StartsWith('-'));
        if (sort != FactSchema.Id && !schema.Sorts.Contains(sort))
        {
            reader.RefuseChoice("sort", sort, schema.Sorts.Prepend(FactSchema.Id));
            sort = FactSchema.Id;
        }
        var conditions = Conditions(reader, schema);
        var within = ImmutableArray.CreateBuilder<Bounds>();
        foreach (var day in schema.Days)
        {
            var name = day.EndsWith("On", StringComparison.Ordinal) ? day[..^2] : day;
            if ((reader.Day(name + "From"), reader.Day(name + "To")) is var (from, to) && (from ?? to) is not null)
                within.Add(new(day, from?.DayNumber, to?.DayNumber));
        }
        if (schema.Amount is { } amount)
        {
            var (least, most) = (reader.Amount("amountMin"), reader.Amount("amountMax"));
            var currencies = conditions.Where.FirstOrDefault(c => c.Dimension == FactSchema.Currency)?.Values ?? [];
            if (sort == amount || least is not null || most is not null)
            {
                if (currencies is [{ } currency])
                    within.Add(new(amount, Minor(least, currency, decimal.Ceiling), Minor(most, currency, decimal.Floor)));
                else
                    reader.Refuse(FactSchema.Currency, "按金额排序或筛选须指定一种币种,如 currency=CNY", "sorting or filtering by amount compares within one currency: name it, e.g. currency=CNY");
            }
        }
        var query = conditions with
        {
            Within = within.DrainToImmutable(),
            Sort = sort,
            Descending = descending,
            Limit = reader.Whole("limit", 50, 1, ListQuery.MaxLimit),
        };
        return reader.Text("after") is { } after && ReadCursor(reader, after, sort, descending) is { } cursor
            ? new(query with { After = new(cursor.N, cursor.T, cursor.I, cursor.C) }, Sequences(cursor.Since))
            : new(query, default);
    }

    /// <summary>Reads one page.</summary>
    /// <param name="http">The request.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="walk">The question.</param>
    /// <param name="item">What is shown of a row.</param>
    public static async Task<IResult> Page<TItem>(HttpContext http, GridGateway grid, Walk walk, Func<object, TItem> item)
    {
        var (query, since) = walk;
        if (!since.IsDefault && since.Length != (await grid.Layout(http.RequestAborted)).BucketCount)
            return Problems.Invalid(http, "after", "不是此网格的游标", "it is not a cursor of this grid");
        var parts = await grid.AskAll(
            (projection, bucket) => projection.List(since.IsDefault ? query : query with { Since = since[bucket] }), http.RequestAborted);
        var rows = parts.SelectMany(p => p.Rows)
            .OrderBy(r => r.Place, Comparer<ListCursor>.Create((a, b) => ListCursor.Compare(a, b, query.Descending)))
            .Take(query.Limit)
            .ToList();
        var more = parts.Sum(p => p.Rows.Length) > rows.Count || parts.Any(p => p.Rows.Length == query.Limit);
        var page = new ListPage<TItem>(
            [.. rows.Select(r => item(r.Row))],
            parts.Sum(p => p.Total),
            more && rows.Count == query.Limit ? CursorText(query, rows[^1].Place, since.IsDefault ? [.. parts.Select(p => p.Watermark)] : since) : null,
            Watermarks.Text(parts.Select(p => p.Watermark)),
            parts.Max(p => p.AsOf),
            parts.Max(p => p.Day));
        return Results.Ok(page);
    }

    private static Condition Condition(QueryReader reader, FactSchema schema, string dimension)
    {
        var values = schema.Choices.TryGetValue(dimension, out var choices) ? reader.Choices(dimension, ["", .. choices]) : reader.List(dimension);
        return new(dimension, [.. values.Select(v => v.Length == 0 ? null : v)]);
    }

    /// <summary>Minor units of an amount; beyond what an amount can be, the nearest that lies beyond it too.</summary>
    private static long? Minor(decimal? major, string currency, Func<decimal, decimal> round) => major is { } amount
        ? (long)decimal.Clamp(round(decimal.Clamp(amount, -Money.MaxMinorUnits - 1, Money.MaxMinorUnits + 1) * Currencies.MinorPerMajor(currency)), -Money.MaxMinorUnits - 1, Money.MaxMinorUnits + 1)
        : null;

    /// <summary>Where a page ended. Good for the order it was made in, so it names it.</summary>
    /// <param name="S">The sort.</param>
    /// <param name="D">True when descending.</param>
    /// <param name="N">Value of a numeric sort.</param>
    /// <param name="T">Value of a textual sort.</param>
    /// <param name="I">Id of the last row.</param>
    /// <param name="C">True when that row changed since the first page was read.</param>
    /// <param name="Since">How far each bucket stood when the first page was read, seven bits a byte: a thousand buckets must fit a request.</param>
    private sealed record CursorBody(string S, bool D, long? N, string? T, string I, bool C, byte[] Since);

    private static string CursorText(ListQuery query, ListCursor place, ImmutableArray<long> since) =>
        WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(
            new CursorBody(query.Sort, query.Descending, place.Number, place.Text, place.Id, place.Changed, Bytes(since)), ApiJson.Options));

    private static CursorBody? ReadCursor(QueryReader reader, string text, string sort, bool descending)
    {
        try
        {
            if (JsonSerializer.Deserialize<CursorBody>(WebEncoders.Base64UrlDecode(text), ApiJson.Options) is { I: not null, Since: not null } body
                && body.S == sort && body.D == descending)
                return body;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // Said below.
        }
        reader.Refuse("after", "不是此排序下的游标", "it is not a cursor of this order");
        return null;
    }

    private static byte[] Bytes(ImmutableArray<long> sequences)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var sequence in sequences)
            writer.Write7BitEncodedInt64(sequence);
        return bytes.ToArray();
    }

    private static ImmutableArray<long> Sequences(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var sequences = ImmutableArray.CreateBuilder<long>();
        try
        {
            while (reader.BaseStream.Position < bytes.Length)
                sequences.Add(reader.Read7BitEncodedInt64());
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            // Nothing this gateway wrote: it fits no grid.
            return [];
        }
        return sequences.DrainToImmutable();
    }
}
