using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Ledger;

/// <summary>The history index: blocks of commands that have left the records of their objects.</summary>
internal static class HistoryIndex
{
    /// <summary>
    /// Marks of an object that have left its record, oldest first: whole blocks, from the one on that holds what follows a version.
    /// </summary>
    /// <param name="pieces">The pieces of its bucket.</param>
    /// <param name="subject">The object.</param>
    /// <param name="afterVersion">Blocks that end there or earlier are left out.</param>
    /// <param name="limit">So many marks that follow the version are enough.</param>
    /// <exception cref="InvalidDataException">A block is damaged, or one between two others is missing.</exception>
    public static async Task<ImmutableArray<CommandMark>> Marks(this HeadPieces pieces, string subject, int afterVersion, int limit)
    {
        // The first block may hold one mark that is wanted and many that are not.
        var blocksMax = 1 + ((limit + CommandMarks.BlockLength - 1) / CommandMarks.BlockLength);
        var page = await pieces.Read(subject, PieceKind.History, afterVersion + 1L, int.MaxValue, blocksMax);
        var marks = ImmutableArray.CreateBuilder<CommandMark>(page.Pieces.Count * CommandMarks.BlockLength);
        foreach (var (waiting, stored) in page.Pieces)
        {
            var block = waiting is LeftMarks left ? left.Marks : HistoryBlockCodec.Read(stored!);
            var before = block[0].Version - block[0].Events;
            if (marks.Count > 0 && marks[^1].Version != before)
                throw new InvalidDataException($"The history index of {subject} lacks the versions {marks[^1].Version + 1} to {before}.");
            marks.AddRange(block);
        }
        return marks.ToImmutable();
    }
}
