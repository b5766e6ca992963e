using SalesGrid.Subjects;

namespace SalesGrid.Accounting;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to the accounting periods.</summary>
public abstract record AccountingEvent : SubjectEvent;

/// <param name="First">First day of the month.</param>
/// <param name="By">Who closed it.</param>
public sealed record MonthClosed(DateOnly First, string By) : AccountingEvent;

/// <param name="First">First day of the month.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who opened it again.</param>
public sealed record MonthReopened(DateOnly First, string Reason, string By) : AccountingEvent;
