using System.Collections.Immutable;
using System.Globalization;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Http;

/// <summary>
/// Reads the parameters of a question strictly: a malformed one is named, not ignored, and an empty value is a value. What an
/// endpoint reads is what it has; see <see cref="QueryParameters"/>.
/// </summary>
public sealed class QueryReader(IQueryCollection query)
{
    private readonly List<string> names = [];

    /// <summary>What was asked for so far, in that order.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The first thing that was wrong; null when nothing was.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>A parameter's only value, which may be empty; null when it is not there.</summary>
    public string? Text(string name)
    {
        names.Add(name);
        var values = query[name];
        if (values.Count > 1)
            Refuse(name, "只能出现一次", "it may appear once");
        return values.Count == 0 ? null : values[0] ?? "";
    }

    /// <summary>
    /// A parameter's values: it is repeated for several. A value is taken as it is, commas and all; the empty one stands for
    /// what has no value.
    /// </summary>
    public ImmutableArray<string> List(string name)
    {
        names.Add(name);
        var values = query[name].Select(v => v ?? "").Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (values.Length > ListQuery.MaxValues)
            Refuse(name, $"最多 {ListQuery.MaxValues} 个值", $"at most {ListQuery.MaxValues} values");
        return values;
    }

    /// <summary>Values out of a few: the parameter is repeated, or they are separated by commas, which none of them holds.</summary>
    public ImmutableArray<string> Choices(string name, ImmutableArray<string> choices)
    {
        var values = List(name).SelectMany(v => v.Split(',', StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal).ToImmutableArray();
        foreach (var value in values.Where(v => !choices.Contains(v)))
            RefuseChoice(name, value, choices);
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

    /// <summary>A whole number that must be there.</summary>
    public int Required(string name, int least, int most)
    {
        var number = Whole(name, int.MinValue, least, most);
        if (number == int.MinValue)
            Refuse(name, "不能为空", "it must be given");
        return number;
    }

    /// <summary>A value of an enumeration by its name, in camel case.</summary>
    public TEnum? Choice<TEnum>(string name, string text) where TEnum : struct, Enum
    {
        if (text.Length > 0 && char.IsAsciiLetterLower(text[0]) && Enum.TryParse<TEnum>(text, ignoreCase: true, out var value))
            return value;
        RefuseChoice(name, text, Enum.GetNames<TEnum>().Select(n => char.ToLowerInvariant(n[0]) + n[1..]));
        return null;
    }

    /// <summary>Says that a value is none of those there are.</summary>
    public void RefuseChoice(string name, string value, IEnumerable<string> choices)
    {
        var all = string.Join(", ", choices.Where(c => c.Length > 0));
        Refuse(name, $"“{value}”不可用,可用:{all}", $"'{value}' is not one of {all}");
    }

    /// <summary>Says what is wrong with a parameter; only the first is kept.</summary>
    public void Refuse(string name, string zh, string en) => Refusal ??= Validation.Invalid(name, zh, en);
}
