using SalesGrid.Ledger;
using SalesGrid.Storage.Sqlite;

namespace SalesGrid.Storage.Tests.Sqlite;

public sealed class SqliteLedgerStoreTests : LedgerStoreConformance
{
    private readonly TestFolder folder = new();

    protected override int ModelRuns => 150;

    protected override Task<ILedgerStore> OpenNew() =>
        Task.FromResult<ILedgerStore>(SqliteLedgerStore.Open(new() { Folder = folder.Path, HeadsPerTransactionMax = 90 }));

    protected override async Task<ILedgerStore> Reopen(ILedgerStore store)
    {
        await ((SqliteLedgerStore)store).DisposeAsync();
        return await OpenNew();
    }

    protected override async Task Remove(ILedgerStore store)
    {
        await ((SqliteLedgerStore)store).DisposeAsync();
        folder.Dispose();
    }
}
