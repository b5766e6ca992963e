using SalesGrid.Bench.Processes;
using SalesGrid.Ledger;
using SalesGrid.Storage;
using SalesGrid.Testing;

namespace SalesGrid.Bench.Grids;

/// <summary>What a ledger can lie on.</summary>
public enum StoreKind
{
    /// <summary>The memory of the server.</summary>
    Memory,

    /// <summary>A SQLite file, synchronous=FULL.</summary>
    Sqlite,

    /// <summary>Azurite on disk, started for the run.</summary>
    Azurite,

    /// <summary>Nothing: what remains is the cost of the grid itself.</summary>
    Null,

    /// <summary>PostgreSQL, started for the run. Peers only.</summary>
    Postgres,
}

/// <summary>A fresh place for one ledger, gone when disposed.</summary>
public sealed class Medium : IAsyncDisposable
{
    private readonly Azurite? azurite;
    private readonly PostgresCluster? postgres;

    private Medium(StoreKind kind, Azurite? azurite, PostgresCluster? postgres)
    {
        (Kind, this.azurite, this.postgres) = (kind, azurite, postgres);
        Folder = Directory.CreateTempSubdirectory("sales-grid-bench-").FullName;
    }

    public StoreKind Kind { get; }

    /// <summary>An empty folder, for whatever the server keeps.</summary>
    public string Folder { get; }

    /// <summary>The Azurite or PostgreSQL that was started; null for another kind.</summary>
    public string? ConnectionString => azurite?.ConnectionString ?? postgres?.ConnectionString;

    /// <summary>Why there cannot be a medium of that kind here; null when there can.</summary>
    public static string? Missing(StoreKind kind) => kind switch
    {
        StoreKind.Azurite => AzuriteInstallation.Missing,
        StoreKind.Postgres => PostgresCluster.Missing,
        _ => null,
    };

    public static async Task<Medium> Create(StoreKind kind, CancellationToken cancellationToken) => new(kind,
        kind == StoreKind.Azurite ? await Azurite.Start(cancellationToken) : null,
        kind == StoreKind.Postgres ? await PostgresCluster.Start(cancellationToken) : null);

    /// <summary>Opens the store, for a silo in this process.</summary>
    public ILedgerStore Open() => Kind switch
    {
        StoreKind.Null => new NullLedgerStore(),
        StoreKind.Memory => LedgerStoreServices.Open(new() { Kind = LedgerStoreKind.Memory }),
        StoreKind.Sqlite => LedgerStoreServices.Open(new() { Kind = LedgerStoreKind.Sqlite, Sqlite = new() { Folder = Folder } }),
        StoreKind.Azurite => LedgerStoreServices.Open(new() { Kind = LedgerStoreKind.Azure, Azure = new() { ConnectionString = ConnectionString } }),
        _ => throw new NotSupportedException($"The grid does not store on {Kind}."),
    };

    /// <summary>The same choice as configuration, for a gateway of its own. That of <see cref="StoreKind.Null"/> is replaced where it is served.</summary>
    public IEnumerable<KeyValuePair<string, string>> Configuration()
    {
        yield return new("GRID_DATA", Folder);
        yield return new("Grid__Storage__Kind", Kind switch
        {
            StoreKind.Memory or StoreKind.Null => nameof(LedgerStoreKind.Memory),
            StoreKind.Sqlite => nameof(LedgerStoreKind.Sqlite),
            StoreKind.Azurite => nameof(LedgerStoreKind.Azure),
            _ => throw new NotSupportedException($"The grid does not store on {Kind}."),
        });
        if (Kind == StoreKind.Azurite)
            yield return new("Grid__Storage__Azure__ConnectionString", ConnectionString!);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (azurite is not null)
            await azurite.DisposeAsync();
        if (postgres is not null)
            await postgres.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
