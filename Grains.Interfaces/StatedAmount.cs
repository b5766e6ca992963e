using System.Text.Json.Serialization;

namespace SalesGrid;

/// <summary>
/// An amount as somebody states it: in major units, and in a currency or in the one the object has already. Which one that is,
/// only the rules of the object know, so it goes to them as it was stated.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.StatedAmount")]
public readonly record struct StatedAmount
{
    /// <summary>The amount in the currency's major unit, e.g. yuan.</summary>
    [Id(0), JsonInclude] public decimal Amount { get; private init; }

    /// <summary>ISO 4217 alphabetic code; null where it was not stated.</summary>
    [Id(1), JsonInclude] public string? Currency { get; private init; }

    /// <summary>An amount, with or without its currency.</summary>
    // 900 and 900.00 are one amount: dividing by one with 28 zeros takes the trailing zeros away.
    public static StatedAmount Of(decimal amount, string? currency) => new() { Amount = amount / 1.0000000000000000000000000000m, Currency = currency };

    /// <summary>An amount of money, stated in full.</summary>
    public static implicit operator StatedAmount(Money money) => Of(money.Major, money.Currency);

    /// <summary>The exact amount, or why it is none.</summary>
    /// <param name="field">The field it was stated in; what is wrong with its currency is said of <c>field.currency</c>.</param>
    /// <param name="known">The currency the object has; null when it has none.</param>
    public (Money? Amount, Refusal? Refusal) In(string field, string? known)
    {
        if (Currency is not null && Validation.Currency($"{field}.currency", Currency) is { } unknown)
            return (null, unknown);
        if ((Currency ?? known) is not { } code)
            return (null, Validation.Invalid($"{field}.currency", "须注明币种,对象还没有币种", "state the currency: there is none to keep"));
        if (Amount < 0)
            return (null, Validation.Invalid(field, "不能为负", "it must not be negative"));
        return Currencies.FromMajor(Amount, code) is { } money
            ? (money, null)
            : (null, Validation.Invalid(field, $"超出范围,或小数位多于 {code} 所有", $"it is out of range, or has more decimals than {code} has"));
    }

    /// <summary>The same for an amount that may be left out.</summary>
    public static (Money? Amount, Refusal? Refusal) Resolve(string field, StatedAmount? stated, string? known) =>
        stated is { } amount ? amount.In(field, known) : (null, null);

    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Amount} {Currency}");
}
