using SalesGrid.Ledger;

namespace SalesGrid.Testing;

/// <summary>Appends of tests that are about positions alone.</summary>
public static class UnfencedAppends
{
    /// <summary>Appends a record that only its position can refuse: no opening of its bucket is newer.</summary>
    public static Task<AppendOutcome> Append(this ILedgerStore store, JournalRecord record, CancellationToken cancellationToken) =>
        store.Append(record, long.MaxValue, cancellationToken);
}
