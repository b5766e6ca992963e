using System.ComponentModel.DataAnnotations;
using Microsoft.Data.Sqlite;

namespace SalesGrid.Storage.Sqlite;

/// <summary>Where the embedded ledger lies and how much it may take at once.</summary>
public sealed class SqliteLedgerOptions
{
    /// <value>Folder of the ledger, created when missing. One process at a time. Default <c>data</c> below the working directory.</value>
    [Required]
    public string Folder { get; init; } = "data";

    /// <value>
    /// Writes that may wait for the writer, 1 to 1,000,000. Default 4,096: four for every bucket there can be.
    /// A caller beyond it waits for room; nothing is dropped.
    /// </value>
    [Range(1, 1_000_000)]
    public int WaitingWritesMax { get; init; } = 4096;

    /// <value>Appends merged into one transaction, 1 to 100,000. Default 1,024, one for every bucket there can be.</value>
    [Range(1, 100_000)]
    public int AppendsPerTransactionMax { get; init; } = 1024;

    /// <value>Heads written in one transaction, 1 to 100,000. Default 500: appends wait behind it for some 10 ms.</value>
    [Range(1, 100_000)]
    public int HeadsPerTransactionMax { get; init; } = 500;

    /// <value>Connections that read at the same time, 1 to 64. Default 4; a reader beyond it waits for one.</value>
    [Range(1, 64)]
    public int ReadersMax { get; init; } = 4;

    /// <summary>Called with every connection the writer opens; tests make the disk full with it.</summary>
    internal Action<SqliteConnection>? WriterOpened { get; init; }
}
