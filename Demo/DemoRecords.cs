namespace SalesGrid.Demo;

/// <summary>A made-up salesperson.</summary>
public sealed record DemoSalesperson(string Id, string Name, string Team, string Region, string Manager);

/// <summary>A made-up customer.</summary>
/// <param name="AnnualRevenue">Yuan.</param>
public sealed record DemoCustomer(
    string Id, string Name, string Sector, string Country, int Employees, int YearEstablished, decimal AnnualRevenue);

/// <summary>A made-up opportunity; null where it is not known yet.</summary>
/// <param name="Status"><c>open</c>, <c>won</c> or <c>lost</c>.</param>
/// <param name="Stage">Stage of the six-stage key-account process.</param>
/// <param name="Amount">Yuan, whole hundreds.</param>
public sealed record DemoOpportunity(
    string Id,
    string Name,
    string OwnerId,
    string CustomerId,
    string Product,
    string Channel,
    string Status,
    string Stage,
    DateOnly OpenedOn,
    DateOnly? ClosedOn,
    DateOnly? ExpectedCloseOn,
    decimal? Amount,
    string? LossReason);
