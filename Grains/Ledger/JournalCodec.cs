using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SalesGrid.Ledger;

/// <summary>
/// How entries become bytes. Canonical bytes are JSON lines, one entry a line, so that anyone can check the chain of an
/// export with nothing but SHA-256; packed bytes are the same, compressed where that pays.
/// </summary>
public static class JournalCodec
{
    private const byte Plain = 0;
    private const byte Brotli = 1;

    /// <summary>Below this many canonical bytes compression costs more than it saves.</summary>
    private const int CompressFrom = 512;

    /// <summary>Largest canonical size that is unpacked, bytes: a damaged length must not allocate the machine's memory.</summary>
    public const int MaxCanonicalLength = 64 * 1024 * 1024;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // The writer is handed events the serializer wrote: checking them again would only cost time.
        SkipValidation = true,
    };

    /// <summary>Writes entries in canonical form, one after the other.</summary>
    public sealed class Writer : IDisposable
    {
        private readonly ArrayBufferWriter<byte> buffer = new(16 * 1024);
        private readonly Utf8JsonWriter json;

        public Writer() => json = new(buffer, WriterOptions);

        /// <summary>The canonical bytes so far. Valid until the next call.</summary>
        public ReadOnlySpan<byte> Canonical => buffer.WrittenSpan;

        /// <summary>Forgets what was written.</summary>
        public void Clear() => buffer.ResetWrittenCount();

        /// <summary>Adds one line.</summary>
        public void Add(in LedgerEntry entry)
        {
            json.Reset();
            json.WriteStartObject();
            json.WriteNumber("bucket"u8, entry.Bucket);
            json.WriteNumber("seq"u8, entry.Seq);
            json.WriteString("subject"u8, entry.Subject);
            json.WriteNumber("version"u8, entry.Version);
            json.WriteString("at"u8, entry.At.UtcDateTime);
            json.WriteString("actor"u8, entry.Actor);
            json.WriteString("command"u8, entry.CommandId);
            json.WriteString("print"u8, entry.Fingerprint.ToString("x16", CultureInfo.InvariantCulture));
            json.WriteString("type"u8, entry.Type);
            json.WriteNumber("schema"u8, entry.Schema);
            json.WritePropertyName("data"u8);
            json.WriteRawValue(entry.Data.Span, skipInputValidation: true);
            if (!entry.Decision.IsEmpty)
            {
                json.WritePropertyName("decision"u8);
                json.WriteRawValue(entry.Decision.Span, skipInputValidation: true);
            }
            json.WriteEndObject();
            json.Flush();
            buffer.Write("\n"u8);
        }

        /// <inheritdoc/>
        public void Dispose() => json.Dispose();
    }

    /// <summary>Packs canonical bytes for the store.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> canonical)
    {
        if (canonical.Length >= CompressFrom)
        {
            var room = BrotliEncoder.GetMaxCompressedLength(canonical.Length);
            var rented = ArrayPool<byte>.Shared.Rent(5 + room);
            try
            {
                // Quality 1: the fastest; JSON lines of one batch repeat each other, so it still saves two thirds.
                if (BrotliEncoder.TryCompress(canonical, rented.AsSpan(5), out var packed, quality: 1, window: 18) && packed < canonical.Length)
                {
                    rented[0] = Brotli;
                    BitConverter.TryWriteBytes(rented.AsSpan(1), canonical.Length);
                    return rented.AsSpan(0, 5 + packed).ToArray();
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
        var plain = new byte[1 + canonical.Length];
        plain[0] = Plain;
        canonical.CopyTo(plain.AsSpan(1));
        return plain;
    }

    /// <summary>The canonical bytes of a packed record.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.Length >= 1 && packed[0] == Plain)
            return packed[1..].ToArray();
        if (packed.Length < 5 || packed[0] != Brotli)
            throw new InvalidDataException("A journal record is packed in no way this version knows.");
        var length = BitConverter.ToInt32(packed[1..]);
        if (length is < 0 or > MaxCanonicalLength)
            throw new InvalidDataException($"A journal record claims {length} bytes.");
        var canonical = new byte[length];
        return BrotliDecoder.TryDecompress(packed[5..], canonical, out var written) && written == length
            ? canonical
            : throw new InvalidDataException("A journal record cannot be unpacked.");
    }

    /// <summary>The entries of canonical bytes. Their data are slices of it.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static List<LedgerEntry> Read(ReadOnlyMemory<byte> canonical, int expected)
    {
        var entries = new List<LedgerEntry>(Math.Clamp(expected, 0, 100_000));
        while (!canonical.IsEmpty)
        {
            var line = FirstLine(canonical);
            entries.Add(ReadLine(line));
            canonical = canonical[(line.Length + 1)..];
        }
        return entries;
    }

    /// <summary>Some entries of a record, once its hash was found to be that of its bytes; the lines between them are not taken apart.</summary>
    /// <param name="record">The record.</param>
    /// <param name="seqs">Sequences, ascending. Those it does not hold are left out.</param>
    /// <exception cref="InvalidDataException">The record is damaged or was changed.</exception>
    public static List<LedgerEntry> ReadVerified(JournalRecord record, ReadOnlySpan<long> seqs)
    {
        ReadOnlyMemory<byte> left = UnpackVerified(record);
        var entries = new List<LedgerEntry>(seqs.Length);
        for (var (seq, next) = (record.FirstSeq, 0); !left.IsEmpty && next < seqs.Length; seq++)
        {
            var line = FirstLine(left);
            left = left[(line.Length + 1)..];
            while (next < seqs.Length && seqs[next] < seq)
                next++;
            if (next == seqs.Length || seqs[next] != seq)
                continue;
            var entry = ReadLine(line);
            if (entry.Seq != seq || entry.Bucket != record.Bucket)
                throw new InvalidDataException($"Record {record.Bucket}:{record.FirstSeq} does not hold the entries it claims.");
            entries.Add(entry);
        }
        return entries;
    }

    /// <summary>The entries of a record, once its hash was found to be that of its bytes.</summary>
    /// <exception cref="InvalidDataException">The record is damaged or was changed.</exception>
    public static List<LedgerEntry> ReadVerified(JournalRecord record)
    {
        var canonical = UnpackVerified(record);
        var entries = Read(canonical, record.EntryCount);
        if (entries.Count == 0 || entries.Count != record.EntryCount || entries[0].Seq != record.FirstSeq || entries[0].Bucket != record.Bucket)
            throw new InvalidDataException($"Record {record.Bucket}:{record.FirstSeq} does not hold the entries it claims.");
        return entries;
    }

    private static byte[] UnpackVerified(JournalRecord record)
    {
        var canonical = Unpack(record.Packed.Span);
        return HashChain.Link(record.PreviousHash.Span, canonical).AsSpan().SequenceEqual(record.Hash.Span)
            ? canonical
            : throw new InvalidDataException($"Record {record.Bucket}:{record.FirstSeq} does not have the hash it claims.");
    }

    private static ReadOnlyMemory<byte> FirstLine(ReadOnlyMemory<byte> canonical) =>
        canonical.Span.IndexOf((byte)'\n') is >= 0 and var end ? canonical[..end] : throw new InvalidDataException("A journal record does not end with a line.");

    private static LedgerEntry ReadLine(ReadOnlyMemory<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line.Span);
            int bucket = 0, version = 0, schema = 0;
            long seq = 0;
            string subject = "", actor = "", command = "", type = "";
            DateTimeOffset at = default;
            ulong print = 0;
            ReadOnlyMemory<byte> data = default, decision = default;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw new FormatException("It is no object.");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("bucket"u8)) { reader.Read(); bucket = reader.GetInt32(); }
                else if (reader.ValueTextEquals("seq"u8)) { reader.Read(); seq = reader.GetInt64(); }
                else if (reader.ValueTextEquals("subject"u8)) { reader.Read(); subject = reader.GetString()!; }
                else if (reader.ValueTextEquals("version"u8)) { reader.Read(); version = reader.GetInt32(); }
                else if (reader.ValueTextEquals("at"u8)) { reader.Read(); at = Utc(reader.GetDateTime()); }
                else if (reader.ValueTextEquals("actor"u8)) { reader.Read(); actor = reader.GetString()!; }
                else if (reader.ValueTextEquals("command"u8)) { reader.Read(); command = reader.GetString()!; }
                else if (reader.ValueTextEquals("print"u8)) { reader.Read(); print = ulong.Parse(reader.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture); }
                else if (reader.ValueTextEquals("type"u8)) { reader.Read(); type = reader.GetString()!; }
                else if (reader.ValueTextEquals("schema"u8)) { reader.Read(); schema = reader.GetInt32(); }
                else if (reader.ValueTextEquals("data"u8)) { data = Value(line, ref reader); }
                else if (reader.ValueTextEquals("decision"u8)) { decision = Value(line, ref reader); }
                else { reader.Read(); reader.Skip(); }
            }
            if (reader.TokenType != JsonTokenType.EndObject || reader.Read() || data.IsEmpty)
                throw new FormatException("It does not end as one, or has no data.");
            return new(bucket, seq, subject, version, at, actor, command, print, type, schema, data, decision);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new InvalidDataException("A journal line is not an entry.", e);
        }
    }

    private static ReadOnlyMemory<byte> Value(ReadOnlyMemory<byte> line, ref Utf8JsonReader reader)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return line[start..(int)reader.BytesConsumed];
    }

    // Any other kind of time would mean something else on a machine in another time zone.
    private static DateTimeOffset Utc(DateTime at) =>
        at.Kind == DateTimeKind.Utc ? new(at) : throw new FormatException("Its time is not in UTC.");
}
