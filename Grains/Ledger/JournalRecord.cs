namespace SalesGrid.Ledger;

/// <summary>
/// One write to a bucket's journal: a batch of entries that became durable together, linked to the record before it.
/// </summary>
/// <param name="Bucket">The bucket whose journal this is.</param>
/// <param name="FirstSeq">Sequence of the first entry, from 1.</param>
/// <param name="EntryCount">Number of entries, from 1; the last has sequence <see cref="LastSeq"/>.</param>
/// <param name="PreviousHash">Hash of the record before, 32 bytes; zeros for the first.</param>
/// <param name="Hash">SHA-256 over <paramref name="PreviousHash"/> followed by the canonical bytes of the entries.</param>
/// <param name="Packed">The canonical bytes, packed by <see cref="JournalCodec"/>.</param>
public sealed record JournalRecord(
    int Bucket,
    long FirstSeq,
    int EntryCount,
    ReadOnlyMemory<byte> PreviousHash,
    ReadOnlyMemory<byte> Hash,
    ReadOnlyMemory<byte> Packed)
{
    /// <summary>Sequence of the last entry.</summary>
    public long LastSeq => FirstSeq + EntryCount - 1;

    /// <summary>Where the journal ends once this record is in it.</summary>
    public JournalTail Tail => new(LastSeq, Hash);
}
