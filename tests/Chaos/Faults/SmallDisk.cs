using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace SalesGrid.Chaos.Faults;

/// <summary>A disk that can be filled to the last byte and freed again.</summary>
/// <remarks>
/// A file system of limited size in memory, where this program may mount one (as root). Elsewhere the process itself is
/// forbidden to let any file grow; that meets the same writes, with another error (EFBIG for ENOSPC).
/// </remarks>
internal sealed class SmallDisk
{
    private const long SizeBytes = 192L * 1024 * 1024;

    private readonly string ballast;

    private SmallDisk(string folder, bool mounted) => (Folder, IsMounted, ballast) = (folder, mounted, Path.Combine(folder, "ballast"));

    public string Folder { get; }

    /// <summary>True for a file system of its own, false where processes are limited instead.</summary>
    public bool IsMounted { get; }

    /// <summary>How it is made, for reports.</summary>
    public string Way => IsMounted ? "a tmpfs of 192 MiB, filled by a ballast file" : "prlimit --fsize on the live process (mounting is not allowed here)";

    public static SmallDisk Create(string folder)
    {
        Directory.CreateDirectory(folder);
        return new(folder, Run("mount", "-t", "tmpfs", "-o", $"size={SizeBytes}", "tmpfs", folder));
    }

    /// <summary>Makes every further byte one too many.</summary>
    /// <param name="processId">The process that writes there.</param>
    public void Fill(int processId)
    {
        CutLog();
        if (!IsMounted)
        {
            // The log is written from its beginning again and again: any file of a ledger is larger than a page or two.
            Run("prlimit", $"--pid={processId}", "--fsize=4096:unlimited");
            return;
        }
        using var file = new FileStream(ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[256 * 1024];
        for (var size = block.Length; size >= 512;)
        {
            try
            {
                file.Write(block, 0, size);
            }
            catch (IOException)
            {
                // Full for a piece of this size; the rest takes smaller ones.
                size /= 2;
            }
        }
    }

    /// <summary>Makes room again.</summary>
    public void Free(int processId)
    {
        if (IsMounted)
            File.Delete(ballast);
        else
            Run("prlimit", $"--pid={processId}", "--fsize=unlimited:unlimited");
    }

    /// <summary>Gives the memory back.</summary>
    public void Remove()
    {
        if (IsMounted)
            Run("umount", "-l", Folder);
    }

    /// <summary>
    /// SQLite writes its log from the beginning again and again, into room the file has already: for a while a full disk
    /// would not be noticed. Cut back first, the very next write needs room.
    /// </summary>
    private void CutLog()
    {
        var path = Path.Combine(Folder, "ledger.db");
        if (!File.Exists(path))
            return;
        try
        {
            using var connection = new SqliteConnection($"Data Source={path};Pooling=False;Default Timeout=2");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // Busy, or the process is just starting: the fault bites later, then.
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
