using System.Runtime.InteropServices;
using SalesGrid.Subjects;

namespace SalesGrid.Ledger;

/// <summary>
/// The pieces beside the heads of one bucket: what has left the records of its objects. What left, or changed there, since the last
/// checkpoint waits here and is written with the next; the rest is in the store.
/// </summary>
/// <remarks>
/// What leaves a record, and when, follows from the object's entries alone. So after a crash the entries that a head lacks make
/// the same pieces leave again: one that is in the store already is written once more and says the same or something newer.
/// What waits is bounded as checkpoints are, by the entries of the journal's tail. May be called from any thread.
/// </remarks>
internal sealed class HeadPieces(ILedgerStore store, int bucket)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SortedSet<Waiting>> waiting = new(StringComparer.Ordinal);

    /// <summary>An object has a new record, which came of the one before by one command at most.</summary>
    /// <param name="subject">The object.</param>
    /// <param name="marks">The marks it had before.</param>
    /// <param name="record">The record.</param>
    public void Changed(string subject, CommandMarks marks, SubjectRecord record)
    {
        if (marks.LeftIn(record.Commands) is { IsEmpty: false } left)
            Put(subject, new LeftMarks(left));
        if (record.Granted?.Moved is { } moved)
            Put(subject, new LeftReservation(moved));
    }

    /// <summary>What waits to be written, by now: object by object, the pieces of each in order.</summary>
    public List<(string Subject, LeftPiece Piece)> All()
    {
        lock (gate)
            return [.. waiting.SelectMany(w => w.Value.Select(piece => (w.Key, piece.Piece!)))];
    }

    /// <summary>These are in the store. One that has changed meanwhile goes on waiting.</summary>
    public void Written(IEnumerable<(string Subject, LeftPiece Piece)> pieces)
    {
        lock (gate)
        {
            foreach (var (subject, piece) in pieces)
                Remove(subject, piece);
        }
    }

    /// <summary>Pieces of an object, by number, whether they wait or are in the store.</summary>
    /// <param name="subject">The object.</param>
    /// <param name="kind">Their kind.</param>
    /// <param name="from">Lowest number.</param>
    /// <param name="to">Highest number.</param>
    /// <param name="most">So many are looked at; some of them may have been removed since they were written.</param>
    public async Task<PiecePage> Read(string subject, PieceKind kind, long from, long to, int most)
    {
        if (from > to)
            return new([], null);
        // First what waits: nothing goes from here before it is in the store.
        var unwritten = Unwritten(subject, kind, from, to, most);
        // What waits is newer than what is stored: of one piece nothing more is to be known.
        if (from == to && unwritten is [var one])
            return new([new(one.Piece, null)], null);
        var stored = await store.ReadPieces(bucket, subject, kind, from, to, most, CancellationToken.None);
        // Beyond here either of them may hold more.
        var upTo = Math.Min(unwritten.Length == most ? unwritten[^1].Number : to, stored.Count == most ? stored[^1].Number : to);
        var found = new List<FoundPiece>(unwritten.Length + stored.Count);
        for (int w = 0, s = 0; w < unwritten.Length || s < stored.Count;)
        {
            var isWaiting = w < unwritten.Length && (s == stored.Count || unwritten[w].Number <= stored[s].Number);
            var number = isWaiting ? unwritten[w].Number : stored[s].Number;
            if (number > upTo)
                break;
            if (isWaiting && s < stored.Count && stored[s].Number == number)
                s++;
            found.Add(isWaiting ? new(unwritten[w++].Piece, null) : new(null, stored[s++]));
        }
        return new(found, upTo < to ? upTo + 1 : null);
    }

    private Waiting[] Unwritten(string subject, PieceKind kind, long from, long to, int most)
    {
        lock (gate)
        {
            return waiting.TryGetValue(subject, out var ofSubject)
                ? [.. ofSubject.GetViewBetween(new(kind, from), new(kind, to)).Take(most)]
                : [];
        }
    }

    private void Put(string subject, LeftPiece piece)
    {
        lock (gate)
        {
            var ofSubject = CollectionsMarshal.GetValueRefOrAddDefault(waiting, subject, out _) ??= [];
            ofSubject.Remove(new(piece));
            ofSubject.Add(new(piece));
        }
    }

    // Only under the gate.
    private void Remove(string subject, LeftPiece piece)
    {
        if (!waiting.TryGetValue(subject, out var ofSubject) || !ofSubject.TryGetValue(new(piece), out var now) || !ReferenceEquals(now.Piece, piece))
            return;
        ofSubject.Remove(now);
        if (ofSubject.Count == 0)
            waiting.Remove(subject);
    }

    /// <summary>A piece that waits, or where one would be.</summary>
    private readonly record struct Waiting(PieceKind Kind, long Number, LeftPiece? Piece = null) : IComparable<Waiting>
    {
        public Waiting(LeftPiece piece) : this(piece.Kind, piece.Number, piece)
        {
        }

        public int CompareTo(Waiting other) => Kind != other.Kind ? Kind.CompareTo(other.Kind) : Number.CompareTo(other.Number);
    }
}

/// <summary>Some pieces of an object.</summary>
/// <param name="Pieces">They, by number.</param>
/// <param name="Next">The number from which on there may be more; null when these are the last.</param>
internal readonly record struct PiecePage(List<FoundPiece> Pieces, long? Next);

/// <summary>A piece as it was found: waiting, or else in the store.</summary>
internal readonly record struct FoundPiece(LeftPiece? Waiting, HeadPiece? Stored);
