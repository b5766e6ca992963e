using Microsoft.Extensions.DependencyInjection;
using SalesGrid.Ledger;
using SalesGrid.Storage.AzureStorage;
using SalesGrid.Storage.InMemory;
using SalesGrid.Storage.Sqlite;

namespace SalesGrid.Storage;

/// <summary>Which medium a ledger lies on.</summary>
public enum LedgerStoreKind
{
    /// <summary>A SQLite file: the embedded default, for one process.</summary>
    Sqlite,

    /// <summary>Azure Storage, or Azurite: for a cluster.</summary>
    Azure,

    /// <summary>The memory of this process: gone with it.</summary>
    Memory,
}

/// <summary>Which ledger store to use, bindable from configuration, e.g. <c>Ledger:Kind</c>, <c>Ledger:Sqlite:Folder</c>.</summary>
public sealed class LedgerStoreOptions
{
    /// <value>Default <see cref="LedgerStoreKind.Sqlite"/>.</value>
    public LedgerStoreKind Kind { get; init; } = LedgerStoreKind.Sqlite;

    /// <value>Used when <see cref="Kind"/> is <see cref="LedgerStoreKind.Sqlite"/>.</value>
    public SqliteLedgerOptions Sqlite { get; init; } = new();

    /// <value>Used when <see cref="Kind"/> is <see cref="LedgerStoreKind.Azure"/>.</value>
    public AzureLedgerOptions Azure { get; init; } = new();
}

/// <summary>Registers the ledger store.</summary>
public static class LedgerStoreServices
{
    /// <summary>
    /// Adds the one <see cref="ILedgerStore"/> of a host. It is opened when first asked for, which throws where it
    /// cannot be (see the constructors of the stores), and closed with the host.
    /// </summary>
    public static IServiceCollection AddLedgerStore(this IServiceCollection services, LedgerStoreOptions options)
    {
        // Only where several processes write one ledger can one of them have lost a bucket and not know.
        if (options.Kind == LedgerStoreKind.Azure)
            services.AddSingleton<IIncomingGrainCallFilter, ReadFence>();
        return services.AddSingleton(_ => Open(options));
    }

    /// <summary>Opens a store outside a host: for tools and tests. Its owner disposes of it where it is disposable.</summary>
    public static ILedgerStore Open(LedgerStoreOptions options) => options.Kind switch
    {
        LedgerStoreKind.Sqlite => SqliteLedgerStore.Open(options.Sqlite),
        LedgerStoreKind.Azure => new AzureLedgerStore(options.Azure),
        LedgerStoreKind.Memory => new InMemoryLedgerStore(),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Kind, "No such kind of ledger store."),
    };
}
