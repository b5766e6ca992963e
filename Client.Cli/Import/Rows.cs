using SalesGrid.Mapping;

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

/// <summary>An entry of a catalogue that rows name, to be made where it is missing.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its code.</param>
/// <param name="Name">Its name, in both languages what the rows call it.</param>
/// <param name="Sort">Of a channel: the sort, where the name says it.</param>
public sealed record EntryRow(CreatedKind Kind, string Id, string Name, string? Sort = null);
