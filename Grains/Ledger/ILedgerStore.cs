namespace SalesGrid.Ledger;

/// <summary>
/// Where a ledger lies. One journal of records, one set of heads and the pieces beside them for each bucket.
/// </summary>
/// <remarks>
/// <para>
/// A store knows bytes, positions and fences; it never looks inside a record, a head or a piece. What every store must hold is
/// written down as a conformance suite and runs against each of them.
/// </para>
/// <para>
/// Any method may throw when the medium fails. For the two writes that means the outcome is <em>unknown</em>: the write
/// may have happened, may not, or may still happen later. The caller finds out by reading, never by guessing, so a store
/// must not retry a write on its own.
/// </para>
/// </remarks>
public interface ILedgerStore
{
    /// <summary>
    /// Number of buckets of a new ledger that names none. Few where one medium orders all writes anyway, so that each record
    /// holds more; as many as silos may ever share where they are written side by side.
    /// </summary>
    int BucketCountByDefault => 16;

    /// <summary>
    /// Most appends of one silo that are worth having under way at once; how many really are follows how the store answers
    /// (<see cref="AppendGate"/>). 0 where it merges what comes at once by itself: as many as come.
    /// </summary>
    int AppendsAtOnceMax => 0;

    /// <summary>
    /// When heads are written where the settings do not say. Rarely where heads are cheap to read back and a later write
    /// takes many changes of an object, and many neighbours of its page, along; often where each is a request.
    /// </summary>
    CheckpointPace CheckpointByDefault => new(8_000, 150_000, TimeSpan.FromSeconds(10));

    /// <summary>
    /// How long a writer may answer readers from memory once it has seen that its fence is the newest; whoever opens the bucket after it
    /// waits as long before it acknowledges anything, unless the bucket was released. Zero where all writers are in one process.
    /// </summary>
    TimeSpan ReadLease => TimeSpan.Zero;

    /// <summary>Creates the ledger if there is none, and says which one is there.</summary>
    /// <param name="wanted">What to create. Ignored when a ledger exists: its own description wins, bucket count included.</param>
    /// <param name="cancellationToken">Ends the wait, not a write that has begun.</param>
    Task<LedgerDescription> Initialize(LedgerDescription wanted, CancellationToken cancellationToken);

    /// <summary>
    /// Takes over as the writer of a bucket: once this has returned, head writes and appends under an older fence write
    /// nothing, even where the journal still ends as the earlier writer knows it.
    /// </summary>
    /// <remarks>When it throws, the bucket may have been taken over all the same. Opening again is always allowed.</remarks>
    Task<BucketOpening> OpenBucket(int bucket, CancellationToken cancellationToken);

    /// <summary>True when nobody has opened the bucket since the opening that got this fence, read afresh from the medium.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="fence">What <see cref="OpenBucket"/> returned.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<bool> IsNewest(int bucket, long fence, CancellationToken cancellationToken);

    /// <summary>
    /// Says that the writer of this fence answers no readers any more: whoever opens the bucket next need not wait for that. Does nothing
    /// when somebody has opened it since.
    /// </summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="fence">What <see cref="OpenBucket"/> returned.</param>
    /// <param name="cancellationToken">Ends the wait, not a write that has begun.</param>
    Task Release(int bucket, long fence, CancellationToken cancellationToken);

    /// <summary>
    /// Appends one record, durably and whole, if the journal of its bucket ends exactly where the record continues:
    /// at sequence <c>FirstSeq - 1</c> with hash <c>PreviousHash</c>, and nobody has opened the bucket since.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="fence">What <see cref="OpenBucket"/> returned; 0 for a bucket that was never opened.</param>
    /// <param name="cancellationToken">Ends the wait, not a write that has begun.</param>
    /// <returns><see cref="AppendOutcome.Conflict"/> when it ends elsewhere or the fence is an older one; nothing was written then.</returns>
    Task<AppendOutcome> Append(JournalRecord record, long fence, CancellationToken cancellationToken);

    /// <summary>The end of a bucket's journal, read afresh from the medium.</summary>
    Task<JournalTail> ReadTail(int bucket, CancellationToken cancellationToken);

    /// <summary>
    /// The records of a bucket in order, from the one that holds <paramref name="fromSeq"/> (so its first entries may
    /// lie before it) up to the end of the journal at the time of the call. Empty when the journal ends earlier.
    /// </summary>
    IAsyncEnumerable<JournalRecord> ReadJournal(int bucket, long fromSeq, CancellationToken cancellationToken);

    /// <summary>
    /// The records that hold these entries, each once, in order. For entries that lie far apart: it costs what they are, not what
    /// lies between them, as far as the medium can.
    /// </summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="seqs">Sequences, ascending. Those behind the end of the journal are passed over.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<JournalRecord> ReadRecords(int bucket, IReadOnlyList<long> seqs, CancellationToken cancellationToken);

    /// <summary>
    /// Writes pieces and heads, and moves the checkpoint. They may land in several steps, each atomic: first the
    /// pieces in the order given, then the heads, and the checkpoint moves in the last. A step under an old fence, or of an earlier turn
    /// than one that has begun, writes nothing, and no head is ever replaced by one with a lower sequence.
    /// </summary>
    /// <remarks>Pieces go first because a head no longer holds what is in them: a head without its pieces would have lost it.</remarks>
    /// <param name="bucket">The bucket.</param>
    /// <param name="fence">What <see cref="OpenBucket"/> returned.</param>
    /// <param name="turn">Counts the writes under a fence, from 1: one that lands after a later one must not undo what that one wrote.</param>
    /// <param name="pieces">Pieces, each once. One without data removes the piece.</param>
    /// <param name="heads">At most one head for each subject.</param>
    /// <param name="checkpointSeq">Every entry up to this sequence is included in some head once this returns true.</param>
    /// <param name="cancellationToken">Ends the wait, not a write that has begun.</param>
    /// <returns>False when another writer has opened the bucket since, or a later turn has begun.</returns>
    Task<bool> WriteHeads(
        int bucket, long fence, long turn, IReadOnlyList<HeadPiece> pieces, IReadOnlyList<Head> heads, long checkpointSeq, CancellationToken cancellationToken);

    /// <summary>The checkpoint of a bucket: the sequence up to which its heads hold everything. 0 when none was written.</summary>
    Task<long> ReadCheckpoint(int bucket, CancellationToken cancellationToken);

    /// <summary>
    /// All heads of a bucket, in no particular order. Not a snapshot: a head written meanwhile may be seen old or new,
    /// each at the sequence it is stamped with.
    /// </summary>
    IAsyncEnumerable<Head> ReadHeads(int bucket, CancellationToken cancellationToken);

    /// <summary>One head, or null where the subject has none.</summary>
    Task<Head?> ReadHead(int bucket, string subject, CancellationToken cancellationToken);

    /// <summary>The pieces of one kind of a subject, by number.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="from">Lowest number.</param>
    /// <param name="to">Highest number.</param>
    /// <param name="most">Most pieces, 1 or more: the first of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<HeadPiece>> ReadPieces(int bucket, string subject, PieceKind kind, long from, long to, int most, CancellationToken cancellationToken);

    /// <summary>All pieces of one kind of a bucket, in no particular order. Not a snapshot.</summary>
    IAsyncEnumerable<HeadPiece> ReadPieces(int bucket, PieceKind kind, CancellationToken cancellationToken);
}

/// <summary>What is fixed when a ledger is created.</summary>
/// <param name="LedgerId">Name of this ledger, unique among all ledgers; lower-case hexadecimal.</param>
/// <param name="BucketCount">Number of buckets, 1 to 1,024. Never changes: a subject's bucket is derived from it.</param>
/// <param name="CreatedAt">When the ledger was created.</param>
public sealed record LedgerDescription(string LedgerId, int BucketCount, DateTimeOffset CreatedAt)
{
    /// <summary>Largest allowed <see cref="BucketCount"/>.</summary>
    public const int MaxBucketCount = 1024;
}

/// <summary>When the heads of a bucket are due: whichever comes first.</summary>
/// <param name="Objects">So many objects have changed since they were last written.</param>
/// <param name="Entries">The journal has grown by so many entries since; bounds what a restart reads again.</param>
/// <param name="Period">So much time has passed.</param>
public readonly record struct CheckpointPace(int Objects, int Entries, TimeSpan Period);

/// <summary>What a writer learns when it takes over a bucket.</summary>
/// <param name="Fence">Higher than every fence handed out for this bucket before.</param>
/// <param name="Tail">The end of the journal.</param>
/// <param name="CheckpointSeq">Heads include everything up to here.</param>
/// <param name="FormerMayAnswer">True when an earlier writer did not release the bucket and may be alive: it may go on answering readers for <see cref="ILedgerStore.ReadLease"/>.</param>
public readonly record struct BucketOpening(long Fence, JournalTail Tail, long CheckpointSeq, bool FormerMayAnswer = false);

/// <summary>The end of a journal.</summary>
/// <param name="LastSeq">Sequence of the last entry, 0 when the journal is empty.</param>
/// <param name="Hash">Hash of the last record, 32 zero bytes when the journal is empty.</param>
public sealed record JournalTail(long LastSeq, ReadOnlyMemory<byte> Hash)
{
    /// <summary>The end of a journal nothing was written to.</summary>
    public static JournalTail Empty { get; } = new(0, HashChain.Origin);

    /// <inheritdoc/>
    public bool Equals(JournalTail? other) =>
        other is not null && LastSeq == other.LastSeq && Hash.Span.SequenceEqual(other.Hash.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => LastSeq.GetHashCode();
}

/// <summary>What became of a conditional append that was answered.</summary>
public enum AppendOutcome
{
    /// <summary>The record is durable and is now the end of the journal.</summary>
    Appended,

    /// <summary>The journal does not end where the record continues, or another writer has opened the bucket; nothing was written.</summary>
    Conflict,
}

/// <summary>A subject's state at one moment: a checkpoint, rebuilt from the journal if it were lost.</summary>
/// <param name="Subject">Whose state, e.g. <c>opportunity/OPP-2026-000417</c>; see <see cref="SubjectId"/>.</param>
/// <param name="Version">The subject's version the state includes.</param>
/// <param name="Seq">The bucket's sequence the state includes.</param>
/// <param name="State">The state, serialized by the subject's kind.</param>
public sealed record Head(string Subject, int Version, long Seq, ReadOnlyMemory<byte> State);

/// <summary>
/// Part of a subject's record that does not lie in its head: what has left it, because the head would grow without end. Like a head it
/// follows from the journal.
/// </summary>
/// <param name="Subject">Whose record.</param>
/// <param name="Kind">What it is a part of.</param>
/// <param name="Number">Tells the pieces of one kind apart, 0 or more, and orders them.</param>
/// <param name="Data">What it holds; nothing removes it.</param>
public sealed record HeadPiece(string Subject, PieceKind Kind, long Number, ReadOnlyMemory<byte> Data);

/// <summary>What a piece is a part of. The numbers are stored.</summary>
public enum PieceKind
{
    /// <summary>A block of the history index: commands that followed one another. Its number is the subject's version after the last of them; it never changes.</summary>
    History = 1,

    /// <summary>A reservation the subject granted. Its number is where its token lies, see <see cref="Reservations.ReservationPlace"/>.</summary>
    Reservation = 2,
}
