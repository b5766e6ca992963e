using SalesGrid.Ledger;
using SalesGrid.Storage.InMemory;

namespace SalesGrid.Storage.Tests;

public sealed class InMemoryLedgerStoreTests : LedgerStoreConformance
{
    protected override int ModelRuns => 2000;

    protected override Task<ILedgerStore> OpenNew() => Task.FromResult<ILedgerStore>(new InMemoryLedgerStore());

    protected override Task<ILedgerStore> Reopen(ILedgerStore store) =>
        Task.FromResult<ILedgerStore>(((InMemoryLedgerStore)store).OpenAnother());

    protected override Task Remove(ILedgerStore store) => Task.CompletedTask;
}
