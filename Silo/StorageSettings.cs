using Microsoft.Extensions.Configuration;
using SalesGrid.Storage;

namespace SalesGrid.Silo;

/// <summary>Reads where the ledger lies. Section <c>Grid:Storage</c>; <c>GRID_DATA</c> names the data folder.</summary>
public static class StorageSettings
{
    /// <summary>The folder everything local lies in. Default <c>data</c>, below the current folder.</summary>
    public static string DataFolder(IConfiguration configuration) =>
        configuration["GRID_DATA"] is { Length: > 0 } folder ? folder : "data";

    /// <summary>The store as configured; an embedded one lies in the data folder unless told otherwise.</summary>
    /// <exception cref="InvalidOperationException">Something cannot be as it is set; the message says what to set.</exception>
    public static LedgerStoreOptions Read(IConfigurationManager configuration)
    {
        configuration["Grid:Storage:Sqlite:Folder"] ??= DataFolder(configuration);
        var storage = Settings.Bind<LedgerStoreOptions>(configuration, "Grid:Storage");
        return storage is { Kind: LedgerStoreKind.Azure, Azure.ConnectionString: null or "" }
            ? throw new InvalidOperationException(
                "Grid:Storage:Kind=Azure 还需要 Grid:Storage:Azure:ConnectionString。 · Grid:Storage:Kind=Azure also wants Grid:Storage:Azure:ConnectionString.")
            : storage;
    }
}
