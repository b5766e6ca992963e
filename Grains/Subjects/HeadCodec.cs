namespace SalesGrid.Subjects;

/// <summary>How the record of an object is written as its head: see <see cref="WireFrame"/>.</summary>
/// <remarks>
/// A head can always be folded anew from the journal, which stays text that anybody can read and check. JSON
/// would be several times as long and as slow.
/// </remarks>
internal static class HeadCodec
{
    /// <summary>The bytes of a head.</summary>
    public static byte[] Write<TState>(SubjectRecord<TState> record) => WireFrame.Write(record);

    /// <summary>The record in a head.</summary>
    /// <exception cref="InvalidDataException">The head is damaged, or was written by a later version.</exception>
    public static SubjectRecord<TState> Read<TState>(ReadOnlySpan<byte> head)
    {
        var record = WireFrame.Read<SubjectRecord<TState>>(head, "head");
        var granted = record.Granted?.Upgraded();
        return ReferenceEquals(granted, record.Granted) ? record : record with { Granted = granted };
    }
}
