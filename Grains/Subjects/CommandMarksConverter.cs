using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesGrid.Subjects;

/// <summary>
/// Marks in a head of when heads were JSON: base64 of 32 bytes each, little-endian, in the order of their members, and before
/// that JSON objects. Both are still read.
/// </summary>
internal sealed class CommandMarksConverter : JsonConverter<CommandMarks>
{
    private const int MarkLength = 32;

    /// <inheritdoc/>
    public override CommandMarks Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
            return CommandMarks.Create(JsonSerializer.Deserialize<CommandMark[]>(ref reader, options));
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetBytesFromBase64(out var bytes) || bytes.Length % MarkLength != 0)
            throw new JsonException("The marks of a head are not what this version knows.");
        var marks = new CommandMark[bytes.Length / MarkLength];
        for (var i = 0; i < marks.Length; i++)
        {
            var at = bytes.AsSpan(i * MarkLength);
            marks[i] = new(
                BinaryPrimitives.ReadUInt64LittleEndian(at), BinaryPrimitives.ReadUInt64LittleEndian(at[8..]),
                BinaryPrimitives.ReadInt32LittleEndian(at[16..]), BinaryPrimitives.ReadInt32LittleEndian(at[20..]),
                BinaryPrimitives.ReadInt64LittleEndian(at[24..]));
        }
        return CommandMarks.Create(marks);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, CommandMarks value, JsonSerializerOptions options)
    {
        var length = value.Count * MarkLength;
        var bytes = length <= 1024 ? stackalloc byte[1024] : new byte[length];
        for (var i = 0; i < value.Count; i++)
        {
            var at = bytes[(i * MarkLength)..];
            BinaryPrimitives.WriteUInt64LittleEndian(at, value[i].CommandHash);
            BinaryPrimitives.WriteUInt64LittleEndian(at[8..], value[i].Fingerprint);
            BinaryPrimitives.WriteInt32LittleEndian(at[16..], value[i].Version);
            BinaryPrimitives.WriteInt32LittleEndian(at[20..], value[i].Events);
            BinaryPrimitives.WriteInt64LittleEndian(at[24..], value[i].FirstSeq);
        }
        writer.WriteBase64StringValue(bytes[..length]);
    }
}
