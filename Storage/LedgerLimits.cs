using SalesGrid.Ledger;

namespace SalesGrid.Storage;

/// <summary>
/// What a ledger store accepts. One set of limits for every store, set by the one that can do least, so what was tried
/// on a laptop also works on Azure Storage, and a ledger can be moved.
/// </summary>
public static class LedgerLimits
{
    /// <summary>Largest <see cref="JournalRecord.Packed"/>, bytes: a block of an append blob (4 MiB) less room for its frame.</summary>
    public const int PackedBytesMax = (4 * 1024 * 1024) - 1024;

    /// <summary>
    /// Largest <see cref="Head.State"/>, bytes. A row of Azure Tables holds 1 MiB in all, and Azurite counts bytes as the
    /// base64 they travel in, four for three.
    /// </summary>
    public const int StateBytesMax = 720 * 1024;

    /// <summary>Largest <see cref="HeadPiece.Data"/>, bytes: half of what one property of a row of Azure Tables holds.</summary>
    public const int PieceBytesMax = 32 * 1024;

    /// <summary>Longest subject, UTF-16 units: three for each, escaped, must fit the 512 of a row key, beside a number.</summary>
    public const int SubjectLengthMax = 160;

    /// <summary>Highest <see cref="HeadPiece.Number"/> of a kind: blocks of the history index are numbered by versions.</summary>
    public static long NumberMax(PieceKind kind) => kind == PieceKind.History ? int.MaxValue : long.MaxValue;

    /// <exception cref="ArgumentException">The record is malformed or too large.</exception>
    internal static void Check(JournalRecord record)
    {
        if (record.FirstSeq < 1 || record.EntryCount < 1)
            throw new ArgumentException($"A record holds at least one entry and starts at 1 or later, not {record.EntryCount} from {record.FirstSeq}.", nameof(record));
        if (record.PreviousHash.Length != HashChain.HashLength || record.Hash.Length != HashChain.HashLength)
            throw new ArgumentException($"The hashes of a record are {HashChain.HashLength} bytes long.", nameof(record));
        if (record.Packed.Length > PackedBytesMax)
            throw new ArgumentException($"A record holds at most {PackedBytesMax:N0} packed bytes, not {record.Packed.Length:N0}.", nameof(record));
    }

    /// <exception cref="ArgumentException">A head is malformed or too large, or a subject comes twice.</exception>
    internal static void Check(IReadOnlyList<Head> heads)
    {
        var subjects = new HashSet<string>(heads.Count, SubjectId.Comparer);
        foreach (var head in heads)
        {
            CheckSubject(head.Subject);
            if (!subjects.Add(head.Subject))
                throw new ArgumentException($"Two heads of {head.Subject} in one write.", nameof(heads));
            if (head.State.Length > StateBytesMax)
                throw new ArgumentException($"The state of {head.Subject} has {head.State.Length:N0} bytes; at most {StateBytesMax:N0} are held.", nameof(heads));
        }
    }

    /// <exception cref="ArgumentException">A piece is malformed or too large, or comes twice.</exception>
    internal static void Check(IReadOnlyList<HeadPiece> pieces)
    {
        var known = new HashSet<(string, PieceKind, long)>(pieces.Count);
        foreach (var piece in pieces)
        {
            CheckSubject(piece.Subject);
            if (!Enum.IsDefined(piece.Kind) || piece.Number < 0 || piece.Number > NumberMax(piece.Kind) || !known.Add((piece.Subject, piece.Kind, piece.Number)))
                throw new ArgumentException($"The piece {piece.Number} of {piece.Subject} comes twice, or is none of its kind.", nameof(pieces));
            if (piece.Data.Length > PieceBytesMax)
                throw new ArgumentException($"A piece holds at most {PieceBytesMax:N0} bytes, not {piece.Data.Length:N0}.", nameof(pieces));
        }
    }

    /// <summary>Half a surrogate pair or a control character would not survive every medium, and two subjects might become one.</summary>
    internal static void CheckSubject(string subject)
    {
        if (subject.Length is 0 or > SubjectLengthMax)
            throw new ArgumentException($"A subject has 1 to {SubjectLengthMax} characters, not {subject.Length}.", nameof(subject));
        for (var i = 0; i < subject.Length; i++)
        {
            if (char.IsSurrogatePair(subject, i))
                i++;
            else if (char.IsControl(subject[i]) || char.IsSurrogate(subject[i]))
                throw new ArgumentException($"Character {i} of a subject (U+{(int)subject[i]:X4}) is a control character or half a surrogate pair.", nameof(subject));
        }
    }
}
