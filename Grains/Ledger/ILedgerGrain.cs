using System.Collections.Immutable;
using Orleans.Concurrency;
using SalesGrid.Reservations;
using SalesGrid.Subjects;

namespace SalesGrid.Ledger;

/// <summary>The only writer of a bucket: orders, commits in groups, hash-chains and hands on. Key: the bucket's number.</summary>
[Alias("sg.ILedgerGrain")]
public interface ILedgerGrain : IGrainWithIntegerKey
{
    /// <summary>Longer than other calls: a bucket that begins reads its heads and the tail of its journal first, and a store may be slow.</summary>
    private const string Patience = "00:00:20";

    /// <summary>Returns once the events are durable, or at once when they cannot be.</summary>
    /// <exception cref="LedgerUnavailableException">The store did not answer; whether the events are durable is not known.</exception>
    [Alias("Append"), ResponseTimeout(Patience)]
    Task<AppendReply> Append(AppendRequest request);

    /// <summary>An object as last committed; null when nothing has happened to it.</summary>
    /// <param name="subject">The object, in any spelling.</param>
    [Alias("Load"), ResponseTimeout(Patience)]
    Task<StoredSubject?> Load(string subject);

    /// <summary>Sequence of the last committed entry.</summary>
    [Alias("CommittedSeq"), ResponseTimeout(Patience)]
    Task<long> CommittedSeq();

    /// <summary>The version of an object that the bucket's writer knows of, once it is certain that it is the writer.</summary>
    /// <param name="subject">The object.</param>
    /// <exception cref="LedgerUnavailableException">This ledger has lost the bucket, or the store did not say.</exception>
    [Alias("Confirm"), ResponseTimeout(Patience)]
    Task<ConfirmedVersion> Confirm(string subject);

    /// <summary>Marks of an object's commands that are no longer in its record, oldest first; whole blocks.</summary>
    /// <param name="subject">The object.</param>
    /// <param name="afterVersion">Blocks that end there or earlier are left out; 0 for none.</param>
    /// <param name="limit">So many marks that follow the version are enough, 1 or more.</param>
    [Alias("Marks"), ResponseTimeout(Patience)]
    Task<ImmutableArray<CommandMark>> Marks(string subject, int afterVersion, int limit);

    /// <summary>Reservations an object has granted that are no longer in its record, by place.</summary>
    /// <param name="subject">The object.</param>
    /// <param name="from">Lowest place, see <see cref="ReservationPlace"/>.</param>
    /// <param name="to">Highest place.</param>
    /// <param name="most">Most that are looked at, 1 or more; there may be more behind <see cref="ReservationRange.Next"/>.</param>
    [Alias("Reservations"), ResponseTimeout(Patience)]
    Task<ReservationRange> Reservations(string subject, long from, long to, int most);

    /// <summary>The entries at these sequences, which ascend.</summary>
    /// <exception cref="InvalidDataException">The journal lacks one of them.</exception>
    [Alias("Entries"), ResponseTimeout(Patience)]
    Task<ImmutableArray<HistoryEntry>> Entries(ImmutableArray<long> seqs);

    /// <summary>As <see cref="Entries"/>, with all that is written of each.</summary>
    /// <exception cref="InvalidDataException">The journal lacks one of them.</exception>
    [Alias("Lines"), ResponseTimeout(Patience)]
    Task<ImmutableArray<LedgerLine>> Lines(ImmutableArray<long> seqs);

    /// <summary>Writes the heads now instead of when it is their turn. For shutdown and tests.</summary>
    [Alias("Checkpoint"), ResponseTimeout(Patience)]
    Task Checkpoint();
}

/// <summary>An object there is.</summary>
/// <param name="Subject">How it is written: the spelling it was created with.</param>
/// <param name="Record">Its record as last committed.</param>
[GenerateSerializer, Immutable, Alias("sg.StoredSubject")]
public sealed record StoredSubject([property: Id(0)] string Subject, [property: Id(1)] SubjectRecord Record);

/// <summary>What a ledger knows of an object.</summary>
/// <param name="Fence">The ledger's fence: another activation of it has a higher one.</param>
/// <param name="Version">The object's version, one that is being written included; 0 when there is none.</param>
[GenerateSerializer, Immutable, Alias("sg.ConfirmedVersion")]
public readonly record struct ConfirmedVersion([property: Id(0)] long Fence, [property: Id(1)] int Version);

/// <summary>An entry with what its reader seldom needs.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Fingerprint">XxHash3 of its command's content.</param>
/// <param name="Decision">What its command was decided on: a JSON object. Null where none is in it.</param>
[GenerateSerializer, Immutable, Alias("sg.LedgerLine")]
public sealed record LedgerLine([property: Id(0)] HistoryEntry Entry, [property: Id(1)] ulong Fingerprint, [property: Id(2)] string? Decision);

/// <summary>Events to append.</summary>
/// <param name="Subject">The business object.</param>
/// <param name="ExpectedVersion">Its version before them.</param>
/// <param name="Events">The events, 1 or more.</param>
/// <param name="Envelope">The command they come from.</param>
/// <param name="Fingerprint">XxHash3 of that command's content.</param>
/// <param name="At">When they were decided.</param>
/// <param name="Next">The object's record after them, but for what their place in the ledger adds: see <see cref="CommittedAt"/>.</param>
[GenerateSerializer, Immutable, Alias("sg.AppendRequest")]
public sealed record AppendRequest(
    [property: Id(0)] string Subject,
    [property: Id(1)] int ExpectedVersion,
    [property: Id(2)] ImmutableArray<EventData> Events,
    [property: Id(3)] Envelope Envelope,
    [property: Id(4)] ulong Fingerprint,
    [property: Id(5)] DateTimeOffset At,
    [property: Id(6)] SubjectRecord Next)
{
    [NonSerialized]
    private SubjectRecord? committed;

    /// <summary>What they were decided on: a JSON object in UTF-8, kept in the first of their entries. Null for nothing.</summary>
    [Id(7)] public byte[]? Decision { get; set; }

    /// <summary>
    /// The object's record, once the ledger has given it its place. Where ledger and object are on one silo both hold the same one: it lives as
    /// long as the object, and a second copy is what a collection of garbage would have to move.
    /// </summary>
    public SubjectRecord CommittedAt(long firstSeq) => committed ??= Next.Committed(
        new(CommandMark.HashOf(Envelope.CommandId), Fingerprint, Next.Version, Events.Length, firstSeq));
}

/// <summary>One event on its way to the ledger.</summary>
/// <param name="Type">Type of event.</param>
/// <param name="Schema">Version of its shape, from 1.</param>
/// <param name="Data">The event: a JSON object in UTF-8.</param>
[GenerateSerializer, Immutable, Alias("sg.EventData")]
public readonly record struct EventData(
    [property: Id(0)] string Type,
    [property: Id(1)] int Schema,
    [property: Id(2)] byte[] Data);

/// <summary>What became of events.</summary>
/// <param name="Outcome">What became of them.</param>
/// <param name="FirstSeq">Sequence of the first; 0 unless committed.</param>
[GenerateSerializer, Immutable, Alias("sg.AppendReply")]
public readonly record struct AppendReply([property: Id(0)] AppendVerdict Outcome, [property: Id(1)] long FirstSeq)
{
    public static AppendReply Committed(long firstSeq) => new(AppendVerdict.Committed, firstSeq);
    public static AppendReply VersionConflict { get; } = new(AppendVerdict.VersionConflict, 0);
    public static AppendReply Fenced { get; } = new(AppendVerdict.Fenced, 0);
    public static AppendReply Full { get; } = new(AppendVerdict.Full, 0);
}

/// <summary>Ways an append can end that are known for certain.</summary>
public enum AppendVerdict
{
    /// <summary>Durable.</summary>
    Committed = 1,

    /// <summary>The object is at another version: another activation of it got there first. Nothing was written.</summary>
    VersionConflict = 2,

    /// <summary>Another activation of this ledger writes the bucket. Nothing was written.</summary>
    Fenced = 3,

    /// <summary>Too much is waiting. Nothing was written.</summary>
    Full = 4,
}

/// <summary>The store did not answer, so whether a write happened is not known. Sending the same command again finds out.</summary>
[GenerateSerializer, Alias("sg.LedgerUnavailableException")]
public sealed class LedgerUnavailableException : Exception
{
    public LedgerUnavailableException() { }

    public LedgerUnavailableException(string message) : base(message) { }

    public LedgerUnavailableException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>
    /// True for what a medium throws when it fails. A damaged ledger is none of it: that has to be told as it is; nor is a
    /// mistake of the caller, or the end of the silo.
    /// </summary>
    public static bool IsReason(Exception thrown) =>
        thrown is not (LedgerUnavailableException or InvalidDataException or ArgumentException or InvalidOperationException or OperationCanceledException);
}
