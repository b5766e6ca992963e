using System.Collections.Immutable;
using System.Globalization;
using SalesGrid.Pipeline;

namespace SalesGrid.Gateway.Http;

/// <summary>Reads the parameters of a question strictly: an unknown or malformed one is named, not ignored.</summary>
public sealed class QueryReader(IQueryCollection query)
{
    private readonly HashSet<string> read = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The first thing that was wrong; null when nothing was.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>A parameter's only value; null when it is not there.</summary>
    public string? Text(string name)
    {
        read.Add(name);
        var values = query[name];
        if (values.Count > 1)
            Refuse(name, "只能出现一次", "it may appear once");
        return values.Count == 0 || string.IsNullOrEmpty(values[0]) ? null : values[0];
    }

    /// <summary>
    /// A parameter's values: it is repeated for several. A value is taken as it is, commas and all; the empty one stands for
    /// what has no value.
    /// </summary>
    public ImmutableArray<string> List(string name)
    {
        read.Add(name);
        var values = query[name].Select(v => v ?? "").Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (values.Length > ListQuery.MaxValues)
            Refuse(name, $"最多 {ListQuery.MaxValues} 个值", $"at most {ListQuery.MaxValues} values");
        return values;
    }

    /// <summary>A day.</summary>
    public DateOnly? Day(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Refuse(name, "须为 yyyy-MM-dd 日期", "it must be a date, yyyy-MM-dd");
        return null;
    }

    /// <summary>An amount in major units.</summary>
    public decimal? Amount(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount))
            return amount;
        Refuse(name, "须为数字", "it must be a number");
        return null;
    }

    /// <summary>A whole number within bounds.</summary>
    public int Whole(string name, int fallback, int least, int most)
    {
        if (Text(name) is not { } text)
            return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Refuse(name, $"须为 {least} 到 {most} 的整数", $"it must be a whole number, {least} to {most}");
        return fallback;
    }

    /// <summary>A value of an enumeration by its name, in camel case.</summary>
    public TEnum? Choice<TEnum>(string name, string text) where TEnum : struct, Enum
    {
        if (text.Length > 0 && char.IsAsciiLetterLower(text[0]) && Enum.TryParse<TEnum>(text, ignoreCase: true, out var value))
            return value;
        var choices = string.Join(", ", Enum.GetNames<TEnum>().Select(n => char.ToLowerInvariant(n[0]) + n[1..]));
        Refuse(name, $"“{text}”不可用,可用:{choices}", $"'{text}' is not one of {choices}");
        return null;
    }

    /// <summary>Says what is wrong with a parameter; only the first is kept.</summary>
    public void Refuse(string name, string zh, string en) => Refusal ??= Validation.Invalid(name, zh, en);

    /// <summary>Refuses parameters nobody asked for: a misspelt filter must not answer with everything.</summary>
    public void RefuseOthers()
    {
        foreach (var name in query.Keys)
        {
            if (!read.Contains(name))
                Refuse(name, "没有此参数", "there is no such parameter");
        }
    }
}
