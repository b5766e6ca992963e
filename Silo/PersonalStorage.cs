using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using Orleans.Storage;
using SalesGrid.Personal;
using SalesGrid.Storage;
using SalesGrid.Storage.GrainState;

namespace SalesGrid.Silo;

/// <summary>Where state lies that is nobody's evidence, and so not the ledger's: beside the ledger, on the same medium.</summary>
public static class PersonalStorage
{
    /// <summary>Name of the file beside an embedded ledger.</summary>
    public const string FileName = "personal.db";

    /// <summary>Adds the storage for a ledger on this medium.</summary>
    public static ISiloBuilder AddPersonalStorage(this ISiloBuilder silo, LedgerStoreOptions ledger)
    {
        switch (ledger.Kind)
        {
            case LedgerStoreKind.Azure:
                silo.AddAzureBlobGrainStorage(PersonalState.Provider, options =>
                {
                    options.ContainerName = ContainerBeside(ledger.Azure.ContainerName);
                    options.BlobServiceClient = new BlobServiceClient(ledger.Azure.ConnectionString);
                });
                break;
            case LedgerStoreKind.Memory:
                silo.AddMemoryGrainStorage(PersonalState.Provider);
                break;
            default:
                silo.Services.AddGrainStorage(PersonalState.Provider, (services, _) => new SqliteGrainStorage(
                    Path.Combine(Directory.CreateDirectory(ledger.Sqlite.Folder).FullName, FileName), services.GetRequiredService<IGrainStorageSerializer>()));
                break;
        }
        return silo;
    }

    /// <summary>A container of its own: the ledger's holds nothing but the journal. A name has at most 63 characters.</summary>
    private static string ContainerBeside(string ledger) => $"{ledger[..Math.Min(ledger.Length, 54)].TrimEnd('-')}-personal";
}
