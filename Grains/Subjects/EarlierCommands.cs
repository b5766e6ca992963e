using System.Collections.Immutable;
using SalesGrid.Ledger;

namespace SalesGrid.Subjects;

/// <summary>
/// Recognises the commands of an object that are no longer in its record. The hashes of their ids are kept while the object is
/// active, so that a new id costs no question to the store; only one that may be known is looked up in the history index.
/// </summary>
/// <remarks>
/// Begun when the first marks leave the record. After a later activation filled from the index, at the object's first command; kept current from then on.
/// 5 to 11 bytes a command: some 1 MB for an object with 100,000 of them.
/// </remarks>
internal sealed class EarlierCommands(string subject, ILedgerGrain ledger)
{
    /// <summary>Marks asked for at once, 256 KB.</summary>
    private const int MarksAtOnce = 256 * CommandMarks.BlockLength;

    private readonly HashedIds ids = new();
    private int version;

    /// <summary>The mark of a command that has left a record; null where there is none.</summary>
    /// <param name="marks">The marks still in the record.</param>
    /// <param name="commandHash">XxHash3 of the command id.</param>
    public async ValueTask<CommandMark?> Find(CommandMarks marks, ulong commandHash)
    {
        while (version < marks.AfterVersion)
        {
            var after = version;
            Add(Follows(await ledger.Marks(subject, after, MarksAtOnce), after));
        }
        return ids.MayContain(commandHash) ? await LookUp(marks.AfterVersion, commandHash) : null;
    }

    /// <summary>Marks left the record. Those that do not follow what is known are read from the index when they are needed.</summary>
    public void Add(ImmutableArray<CommandMark> marks)
    {
        if (marks.IsEmpty || marks[0].Version - marks[0].Events != version)
            return;
        foreach (var mark in marks)
            ids.Add(mark.CommandHash);
        version = marks[^1].Version;
    }

    private async ValueTask<CommandMark?> LookUp(int upTo, ulong commandHash)
    {
        for (var after = 0; after < upTo;)
        {
            var marks = Follows(await ledger.Marks(subject, after, MarksAtOnce), after);
            foreach (var mark in marks)
            {
                if (mark.CommandHash == commandHash)
                    return mark;
            }
            after = marks[^1].Version;
        }
        return null;
    }

    // Taking an old command for a new one because its mark is lost would be a second act: better none.
    private ImmutableArray<CommandMark> Follows(ImmutableArray<CommandMark> marks, int after) =>
        marks is [var first, ..] && first.Version - first.Events == after
            ? marks
            : throw new InvalidDataException($"The history index of {subject} lacks what follows version {after}.");
}
