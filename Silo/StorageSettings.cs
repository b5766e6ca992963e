using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using SalesGrid.Ledger;
using SalesGrid.Storage.InMemory;
using SalesGrid.Storage.Sqlite;

namespace SalesGrid.Silo;

/// <summary>Where the ledger lies. Section <c>Grid:Storage</c>.</summary>
public sealed class StorageSettings
{
    /// <value>The kind of store. Default SQLite.</value>
    public StorageKind Kind { get; set; } = StorageKind.Sqlite;

    /// <value>Folder of the embedded ledger; <c>GRID_DATA</c> sets it too. Default <c>data</c>, below the current folder.</value>
    [Required]
    public string Folder { get; set; } = "data";

    /// <value>Connection string of an Azure Storage account; needed for <see cref="StorageKind.Azure"/>.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>Adds the store.</summary>
    public void Apply(IServiceCollection services)
    {
        switch (Kind)
        {
            case StorageKind.Sqlite:
                services.AddSingleton<ILedgerStore>(_ => SqliteLedgerStore.Open(new() { Folder = Folder }));
                break;
            case StorageKind.Memory:
                services.AddSingleton<ILedgerStore, InMemoryLedgerStore>();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(services), Kind, "There is no such kind of store.");
        }
    }
}

/// <summary>Kinds of store.</summary>
public enum StorageKind
{
    /// <summary>A file on this machine: one process, durable.</summary>
    Sqlite,

    /// <summary>Azure Storage, or Azurite in tests: any number of silos.</summary>
    Azure,

    /// <summary>Memory: everything is lost at the end. For trying out and for tests.</summary>
    Memory,
}
