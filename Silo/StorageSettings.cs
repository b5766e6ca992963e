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
    public static LedgerStoreOptions Read(IConfigurationManager configuration)
    {
        configuration["Grid:Storage:Sqlite:Folder"] ??= DataFolder(configuration);
        return configuration.GetSection("Grid:Storage").Get<LedgerStoreOptions>() ?? new();
    }
}
