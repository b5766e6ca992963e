using System.Globalization;

namespace SalesGrid.Gateway.Web;

/// <summary>How texts, numbers, amounts and ages are written in one language.</summary>
public sealed class Locale
{
    /// <summary>What stands where a ratio has no meaning.</summary>
    public const string None = "—";

    private static readonly Locale Chinese = new(Language.Chinese, "zh-CN",
        [(1_000_000_000_000m, "万亿"), (100_000_000m, "亿"), (10_000m, "万")]);

    private static readonly Locale English = new(Language.English, "en-US",
        [(1_000_000_000_000m, "T"), (1_000_000_000m, "B"), (1_000_000m, "M"), (1_000m, "K")]);

    private readonly (decimal Unit, string Name)[] units;

    private Locale(Language language, string culture, (decimal Unit, string Name)[] units)
    {
        Language = language;
        Culture = CultureInfo.GetCultureInfo(culture);
        this.units = units;
    }

    public Language Language { get; }

    public CultureInfo Culture { get; }

    /// <summary>The locale of a language.</summary>
    public static Locale Of(Language language) => language == Language.Chinese ? Chinese : English;

    public string Say(LocalText text) => Language == Language.Chinese ? text.Zh : text.En;

    public string Say(LocalText text, params object?[] values) => string.Format(Culture, Say(text), values);

    /// <summary>A count, in full.</summary>
    public string Count(long count) => count.ToString("N0", Culture);

    /// <summary>A share from 0 to 1 as percent; a dash where there is none.</summary>
    public string Percent(double? share) => share is { } s ? s.ToString("P1", Culture).Replace(" ", "", StringComparison.Ordinal) : None;

    /// <summary>Days with one decimal; a dash where there are none.</summary>
    public string DayCount(double? days) => days is { } d ? Say(Texts.Days, d.ToString("N1", Culture)) : None;

    /// <summary>Four significant digits with 万 and 亿, or K and M; below ten thousand in full.</summary>
    public string Compact(decimal value)
    {
        var size = decimal.Abs(value);
        if (size < 9_999.5m)
            return decimal.Round(value, MidpointRounding.AwayFromZero).ToString("N0", Culture);
        var i = Array.FindIndex(units, u => size >= u.Unit);
        if (i < 0)
            i = units.Length - 1;
        var parts = Rounded(i);
        // Rounding may carry into the next unit: 9,999.96万 is 1.00亿, not 10,000万.
        if (i > 0 && parts * units[i].Unit >= units[i - 1].Unit)
            parts = Rounded(--i);
        return (value < 0 ? "-" : "") + parts.ToString($"N{Decimals(parts)}", Culture) + units[i].Name;

        decimal Rounded(int unit) =>
            decimal.Round(size / units[unit].Unit, Decimals(size / units[unit].Unit), MidpointRounding.AwayFromZero);
    }

    /// <summary>An amount with the sign of its currency, compact.</summary>
    public string Money(decimal amount, string? currency) => Sign(currency) + Compact(amount);

    /// <summary>A round amount beside an axis: no more decimals than it has.</summary>
    public string Axis(decimal amount, string? currency)
    {
        if (amount == 0)
            return "0";
        var i = Array.FindIndex(units, u => amount >= u.Unit);
        return Sign(currency) + (i < 0 ? amount.ToString("#,0.##", Culture) : (amount / units[i].Unit).ToString("#,0.##", Culture) + units[i].Name);
    }

    /// <summary>An amount in full, with its currency's code.</summary>
    public string ExactMoney(decimal amount, string? currency)
    {
        var minor = currency is null ? 1 : Currencies.MinorPerMajor(currency);
        var decimals = minor switch { 1 => 0, 1000 => 3, _ => 2 };
        var figure = decimal.Round(amount, decimals, MidpointRounding.AwayFromZero).ToString($"N{decimals}", Culture);
        return currency is null ? figure : $"{figure} {currency}";
    }

    /// <summary>How long ago something was, in one whole unit.</summary>
    public string Ago(TimeSpan age) => age switch
    {
        { TotalSeconds: < 1 } => Say(Texts.JustNow),
        { TotalMinutes: < 1 } => Say(Texts.SecondsAgo, (int)age.TotalSeconds),
        { TotalHours: < 1 } => Say(Texts.MinutesAgo, (int)age.TotalMinutes),
        { TotalDays: < 1 } => Say(Texts.HoursAgo, (int)age.TotalHours),
        _ => Say(Texts.DaysAgo, (int)age.TotalDays),
    };

    /// <summary>An instant, to the second, in UTC: the server does not know the visitor's time zone.</summary>
    public string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A month in full, from <c>yyyy-MM</c>.</summary>
    public string MonthInFull(DateOnly month) => month.ToString(Language == Language.Chinese ? "yyyy年M月" : "MMMM yyyy", Culture);

    /// <summary>A month as an axis shows it.</summary>
    public string MonthShort(DateOnly month) => month.ToString(Language == Language.Chinese ? "M月" : "MMM", Culture);

    private static int Decimals(decimal parts) => parts switch { < 100 => 2, < 1000 => 1, _ => 0 };

    // As CLDR writes them: each language knows its own currency by the bare sign.
    private string Sign(string? currency) => currency switch
    {
        null => "",
        "CNY" => Language == Language.Chinese ? "¥" : "CN¥",
        "USD" => Language == Language.Chinese ? "US$" : "$",
        "EUR" => "€",
        "GBP" => "£",
        "HKD" => "HK$",
        "JPY" => Language == Language.Chinese ? "JP¥" : "¥",
        _ => currency + "\u00a0",
    };
}
