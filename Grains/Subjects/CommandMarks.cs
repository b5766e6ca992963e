using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SalesGrid.Subjects;

/// <summary>The newest commands an object carried out, oldest first: at most <see cref="Max"/>. Never changes once made.</summary>
/// <remarks>
/// Earlier ones leave in blocks of <see cref="BlockLength"/>, counted from the object's first command: which commands a block
/// holds never depends on when it was written. They go to the history index, which does not lie in the head. One more command
/// copies at most one block.
/// </remarks>
[Immutable, CollectionBuilder(typeof(CommandMarks), nameof(Create))]
public readonly struct CommandMarks : IReadOnlyList<CommandMark>, IEquatable<CommandMarks>
{
    /// <summary>Commands in a block.</summary>
    public const int BlockLength = 32;

    /// <summary>Most commands kept here, some 2 KB.</summary>
    public const int Max = 2 * BlockLength;

    // Null where there are none, so that an object with few commands pays for nothing but its marks.
    private readonly CommandMark[]? block;
    private readonly CommandMark[]? last;

    private CommandMarks(CommandMark[]? block, CommandMark[]? last) => (this.block, this.last) = (block, last);

    /// <summary>How many there are.</summary>
    public int Count => (block?.Length ?? 0) + (last?.Length ?? 0);

    /// <summary>The object's version before the first of them: what lies up to there is in the history index. 0 when these are all.</summary>
    public int AfterVersion => Count == 0 ? 0 : this[0].Version - this[0].Events;

    /// <summary>A mark, the oldest at 0.</summary>
    public CommandMark this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return block is null ? last![index] : index < BlockLength ? block[index] : last![index - BlockLength];
        }
    }

    /// <summary>These marks.</summary>
    /// <exception cref="ArgumentException">They are more than <see cref="Max"/>.</exception>
    public static CommandMarks Create(ReadOnlySpan<CommandMark> marks) => marks.Length switch
    {
        0 => default,
        <= BlockLength => new(null, marks.ToArray()),
        <= Max => new(marks[..BlockLength].ToArray(), marks[BlockLength..].ToArray()),
        _ => throw new ArgumentException($"A record keeps at most {Max} marks, not {marks.Length}.", nameof(marks)),
    };

    /// <summary>These and one more; where there is no room the oldest block leaves (<see cref="LeftIn"/>).</summary>
    public CommandMarks Add(CommandMark mark) => last switch
    {
        null => new(null, [mark]),
        { Length: < BlockLength } => new(block, [.. last, mark]),
        _ => new(last, [mark]),
    };

    /// <summary>These with another last one.</summary>
    public CommandMarks ReplaceLast(CommandMark mark) => new(block, [.. last.AsSpan(0, last!.Length - 1), mark]);

    /// <summary>The block that is no longer in <paramref name="next"/>, which came of these by one command at most; empty when none left.</summary>
    public ImmutableArray<CommandMark> LeftIn(CommandMarks next) =>
        next.AfterVersion > AfterVersion ? ImmutableCollectionsMarshal.AsImmutableArray(block) : [];

    /// <summary>The mark of a command; null where it is not among them.</summary>
    /// <param name="commandHash">XxHash3 of the command id.</param>
    // A retry is almost always of the last command or one near it.
    public CommandMark? Find(ulong commandHash) => Find(last, commandHash) ?? Find(block, commandHash);

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

    private static CommandMark? Find(CommandMark[]? marks, ulong commandHash)
    {
        for (var i = (marks?.Length ?? 0) - 1; i >= 0; i--)
        {
            if (marks![i].CommandHash == commandHash)
                return marks[i];
        }
        return null;
    }
}
