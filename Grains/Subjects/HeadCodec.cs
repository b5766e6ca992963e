using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace SalesGrid.Subjects;

/// <summary>
/// How the record of an object is written as its head: one byte for the format, XxHash3 of what follows (8 bytes, little-endian),
/// and the record in the wire format that grains speak. Members are told apart by their ids there, so a version that has more of
/// them reads what an earlier one wrote.
/// </summary>
/// <remarks>
/// A head can always be folded anew from the journal, which stays text that anybody can read and check. JSON
/// would be several times as long and as slow.
/// </remarks>
internal static class HeadCodec
{
    private const byte Wire = 1;
    private const int BodyAt = 1 + sizeof(ulong);

    private static readonly ServiceProvider Services = new ServiceCollection()
        .AddSerializer(serializer => serializer.AddAssembly(typeof(HeadCodec).Assembly).AddAssembly(typeof(Command).Assembly))
        .BuildServiceProvider();

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    /// <summary>The bytes of a head.</summary>
    public static byte[] Write<TState>(SubjectRecord<TState> record)
    {
        var body = buffer ??= new(1024);
        body.ResetWrittenCount();
        Of<TState>.Serializer.Serialize(record, body);
        var head = new byte[BodyAt + body.WrittenCount];
        head[0] = Wire;
        BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(1), XxHash3.HashToUInt64(body.WrittenSpan));
        body.WrittenSpan.CopyTo(head.AsSpan(BodyAt));
        return head;
    }

    /// <summary>The record in a head.</summary>
    /// <exception cref="InvalidDataException">The head is damaged, or was written by a later version.</exception>
    public static SubjectRecord<TState> Read<TState>(ReadOnlySpan<byte> head) => head switch
    {
        [Wire, ..] => FromWire<TState>(head),
        _ => throw new InvalidDataException("A head is written in a format that this version does not know."),
    };

    private static SubjectRecord<TState> FromWire<TState>(ReadOnlySpan<byte> head)
    {
        if (head.Length < BodyAt || BinaryPrimitives.ReadUInt64LittleEndian(head[1..]) != XxHash3.HashToUInt64(head[BodyAt..]))
            throw new InvalidDataException("A head is damaged.");
        return Of<TState>.Serializer.Deserialize(head[BodyAt..])!;
    }

    private static class Of<TState>
    {
        public static readonly Serializer<SubjectRecord<TState>> Serializer = Services.GetRequiredService<Serializer<SubjectRecord<TState>>>();
    }
}
