using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Ledger;

/// <summary>
/// The history index of one bucket: blocks of commands that have left the records of their objects. What left since the last
/// checkpoint waits here and is written with the next; the rest is in the store.
/// </summary>
/// <remarks>What waits is bounded as checkpoints are: a command of the journal's tail takes 32 bytes at most.</remarks>
internal sealed class HistoryIndex(ILedgerStore store, int bucket)
{
    private readonly Dictionary<string, List<ImmutableArray<CommandMark>>> waiting = new(StringComparer.Ordinal);

    /// <summary>An object has a new record, which came of the one before by one command at most.</summary>
    public void Changed(string subject, CommandMarks before, CommandMarks after)
    {
        if (before.LeftIn(after) is not { IsEmpty: false } left)
            return;
        if (!waiting.TryGetValue(subject, out var blocks))
            waiting.Add(subject, blocks = []);
        blocks.Add(left);
    }

    /// <summary>What waits to be written, by now. Each object's blocks are in order.</summary>
    public List<(string Subject, ImmutableArray<CommandMark> Marks)> Waiting() =>
        [.. waiting.SelectMany(w => w.Value.Select(marks => (w.Key, marks)))];

    /// <summary>These are in the store.</summary>
    public void Written(List<(string Subject, ImmutableArray<CommandMark> Marks)> blocks)
    {
        foreach (var (subject, marks) in blocks)
        {
            waiting[subject].Remove(marks);
            if (waiting[subject].Count == 0)
                waiting.Remove(subject);
        }
    }

    /// <summary>
    /// Marks of an object that have left its record, oldest first: whole blocks, from the one on that holds what follows a version.
    /// </summary>
    /// <param name="subject">The object.</param>
    /// <param name="afterVersion">Blocks that end there or earlier are left out.</param>
    /// <param name="limit">So many marks that follow the version are enough.</param>
    /// <exception cref="InvalidDataException">A block is damaged, or one between two others is missing.</exception>
    public async Task<ImmutableArray<CommandMark>> Read(string subject, int afterVersion, int limit)
    {
        // First what waits: nothing goes from here before it is in the store.
        ImmutableArray<CommandMark>[] unwritten = waiting.TryGetValue(subject, out var blocks) ? [.. blocks] : [];
        // The first block may hold one mark that is wanted and many that are not.
        var blocksMax = 1 + ((limit + CommandMarks.BlockLength - 1) / CommandMarks.BlockLength);
        var stored = await store.ReadHistory(bucket, subject, afterVersion, blocksMax, CancellationToken.None);
        var marks = ImmutableArray.CreateBuilder<CommandMark>((stored.Count + unwritten.Length) * CommandMarks.BlockLength);
        foreach (var block in stored)
            Add(HistoryBlockCodec.Read(block));
        var reached = stored.Count > 0 ? stored[^1].Version : afterVersion;
        foreach (var left in stored.Count < blocksMax ? unwritten : [])
        {
            if (left[^1].Version > reached)
                Add(left);
        }
        return marks.ToImmutable();

        void Add(ImmutableArray<CommandMark> block)
        {
            var before = block[0].Version - block[0].Events;
            if (marks.Count > 0 && marks[^1].Version != before)
                throw new InvalidDataException($"The history index of {subject} lacks the versions {marks[^1].Version + 1} to {before}.");
            marks.AddRange(block);
        }
    }
}
