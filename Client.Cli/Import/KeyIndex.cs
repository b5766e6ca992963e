namespace SalesGrid.Import;

/// <summary>What the rows of a reference table are called, and under which id each is registered.</summary>
/// <param name="file">The table's file, for messages.</param>
public sealed class KeyIndex(string file)
{
    /// <summary>Most keys of one table. Reference tables are held in memory; opportunities are not.</summary>
    public const int MaxKeys = 2_000_000;

    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);

    /// <summary>The table's file.</summary>
    public string File => file;

    /// <summary>Number of keys.</summary>
    public int Count => ids.Count;

    /// <summary>Adds a row's key; the first of several rows with one key counts. False when there are too many.</summary>
    public bool Add(string key, string id)
    {
        if (ids.Count == MaxKeys)
            return false;
        // A key that is its own id is kept once.
        ids.TryAdd(key, key == id ? key : id);
        return true;
    }

    /// <summary>The id of the row with a key; null when there is none.</summary>
    public string? IdOf(ReadOnlySpan<char> key) =>
        ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var id) ? id : null;
}
