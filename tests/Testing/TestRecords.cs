using SalesGrid.Ledger;

namespace SalesGrid.Testing;

/// <summary>Records a store can hold; what is packed in them is noise.</summary>
public static class TestRecords
{
    /// <summary>The record that continues a journal.</summary>
    /// <param name="tail">Where the journal ends.</param>
    /// <param name="bucket">Whose journal it is.</param>
    /// <param name="entries">Number of entries, from 1.</param>
    /// <param name="bytes">Packed size, bytes.</param>
    /// <param name="salt">Records of different salt differ in bytes and hash.</param>
    public static JournalRecord After(JournalTail tail, int bucket, int entries = 1, int bytes = 64, int salt = 0)
    {
        var packed = new byte[bytes];
        new Random((int)((tail.LastSeq + (bucket * 7919L) + (salt * 104729L)) % int.MaxValue)).NextBytes(packed);
        return new(bucket, tail.LastSeq + 1, entries, tail.Hash, HashChain.Link(tail.Hash.Span, [.. packed, .. BitConverter.GetBytes(salt)]), packed);
    }

    /// <summary>A head with noise for a state.</summary>
    public static Head Head(string subject, long seq, int bytes = 32)
    {
        var state = new byte[bytes];
        new Random((int)(seq % int.MaxValue)).NextBytes(state);
        return new(subject, (int)(seq % int.MaxValue), seq, state);
    }

    /// <summary>A block of the history index with noise for commands.</summary>
    public static HeadPiece Block(string subject, int version, int bytes = 600) => Piece(subject, PieceKind.History, version, bytes);

    /// <summary>A piece with noise in it.</summary>
    /// <param name="subject">Whose it is.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="number">Its number.</param>
    /// <param name="bytes">Its size; 0 removes it.</param>
    /// <param name="salt">Pieces of different salt differ in their bytes.</param>
    public static HeadPiece Piece(string subject, PieceKind kind, long number, int bytes = 100, int salt = 0)
    {
        var data = new byte[bytes];
        new Random((int)((number % 1_000_003) + (salt * 104_729L))).NextBytes(data);
        return new(subject, kind, number, data);
    }

    /// <summary>Equal in every field, byte for byte.</summary>
    public static bool Same(JournalRecord a, JournalRecord b) =>
        a.Bucket == b.Bucket && a.FirstSeq == b.FirstSeq && a.EntryCount == b.EntryCount
        && a.PreviousHash.Span.SequenceEqual(b.PreviousHash.Span) && a.Hash.Span.SequenceEqual(b.Hash.Span)
        && a.Packed.Span.SequenceEqual(b.Packed.Span);

    /// <inheritdoc cref="Same(JournalRecord, JournalRecord)"/>
    public static bool Same(Head? a, Head? b) =>
        a is null || b is null
            ? ReferenceEquals(a, b)
            : a.Subject == b.Subject && a.Version == b.Version && a.Seq == b.Seq && a.State.Span.SequenceEqual(b.State.Span);

    /// <inheritdoc cref="Same(JournalRecord, JournalRecord)"/>
    public static bool Same(HeadPiece a, HeadPiece b) => a.Subject == b.Subject && a.Kind == b.Kind && a.Number == b.Number && a.Data.Span.SequenceEqual(b.Data.Span);
}
