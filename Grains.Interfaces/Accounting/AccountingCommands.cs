using System.Collections.Immutable;

namespace SalesGrid.Accounting;

/// <summary>What can be asked of the accounting periods. There is one object, <c>accounting/company</c>.</summary>
[GenerateSerializer, Immutable, Alias("sg.AccountingCommand")]
public abstract record AccountingCommand : Command
{
    /// <summary>Id of the company's periods.</summary>
    public const string Company = "company";

    /// <summary>The periods, <c>kind/id</c>.</summary>
    public const string Subject = "accounting/" + Company;
}

/// <summary>Closes a month (关账): nothing is won, lost, signed or received on its days any more. For finance.</summary>
/// <param name="Month">A month that is over, <c>2026-09</c>.</param>
[GenerateSerializer, Immutable, Alias("sg.CloseMonth")]
[SentBy(Duties.Finance, nameof(ControlPoints.MonthsMustHaveDuty))]
public sealed record CloseMonth([property: Id(0)] string Month) : AccountingCommand;

/// <summary>Opens a closed month again. For finance or internal control, and never for who closed it.</summary>
/// <param name="Month">The month, <c>2026-09</c>.</param>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.ReopenMonth")]
[SentBy(Duties.Finance | Duties.Controller, nameof(ControlPoints.MonthsMustHaveDuty))]
public sealed record ReopenMonth([property: Id(0)] string Month, [property: Id(1)] string Reason) : AccountingCommand;

/// <summary>A month that is closed.</summary>
/// <param name="First">Its first day.</param>
/// <param name="By">Who closed it.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("sg.ClosedMonth")]
public sealed record ClosedMonth([property: Id(0)] DateOnly First, [property: Id(1)] string By, [property: Id(2)] DateTimeOffset At);

/// <summary>The accounting periods as seen from outside.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Version">Version of the object.</param>
/// <param name="Closed">The closed months, the earliest first.</param>
[GenerateSerializer, Immutable, Alias("sg.AccountingView")]
public sealed record AccountingView(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] ImmutableArray<ClosedMonth> Closed);
