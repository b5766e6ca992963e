using SalesGrid.Ledger;
using SalesGrid.Storage.AzureStorage;
using SalesGrid.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace SalesGrid.Storage.Tests.Azure;

public class AzureLedgerStoreTests(AzuriteFixture azurite) : LedgerStoreConformance
{
    private AzureLedgerOptions? options;

    protected override int ModelRuns => 25;

    protected override async Task<ILedgerStore> OpenNew()
    {
        options = await TestAccount.Options(azurite);
        return new AzureLedgerStore(options);
    }

    protected override Task<ILedgerStore> Reopen(ILedgerStore store) => Task.FromResult<ILedgerStore>(new AzureLedgerStore(options!));

    // Azurite's folder goes with Azurite.
    protected override Task Remove(ILedgerStore store) => Task.CompletedTask;
}
