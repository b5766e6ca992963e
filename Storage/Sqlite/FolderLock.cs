using System.Globalization;

namespace SalesGrid.Storage.Sqlite;

/// <summary>Makes this process the only one that uses a data folder.</summary>
/// <remarks>
/// The operating system holds the lock for the open file (flock on Linux), so it goes with the process, however that
/// dies. Who holds it stands in a second file, because nobody else can read the locked one. A network file system may
/// not lock at all: keep the folder on a local disk.
/// </remarks>
internal sealed class FolderLock : IDisposable
{
    private const int LockedOnLinux = 11;
    private const int LockedOnMac = 35;
    private const int LockedOnWindows = unchecked((int)0x80070020);

    private readonly FileStream held;

    private FolderLock(FileStream held) => this.held = held;

    /// <exception cref="IOException">Another process uses the folder; the message names both.</exception>
    public static FolderLock Take(string folder)
    {
        var owner = Path.Combine(folder, "ledger.owner");
        FileStream stream;
        try
        {
            stream = new FileStream(Path.Combine(folder, "ledger.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException busy) when (busy.HResult is LockedOnLinux or LockedOnMac or LockedOnWindows)
        {
            throw new IOException(
                $"The data folder {folder} is in use by {Owner(owner)}. Stop that process, or give this one a folder of its own.", busy);
        }

        File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new FolderLock(stream);
    }

    public void Dispose() => held.Dispose();

    private static string Owner(string file)
    {
        try
        {
            return $"process {File.ReadAllText(file)}";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
