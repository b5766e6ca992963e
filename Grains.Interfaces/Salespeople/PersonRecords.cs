using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SalesGrid.Salespeople;

/// <summary>Accounts of a salesperson others draw on.</summary>
public static class Accounts
{
    /// <summary>Discount given away (折扣额度): stays drawn for its budget period.</summary>
    public const string Discount = "discount";

    /// <summary>Contract value outstanding (销售额度): drawn until it is given back.</summary>
    public const string Allowance = "allowance";
}

/// <summary>What an account has left.</summary>
/// <param name="Account">One of <see cref="Accounts"/>.</param>
/// <param name="Limit">What may be drawn; null for no limit.</param>
/// <param name="Used">What is drawn, one amount a currency; in the limit's currency alone where there is a limit.</param>
/// <param name="Available">What is left, never below zero; null where there is no limit.</param>
/// <param name="From">First day of the period the draws are counted in; null where they count until given back.</param>
[GenerateSerializer, Immutable, Alias("sg.AccountBalance")]
public sealed record AccountBalance(
    [property: Id(0)] string Account,
    [property: Id(1)] Money? Limit,
    [property: Id(2)] ImmutableArray<Money> Used,
    [property: Id(3)] Money? Available,
    [property: Id(4)] DateOnly? From);

/// <summary>A target a person has been told.</summary>
[GenerateSerializer, Immutable, Alias("sg.NotedTarget")]
public sealed record NotedTarget([property: Id(0)] string Period, [property: Id(1)] Money Amount);

/// <summary>A person's open pipeline beside what their target still needs, as counted on a day.</summary>
/// <param name="Period">Period of the target.</param>
/// <param name="OpenMinor">Amount of the open opportunities expected to close in the period, minor units, not weighted.</param>
/// <param name="WonMinor">Amount won in the period, minor units.</param>
/// <param name="TargetMinor">The target, minor units.</param>
/// <param name="Currency">Currency of all three; amounts in others are not counted.</param>
/// <param name="On">The day.</param>
[GenerateSerializer, Immutable, Alias("sg.Coverage")]
public sealed record Coverage(
    [property: Id(0)] string Period,
    [property: Id(1)] long OpenMinor,
    [property: Id(2)] long WonMinor,
    [property: Id(3)] long TargetMinor,
    [property: Id(4)] string Currency,
    [property: Id(5)] DateOnly On)
{
    /// <summary>What is still to be won, minor units; 0 once the target is reached.</summary>
    [JsonIgnore]
    public long RemainingMinor => TargetMinor > WonMinor ? TargetMinor - WonMinor : 0;

    /// <summary>
    /// Pipeline coverage (管道覆盖率): open pipeline ÷ (target − won), rounded to two decimals; null once the target is reached.
    /// </summary>
    /// <remarks>
    /// The usual ratio is pipeline ÷ quota; taken over what is still to be won it stays meaningful to the period's last day.
    /// About 1 ÷ win rate is needed, by rule of thumb 3 to 4.
    /// </remarks>
    [JsonIgnore]
    public decimal? Ratio => RemainingMinor > 0 ? decimal.Round((decimal)OpenMinor / RemainingMinor, 2) : null;

    /// <summary>True when the pipeline is less than so many percent of what is still to be won.</summary>
    public bool IsBelow(int percent) => RemainingMinor > 0 && (Int128)OpenMinor * 100 < (Int128)RemainingMinor * percent;
}

/// <summary>Sorts of entries in a conduct record (行为记录). Numbers are fixed: they cross process boundaries.</summary>
public enum ConductKind
{
    /// <summary>A breach of the code of conduct (违规).</summary>
    Breach = 1,

    /// <summary>A commendation (表扬).</summary>
    Commendation = 2,

    /// <summary>Neither, but worth keeping.</summary>
    Note = 3,
}

/// <summary>An entry of a conduct record.</summary>
[GenerateSerializer, Immutable, Alias("sg.ConductEntry")]
public sealed record ConductEntry(
    [property: Id(0)] ConductKind Kind,
    [property: Id(1)] string Code,
    [property: Id(2)] string Text,
    [property: Id(3)] DateOnly On,
    [property: Id(4)] string By,
    [property: Id(5)] DateTimeOffset At);
