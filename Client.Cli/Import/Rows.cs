namespace SalesGrid.Import;

/// <summary>A salesperson to be registered.</summary>
public sealed record SalespersonRow(string Id, string Name, string Team, string Region, string? Manager);

/// <summary>A customer to be registered; null where the source says nothing.</summary>
public sealed record CustomerRow(
    string Id,
    string Name,
    string? Sector = null,
    string? Country = null,
    string? Parent = null,
    int? Employees = null,
    int? YearEstablished = null,
    decimal? AnnualRevenue = null,
    string? Currency = null,
    string? CreditCode = null,
    string? City = null);

/// <summary>An opportunity to be brought in as history; null where the source says nothing.</summary>
public sealed record OpportunityRow(
    string Id,
    string OwnerId,
    string Status,
    string Stage,
    DateOnly? OpenedOn = null,
    DateOnly? ClosedOn = null,
    string? LossReason = null,
    string? Name = null,
    string? CustomerId = null,
    string? Product = null,
    string? Channel = null,
    decimal? Amount = null,
    string? Currency = null,
    DateOnly? ExpectedCloseOn = null,
    string? ProcessId = null);
