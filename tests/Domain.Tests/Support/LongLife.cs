using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

/// <summary>
/// An opportunity that is opened and then given commands of these many events, its ledger with checkpoints and crashes in between, and beside it what a plain
/// list of its commands would be.
/// </summary>
internal sealed class LongLife
{
    public const string Subject = "opportunity/OPP-1";

    private readonly List<SubjectRecord> heads = [];

    public LongLife(IEnumerable<LifeStep> steps)
    {
        Store = new([], pieces: Blocks);
        Pieces = new(Store, TestBucket.Number);
        Bucket.Take("OPP-1", new(new OpenOpportunity(World.Full, World.Wang.Id), 0));
        foreach (var step in steps)
            Take(step);
    }

    public TestBucket Bucket { get; } = new();

    /// <summary>What lies in the store.</summary>
    public List<HeadPiece> Blocks { get; } = [];

    public JournalInAList Store { get; }

    /// <summary>What lies beside the heads, as the ledger has it.</summary>
    public HeadPieces Pieces { get; private set; }

    public CommandMarks Kept => Bucket.Records.TryGetValue(Subject, out var record) ? record.Commands : default;

    /// <summary>Entries up to here are in heads.</summary>
    public long Checkpoint { get; private set; }

    /// <summary>Every command of the object, told from nothing but the entries.</summary>
    public List<CommandMark> Commands =>
    [
        .. Bucket.Entries.Where(e => e.Subject == Subject).GroupBy(e => e.CommandId).Select(c => new CommandMark(
            CommandMark.HashOf(c.Key), c.First().Fingerprint, c.Last().Version, c.Count(), c.First().Seq)),
    ];

    private void Take(LifeStep step)
    {
        switch (step)
        {
            case LifeStep.Checkpoint:
            case LifeStep.BlocksAlone:
                // The second dies when the blocks are written and the heads are not.
                var waiting = Pieces.All();
                var written = waiting.Select(w => w.Piece.Write(w.Subject)).ToList();
                // One that comes again says the same.
                Assert.All(written, w => Assert.DoesNotContain(Blocks, b => b.Number == w.Number && !b.Data.Span.SequenceEqual(w.Data.Span)));
                Blocks.AddRange(written.Where(w => !Blocks.Exists(b => b.Number == w.Number)));
                Pieces.Written(waiting);
                if (step == LifeStep.Checkpoint && Bucket.Records.TryGetValue(Subject, out var record))
                {
                    heads.Add(record);
                    Checkpoint = Bucket.LastSeq;
                }
                break;
            case LifeStep.Crash:
                Recover();
                break;
            default:
                var before = Kept;
                var events = Enumerable.Range(0, (int)step).Select(i => (OpportunityEvent)new ActivityRecorded("call", $"part {i}", World.Today));
                Bucket.Commit(OpportunityKind.Kind, "OPP-1", [.. events], (state, e, at) => state.Evolve(e, at));
                Pieces.Changed(Subject, before, Bucket.Records[Subject]);
                // Another object in between; it moves the numbers on.
                Bucket.Take("OPP-2", new(new OpenOpportunity(World.Full, World.Li.Id), 0));
                break;
        }
    }

    /// <summary>What the next ledger does: the head, and the entries after the checkpoint on it.</summary>
    private void Recover()
    {
        Pieces = new(Store, TestBucket.Number);
        var record = heads.Count == 0 ? null : heads[^1];
        foreach (var entry in Bucket.Entries.Where(e => e.Subject == Subject && e.Seq > Checkpoint))
        {
            var folded = OpportunityKind.Kind.Fold(record, entry);
            Pieces.Changed(Subject, record?.Commands ?? default, folded);
            record = folded;
        }
        Assert.Equal(Kept, record?.Commands ?? default);
    }
}

/// <summary>What happens next in a long life. The numbers are commands of so many events.</summary>
internal enum LifeStep
{
    OneEvent = 1,
    TwoEvents = 2,
    FourEvents = 4,
    Checkpoint,
    BlocksAlone,
    Crash,
}

/// <summary>A ledger that can only be asked for marks.</summary>
internal sealed class LedgerOfMarks(LongLife life) : ILedgerGrain
{
    public int Asked { get; private set; }

    public Task<ImmutableArray<CommandMark>> Marks(string subject, int afterVersion, int limit)
    {
        Asked++;
        return life.Pieces.Marks(subject, afterVersion, limit);
    }

    public Task<AppendReply> Append(AppendRequest request) => throw new NotSupportedException();

    public Task<StoredSubject?> Load(string subject) => throw new NotSupportedException();

    public Task<long> CommittedSeq() => throw new NotSupportedException();

    public Task<ConfirmedVersion> Confirm(string subject) => throw new NotSupportedException();

    public Task<ReservationRange> Reservations(string subject, long from, long to, int most) => throw new NotSupportedException();

    public Task<ImmutableArray<HistoryEntry>> Entries(ImmutableArray<long> seqs) => throw new NotSupportedException();

    public Task<ImmutableArray<LedgerLine>> Lines(ImmutableArray<long> seqs) => throw new NotSupportedException();

    public Task Checkpoint() => throw new NotSupportedException();
}
