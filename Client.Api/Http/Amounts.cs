namespace SalesGrid.Gateway.Http;

/// <summary>Amounts as callers write them: major units beside a currency.</summary>
public static class Amounts
{
    /// <summary>Currency of an amount that names none.</summary>
    public const string DefaultCurrency = "CNY";

    /// <summary>The exact amount, or why it is none.</summary>
    public static (Money? Amount, Refusal? Refusal) Read(string field, decimal? major, string? currency)
    {
        if (currency is not null && Validation.Currency("currency", currency) is { } unknown)
            return (null, unknown);
        if (major is not { } amount)
            return (null, null);
        var code = currency ?? DefaultCurrency;
        return Currencies.FromMajor(amount, code) is { } money
            ? (money, null)
            : (null, Validation.Invalid(field, $"超出范围,或小数位多于 {code} 所有", $"it is out of range, or has more decimals than {code} has"));
    }
}
