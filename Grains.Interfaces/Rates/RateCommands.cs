using System.Collections.Immutable;

namespace SalesGrid.Rates;

/// <summary>What can be asked of the exchange rates. There is one object, <c>rates/company</c>.</summary>
[GenerateSerializer, Immutable, Alias("sg.RateCommand")]
public abstract record RateCommand : Command
{
    /// <summary>Id of the company's rates.</summary>
    public const string Company = "company";

    /// <summary>The rates, <c>kind/id</c>.</summary>
    public const string Subject = "rates/" + Company;
}

/// <summary>States rates, in place of what waits to be approved. For finance.</summary>
/// <param name="ValidFrom">First day they count: from <see cref="DaysBackMax"/> days back to a year ahead.</param>
/// <param name="Rates">1 to <see cref="RatesMax"/> pairs of currencies, each pair once.</param>
/// <param name="Source">Where they come from, 1 to 200 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.StateRates")]
[SentBy(Duties.Finance, nameof(ControlPoints.RatesMustHaveDuty))]
public sealed record StateRates(
    [property: Id(0)] DateOnly ValidFrom,
    [property: Id(1)] ImmutableArray<ExchangeRate> Rates,
    [property: Id(2)] string Source) : RateCommand
{
    /// <summary>Most pairs of one table.</summary>
    public const int RatesMax = 200;

    /// <summary>How far back rates may count, days: those of the month that is being closed.</summary>
    public const int DaysBackMax = 31;

    /// <summary>Highest rate; the lowest is one in as many.</summary>
    public const decimal RateMax = 1_000_000_000;
}

/// <summary>Approves the rates that wait. For finance or internal control, and not for who stated them.</summary>
/// <param name="Number">Number of the table that was read.</param>
[GenerateSerializer, Immutable, Alias("sg.ApproveRates")]
[SentBy(Duties.Finance | Duties.Controller, nameof(ControlPoints.RatesMustHaveDuty))]
public sealed record ApproveRates([property: Id(0)] int Number) : RateCommand;

/// <summary>Drops the rates that wait. For finance or internal control.</summary>
/// <param name="Number">Number of the table that was read.</param>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.RejectRates")]
[SentBy(Duties.Finance | Duties.Controller, nameof(ControlPoints.RatesMustHaveDuty))]
public sealed record RejectRates([property: Id(0)] int Number, [property: Id(1)] string Reason) : RateCommand;

/// <summary>Rates that wait to be approved.</summary>
[GenerateSerializer, Immutable, Alias("sg.StatedRates")]
public sealed record StatedRates(
    [property: Id(0)] int Number,
    [property: Id(1)] DateOnly ValidFrom,
    [property: Id(2)] ImmutableArray<ExchangeRate> Rates,
    [property: Id(3)] string Source,
    [property: Id(4)] string By);

/// <summary>The exchange rates as seen from outside.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Version">Version of the object.</param>
/// <param name="Tables">The approved tables, the newest last; at most 400, the oldest makes way.</param>
/// <param name="Waiting">What waits to be approved; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("sg.RatesView")]
public sealed record RatesView(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] ImmutableArray<RateTable> Tables,
    [property: Id(3)] StatedRates? Waiting);
