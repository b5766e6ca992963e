using System.Collections.Immutable;
using System.Globalization;
using SalesGrid.Gateway.Http;
using SalesGrid.Kpis;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Lists;

/// <summary>Reads which objects of a kind a list is to show. Every dimension of its facts is a condition, so that every row of a KPI answer opens.</summary>
public static class ListParameters
{
    private static readonly Dictionary<string, (string Name, Func<string, bool> Is)> PeriodForms = new(StringComparer.Ordinal)
    {
        [FactSchema.Month] = ("yyyy-MM", IsMonth),
        [FactSchema.Quarter] = ("yyyy-Qn", value => value.Length == 7 && IsYear(value[..4]) && value[4..] is ("-Q1" or "-Q2" or "-Q3" or "-Q4")),
        [FactSchema.Year] = ("yyyy", IsYear),
    };

    /// <summary>Reads a question about the objects of a kind by id: all, those with a tag, or those that meet conditions.</summary>
    public static ListQuery ById(QueryReader reader, string kind, bool hasTags)
    {
        var query = new ListQuery
        {
            Kind = kind,
            Tag = hasTags ? reader.Text("tag") : null,
            After = reader.Text("after") is { } after ? ListCursor.OfId(after) : null,
            Limit = Limit(reader),
        };
        if (!FactSchemas.ByKind.TryGetValue(kind, out var schema))
            return query;
        query = Conditions(reader, schema, query);
        if (query is { Tag: not null, IsById: false })
            reader.Refuse("tag", "不能与其他条件同用", "it cannot be combined with other conditions");
        return query;
    }

    /// <summary>Reads a question about the objects of a kind in any order the kind has.</summary>
    public static ListWalk InOrder(QueryReader reader, FactSchema schema)
    {
        var sortText = reader.Text("sort") ?? FactSchema.Id;
        var descending = sortText.StartsWith('-');
        var sort = descending ? sortText[1..] : sortText;
        if (sort != FactSchema.Id && !schema.Sorts.Contains(sort))
        {
            reader.RefuseChoice("sort", sort, schema.Sorts.Prepend(FactSchema.Id));
            sort = FactSchema.Id;
        }
        var query = Conditions(reader, schema, new() { Kind = schema.Kind, Sort = sort, Descending = descending });
        query = query with { Within = Bounds(reader, schema, query), Limit = Limit(reader) };
        return reader.Text("after") is { } after && WalkCursor.Read(reader, after, query) is var (place, since)
            ? new(query with { After = place }, since)
            : new(query, default);
    }

    private static ListQuery Conditions(QueryReader reader, FactSchema schema, ListQuery query)
    {
        query = query with
        {
            Where = [.. schema.Dimensions.Select(d => Condition(reader, schema, d)).Where(c => c.Values.Length > 0)],
            Among = [.. schema.People.Select(name => new Condition(name, [.. reader.List(name)])).Where(c => c.Values.Length > 0)],
            From = reader.Day("from"),
            To = reader.Day("to"),
        };
        if (query.From > query.To)
            reader.Refuse("to", "早于 from", "it is before from");
        return query;
    }

    private static Condition Condition(QueryReader reader, FactSchema schema, string dimension)
    {
        var values = schema.Choices.TryGetValue(dimension, out var choices) ? reader.Choices(dimension, ["", .. choices]) : reader.List(dimension);
        if (PeriodForms.TryGetValue(dimension, out var form) && values.FirstOrDefault(v => v.Length > 0 && !form.Is(v)) is { } wrong)
            reader.Refuse(dimension, $"“{wrong}”须为 {form.Name}", $"'{wrong}' must be {form.Name}");
        return new(dimension, [.. values.Select(v => v.Length == 0 ? null : v)]);
    }

    private static ImmutableArray<Bounds> Bounds(QueryReader reader, FactSchema schema, ListQuery query)
    {
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
            var currencies = query.Where.FirstOrDefault(c => c.Dimension == FactSchema.Currency)?.Values ?? [];
            if (query.Sort == amount || least is not null || most is not null)
            {
                if (currencies is [{ } currency])
                    within.Add(new(amount, Minor(least, currency, decimal.Ceiling), Minor(most, currency, decimal.Floor)));
                else
                    reader.Refuse(FactSchema.Currency, "按金额排序或筛选须指定一种币种,如 currency=CNY", "sorting or filtering by amount compares within one currency: name it, e.g. currency=CNY");
            }
        }
        return within.DrainToImmutable();
    }

    private static bool IsMonth(string value) => DateOnly.TryParseExact(value, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsYear(string value) => value.Length == 4 && value.All(char.IsAsciiDigit);

    private static int Limit(QueryReader reader) => reader.Whole("limit", 50, 1, ListQuery.MaxLimit);

    /// <summary>Minor units of an amount; beyond what an amount can be, the nearest that lies beyond it too.</summary>
    private static long? Minor(decimal? major, string currency, Func<decimal, decimal> round) => major is { } amount
        ? (long)decimal.Clamp(round(decimal.Clamp(amount, -Money.MaxMinorUnits - 1, Money.MaxMinorUnits + 1) * Currencies.MinorPerMajor(currency)), -Money.MaxMinorUnits - 1, Money.MaxMinorUnits + 1)
        : null;
}
