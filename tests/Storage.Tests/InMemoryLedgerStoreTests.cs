using SalesGrid.Ledger;
using SalesGrid.Storage.InMemory;
using Xunit;

namespace SalesGrid.Storage.Tests;

public sealed class InMemoryLedgerStoreTests : LedgerStoreConformance
{
    protected override int ModelRuns => 2000;

    protected override Task<ILedgerStore> OpenNew() => Task.FromResult<ILedgerStore>(new InMemoryLedgerStore());

    protected override Task<ILedgerStore> Reopen(ILedgerStore store) =>
        Task.FromResult<ILedgerStore>(((InMemoryLedgerStore)store).OpenAnother());

    [Fact]
    public async Task Writers_in_two_processes_know_of_each_other()
    {
        var store = new InMemoryLedgerStore { ReadLease = TimeSpan.FromSeconds(1) };
        var other = store.OpenAnother();
        await store.Initialize(Wanted, TestContext.Current.CancellationToken);
        await other.Initialize(Wanted, TestContext.Current.CancellationToken);
        await LedgerStoreChecks.WritersKnowOfEachOther(store, other, 1);
    }

    protected override Task Remove(ILedgerStore store) => Task.CompletedTask;
}
