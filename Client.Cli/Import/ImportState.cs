using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesGrid.Reporting;

namespace SalesGrid.Import;

/// <summary>
/// How far an import got. A convenience only: where it is missing, stale or torn the import starts at the first row, and the grid
/// answers for every row it has already.
/// </summary>
/// <param name="Ledger">The ledger the rows went into: another grid at the same address has none of them.</param>
/// <param name="Identity">Hash of what decided how rows are read: the mapping file.</param>
/// <param name="Tables">The tables, in the order they are brought in.</param>
/// <param name="RejectsPath">The rejects file.</param>
/// <param name="RejectsLength">Its length when this was written.</param>
public sealed record ImportState(
    string Ledger,
    string Identity,
    IReadOnlyList<TableState> Tables,
    string RejectsPath,
    long RejectsLength)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>
    /// Where the state lies when nothing else is asked: with the user's application data, named after folder, mapping and server.
    /// Not in the imported folder, which may be read-only or somebody else's.
    /// </summary>
    public static string DefaultPath(string folder, string mappingPath, Uri server)
    {
        var key = string.Join('\n', Path.GetFullPath(folder), Path.GetFullPath(mappingPath), server.AbsoluteUri);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 12));
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(data.Length > 0 ? data : Path.GetTempPath(), "SalesGrid", "import", $"{name}.json");
    }

    /// <summary>The state in a file; null when there is none that can be read.</summary>
    public static ImportState? Load(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<ImportState>(File.ReadAllBytes(path), Json) : null;
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Puts the state in place of the one before, in one step: a kill leaves either the one or the other.</summary>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = path + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this, Json));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>True when it tells of the same rows going into the same ledger.</summary>
    public bool Fits(string ledger, string identity, IReadOnlyList<ImportTable> tables) =>
        Ledger == ledger && Identity == identity && Tables.Count == tables.Count
        && Tables.Zip(tables).All(pair => pair.First.Fingerprint == pair.Second.Fingerprint);
}

/// <summary>How far one table got.</summary>
/// <param name="Fingerprint">What its rows were.</param>
/// <param name="Totals">What became of its rows from the first on; <see cref="TableTotals.Read"/> is where to go on.</param>
public sealed record TableState(string Fingerprint, TableTotals Totals);
