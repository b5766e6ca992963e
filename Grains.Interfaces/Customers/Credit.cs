using System.Collections.Immutable;

namespace SalesGrid.Customers;

/// <summary>Asks for credit for the customer. One request for each person who asks: asking again replaces it.</summary>
/// <param name="Limit">How much may be outstanding at a time.</param>
/// <param name="Reason">What for, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.RequestCredit")]
[SentBy(Standing.OwnersSide | Standing.Unowned, Duties.Manager, Act = "customer.request-credit")]
public sealed record RequestCredit([property: Id(0)] Money Limit, [property: Id(1)] string Reason) : CustomerCommand
{
    /// <summary>Most requests that wait.</summary>
    public const int WaitingMax = 20;
}

/// <summary>Grants credit (授信), or changes what was granted: replaces grade, limit and end, and lifts a suspension.</summary>
/// <param name="Grade">How good the customer is for it.</param>
/// <param name="Limit">How much may be outstanding at a time; below what is reserved already it blocks new reservations and frees nothing.</param>
/// <param name="ValidUntil">Last day, at most <see cref="YearsMax"/> years ahead.</param>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
/// <param name="ReassessOn">When it is to be looked at again, not after its end; its last day when null.</param>
[GenerateSerializer, Immutable, Alias("sg.GrantCredit")]
[SentBy(Duties.Finance, nameof(ControlPoints.CreditMustHaveAuthority))]
public sealed record GrantCredit(
    [property: Id(0)] CreditGrade Grade,
    [property: Id(1)] Money Limit,
    [property: Id(2)] DateOnly ValidUntil,
    [property: Id(3)] string Reason,
    [property: Id(4)] DateOnly? ReassessOn = null) : CustomerCommand
{
    /// <summary>Longest time credit is granted for, years.</summary>
    public const int YearsMax = 5;
}

/// <summary>Stops credit from being drawn on until it is granted anew. What is held stays held.</summary>
[GenerateSerializer, Immutable, Alias("sg.SuspendCredit")]
[SentBy(Duties.Finance | Duties.Controller, nameof(ControlPoints.CreditMustHaveAuthority))]
public sealed record SuspendCredit([property: Id(0)] string Reason) : CustomerCommand;

/// <summary>How good a customer is for credit. Numbers are fixed: they cross process boundaries.</summary>
public enum CreditGrade
{
    A = 1,
    B = 2,
    C = 3,
    D = 4,
}

/// <summary>The account of a customer's credit, of which signed contracts reserve their exposure.</summary>
public static class CreditAccount
{
    /// <summary>Name of the account.</summary>
    public const string Name = "credit";
}

/// <summary>Credit that waits to be granted.</summary>
[GenerateSerializer, Immutable, Alias("sg.CreditRequest")]
public sealed record CreditRequest(
    [property: Id(0)] Money Limit,
    [property: Id(1)] string Reason,
    [property: Id(2)] string By,
    [property: Id(3)] DateOnly On);

/// <summary>Credit that was granted.</summary>
[GenerateSerializer, Immutable, Alias("sg.CreditLine")]
public sealed record CreditLine(
    [property: Id(0)] CreditGrade Grade,
    [property: Id(1)] Money Limit,
    [property: Id(2)] DateOnly ValidUntil,
    [property: Id(3)] DateOnly ReassessOn,
    [property: Id(4)] string Reason,
    [property: Id(5)] string GrantedBy,
    [property: Id(6)] DateOnly GrantedOn);

/// <summary>Why credit is suspended.</summary>
[GenerateSerializer, Immutable, Alias("sg.CreditSuspension")]
public sealed record CreditSuspension([property: Id(0)] string Reason, [property: Id(1)] string By, [property: Id(2)] DateOnly On);

/// <summary>The credit of one customer.</summary>
[GenerateSerializer, Immutable, Alias("sg.CustomerCredit")]
public sealed record CustomerCredit
{
    /// <summary>None, and none asked for.</summary>
    public static CustomerCredit None { get; } = new();

    /// <summary>What was granted; null when nothing ever was.</summary>
    [Id(0)] public CreditLine? Line { get; init; }

    /// <summary>Its suspension; null when it is not suspended.</summary>
    [Id(1)] public CreditSuspension? Suspended { get; init; }

    /// <summary>What waits to be granted.</summary>
    [Id(2)] public ImmutableArray<CreditRequest> Requests { get; init; } = [];
}

/// <summary>The credit of a customer and how much of it is used.</summary>
/// <param name="Credit">What was granted and asked for.</param>
/// <param name="Held">What is reserved of it for contracts; null while none was granted.</param>
/// <param name="Available">Limit less held, whether or not it may be drawn on today; negative where a limit was lowered; null while none was granted.</param>
[GenerateSerializer, Immutable, Alias("sg.CreditView")]
public sealed record CreditView(
    [property: Id(0)] CustomerCredit Credit,
    [property: Id(1)] Money? Held,
    [property: Id(2)] Money? Available);
