using SalesGrid.Subjects;

namespace SalesGrid.ImportWindows;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to the import windows.</summary>
public abstract record ImportWindowEvent : SubjectEvent;

/// <param name="Until">When it ends by itself.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who opened it.</param>
public sealed record ImportWindowOpened(DateTimeOffset Until, string Reason, string By) : ImportWindowEvent;

/// <param name="Reason">Why.</param>
/// <param name="By">Who closed it.</param>
public sealed record ImportWindowClosed(string Reason, string By) : ImportWindowEvent;
