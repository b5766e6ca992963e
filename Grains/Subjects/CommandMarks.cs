using System.Collections;
using System.Runtime.CompilerServices;

namespace SalesGrid.Subjects;

/// <summary>The last commands an object carried out, oldest first: at most <see cref="Max"/>. Never changes once made.</summary>
/// <remarks>
/// Kept in chunks that later lists share: one more command copies at most one chunk, not all that is remembered. An object
/// everybody writes to has a thousand marks, 32 KB.
/// </remarks>
[Immutable, CollectionBuilder(typeof(CommandMarks), nameof(Create))]
public readonly struct CommandMarks : IReadOnlyList<CommandMark>, IEquatable<CommandMarks>
{
    /// <summary>
    /// How many commands an object remembers. An older command id sent again would be taken for a new command; at that
    /// distance an expected version is the caller's protection.
    /// </summary>
    public const int Max = 1_000;

    private const int ChunkLength = 32;

    /// <summary>Full chunks beside the last one: as many as <see cref="Max"/> marks can lie in.</summary>
    private const int FullMax = (Max + ChunkLength - 1) / ChunkLength;

    // Null where there are none, so that an object with few commands pays for nothing but its marks.
    private readonly CommandMark[][]? full;
    private readonly CommandMark[]? last;

    private CommandMarks(CommandMark[][]? full, CommandMark[]? last) => (this.full, this.last) = (full, last);

    /// <summary>How many there are.</summary>
    public int Count => Math.Min(Held, Max);

    /// <summary>A mark, the oldest at 0.</summary>
    public CommandMark this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var at = index + Held - Count;
            var chunk = at / ChunkLength;
            return chunk < FullCount ? full![chunk][at % ChunkLength] : last![at - (FullCount * ChunkLength)];
        }
    }

    private int FullCount => full?.Length ?? 0;

    /// <summary>Marks in the chunks: more than count where the oldest chunk is only partly wanted.</summary>
    private int Held => (FullCount * ChunkLength) + (last?.Length ?? 0);

    /// <summary>These marks; only the last of them where they are too many.</summary>
    public static CommandMarks Create(ReadOnlySpan<CommandMark> marks)
    {
        marks = marks[Math.Max(0, marks.Length - Max)..];
        if (marks.IsEmpty)
            return default;
        var chunks = new CommandMark[(marks.Length - 1) / ChunkLength][];
        for (var i = 0; i < chunks.Length; i++)
            chunks[i] = marks.Slice(i * ChunkLength, ChunkLength).ToArray();
        return new(chunks.Length == 0 ? null : chunks, marks[(chunks.Length * ChunkLength)..].ToArray());
    }

    /// <summary>These and one more; the oldest is forgotten where they would be too many.</summary>
    public CommandMarks Add(CommandMark mark)
    {
        if (last is null)
            return new(null, [mark]);
        if (last.Length < ChunkLength)
            return new(full, [.. last, mark]);
        var kept = full is null ? default : full.AsSpan(full.Length == FullMax ? 1 : 0);
        return new([.. kept, last], [mark]);
    }

    /// <summary>These with another last one.</summary>
    public CommandMarks ReplaceLast(CommandMark mark) => new(full, [.. last.AsSpan(0, last!.Length - 1), mark]);

    /// <summary>The mark of a command; null where it is not among them.</summary>
    /// <param name="commandHash">XxHash3 of the command id.</param>
    public CommandMark? Find(ulong commandHash)
    {
        // A retry is almost always of the last command or one near it.
        var left = Count;
        for (var chunk = FullCount; chunk >= 0 && left > 0; chunk--)
        {
            var marks = chunk == FullCount ? last : full![chunk];
            for (var i = marks!.Length - 1; i >= 0 && left > 0; i--, left--)
            {
                if (marks[i].CommandHash == commandHash)
                    return marks[i];
            }
        }
        return null;
    }

    /// <inheritdoc/>
    public IEnumerator<CommandMark> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(CommandMarks other) => Count == other.Count && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CommandMarks other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Count == 0 ? 0 : HashCode.Combine(Count, this[Count - 1]);

    /// <summary>The same marks.</summary>
    public static bool operator ==(CommandMarks left, CommandMarks right) => left.Equals(right);

    /// <summary>Other marks.</summary>
    public static bool operator !=(CommandMarks left, CommandMarks right) => !left.Equals(right);
}
