using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using SalesGrid.Subjects;

namespace SalesGrid.Ledger;

/// <summary>
/// Holds the history index of a bucket against its journal: every block in the store says what the entries say, and none is
/// missing that has left its record by the checkpoint.
/// </summary>
/// <remarks>Folds the entries by itself. It keeps some hundred bytes an object and some ten for each block, not the commands.</remarks>
internal sealed class HistoryAudit
{
    private readonly Dictionary<string, Life> lives = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Subject, int Version), ulong> blocks = [];
    private readonly Action<string> report;
    private readonly long checkpoint;

    private HistoryAudit(Action<string> report, long checkpoint) => (this.report, this.checkpoint) = (report, checkpoint);

    /// <summary>Reads the index. The journal must be read after it: what a block says is in the journal before the block is written.</summary>
    public static async Task<HistoryAudit> Begin(ILedgerStore store, int bucket, Action<string> report, CancellationToken cancellationToken)
    {
        // In this order: a block that has left its record by this checkpoint is there by now.
        var audit = new HistoryAudit(report, await store.ReadCheckpoint(bucket, cancellationToken));
        await foreach (var block in store.ReadPieces(bucket, PieceKind.History, cancellationToken))
        {
            try
            {
                audit.blocks[(block.Subject, (int)block.Number)] = HistoryBlockCodec.Read(block).Aggregate(0UL, Sum);
            }
            catch (InvalidDataException e)
            {
                report(e.Message);
            }
        }
        return audit;
    }

    /// <summary>Takes the next entry of the journal.</summary>
    public void Add(LedgerEntry entry)
    {
        var life = CollectionsMarshal.GetValueRefOrAddDefault(lives, entry.Subject, out _) ??= new();
        var hash = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(entry.CommandId));
        if (life.Commands > 0 && life.Last.CommandHash == hash && life.Last.FirstSeq + life.Last.Events == entry.Seq)
        {
            life.Last = life.Last with { Version = entry.Version, Events = life.Last.Events + 1 };
            return;
        }
        // The command before is whole now.
        if (life.Commands > 0)
            life.Sum = Sum(life.Sum, life.Last);
        if (life.Commands > 0 && life.Commands % CommandMarks.BlockLength == 0)
        {
            // This command took the place of the block before the one that ends here.
            if (life.Missing > 0 && entry.Seq <= checkpoint)
                report($"The history index lacks the block of {entry.Subject} that ends at version {life.Missing}.");
            var isThere = blocks.Remove((entry.Subject, life.Last.Version), out var sum);
            if (isThere && sum != life.Sum)
                report($"The block of {entry.Subject} that ends at version {life.Last.Version} in the history index is not what the journal says.");
            life.Missing = isThere ? 0 : life.Last.Version;
            life.Sum = 0;
        }
        life.Commands++;
        life.Last = new(hash, entry.Fingerprint, entry.Version, 1, entry.Seq);
    }

    /// <summary>The journal ends here.</summary>
    public void End()
    {
        foreach (var (subject, version) in blocks.Keys)
            report($"The history index has a block of {subject} that ends at version {version}, where the journal has none.");
    }

    private static ulong Sum(ulong sum, CommandMark mark) =>
        XxHash3.HashToUInt64(MemoryMarshal.AsBytes<ulong>([sum, mark.CommandHash, mark.Fingerprint, (ulong)mark.Version, (ulong)mark.Events, (ulong)mark.FirstSeq]));

    /// <summary>What is known of an object so far.</summary>
    private sealed class Life
    {
        public int Commands { get; set; }

        public CommandMark Last { get; set; }

        /// <summary>Of the commands of the current block that are whole.</summary>
        public ulong Sum { get; set; }

        /// <summary>The version the last whole block ends at when it is not in the index; 0 when it is, or there is none.</summary>
        public int Missing { get; set; }
    }
}
