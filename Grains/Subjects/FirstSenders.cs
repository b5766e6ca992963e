using System.Collections.Immutable;
using SalesGrid.Ledger;

namespace SalesGrid.Subjects;

/// <summary>
/// Who sent a command first. A mark does not say so, to be small: the ledger does, in the command's first entry. It is read only where
/// an id is met again.
/// </summary>
internal static class FirstSenders
{
    /// <summary>Who sent the commands of these marks, in their order. Each journal record is read once, however many of them it holds.</summary>
    /// <param name="ledger">The writer of their bucket.</param>
    /// <param name="marks">Marks of one bucket.</param>
    /// <exception cref="InvalidDataException">The journal lacks one of them.</exception>
    public static async Task<ImmutableArray<string>> Of(ILedgerGrain ledger, IReadOnlyCollection<CommandMark> marks)
    {
        if (marks.Count == 0)
            return [];
        var entries = await ledger.Entries([.. marks.Select(m => m.FirstSeq).Distinct().Order()]);
        var actors = entries.ToDictionary(e => e.Seq, e => e.Actor);
        return [.. marks.Select(m => actors[m.FirstSeq])];
    }

    /// <summary>True for a command that whoever sent it first sends again.</summary>
    /// <param name="envelope">What goes with it now.</param>
    /// <param name="first">Who sent it first.</param>
    public static bool IsSame(Envelope envelope, string first) => SubjectId.Same(first, envelope.Actor);
}
