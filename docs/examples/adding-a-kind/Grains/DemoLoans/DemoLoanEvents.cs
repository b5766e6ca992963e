using SalesGrid.Subjects;

namespace SalesGrid.DemoLoans;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to a loan.</summary>
public abstract record DemoLoanEvent : SubjectEvent;

public sealed record DemoLoanRequested(string CustomerId, string Machine, DateOnly ReturnBy, string By) : DemoLoanEvent;

public sealed record DemoLoanApproved(string By) : DemoLoanEvent;

public sealed record DemoUnitHandedOver(string SerialNumber) : DemoLoanEvent;

public sealed record DemoLoanExtended(DateOnly ReturnBy, string Reason, string By) : DemoLoanEvent;

public sealed record DemoUnitReturned(string Condition) : DemoLoanEvent;

public sealed record DemoUnitWrittenOff(string Reason, string By) : DemoLoanEvent;
