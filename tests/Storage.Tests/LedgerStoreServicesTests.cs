using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesGrid.Ledger;
using SalesGrid.Storage.AzureStorage;
using SalesGrid.Storage.InMemory;
using SalesGrid.Storage.Sqlite;
using Xunit;

namespace SalesGrid.Storage.Tests;

public sealed class LedgerStoreServicesTests
{
    [Fact]
    public async Task Configuration_chooses_the_store_and_the_host_closes_it()
    {
        using var folder = new TestFolder();
        await using (var services = Services(("Kind", "Sqlite"), ("Sqlite:Folder", folder.Path)))
            Assert.IsType<SqliteLedgerStore>(services.GetRequiredService<ILedgerStore>());
        await using (SqliteLedgerStore.Open(new() { Folder = folder.Path }))
        {
        }

        await using var memory = Services(("Kind", "Memory"));
        Assert.IsType<InMemoryLedgerStore>(memory.GetRequiredService<ILedgerStore>());
        await using var azure = Services(("Kind", "Azure"), ("Azure:ConnectionString", "UseDevelopmentStorage=true"));
        Assert.IsType<AzureLedgerStore>(azure.GetRequiredService<ILedgerStore>());
    }

    [Fact]
    public async Task Options_out_of_range_are_refused()
    {
        await using var nowhere = Services(("Kind", "Azure"));
        Assert.Throws<ValidationException>(nowhere.GetRequiredService<ILedgerStore>);
        Assert.Throws<ValidationException>(() => SqliteLedgerStore.Open(new() { ReadersMax = 0 }));
        Assert.Throws<ValidationException>(() => new AzureLedgerStore(new() { ConnectionString = "UseDevelopmentStorage=true", SegmentRecordsMax = 50_000 }));
        Assert.Throws<ValidationException>(() => new AzureLedgerStore(new() { ConnectionString = "UseDevelopmentStorage=true", ContainerName = "No_Capitals" }));
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value))).Build();
        return new ServiceCollection().AddLedgerStore(configuration.Get<LedgerStoreOptions>()!).BuildServiceProvider();
    }
}
