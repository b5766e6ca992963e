using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesGrid.Ledger;

namespace SalesGrid.Chaos.Oracle;

/// <summary>One line of the ledger, read by the oracle's own code.</summary>
/// <param name="Seq">Sequence in the bucket.</param>
/// <param name="Subject">The object.</param>
/// <param name="Version">Its version after it.</param>
/// <param name="Command">The command id it says it comes from.</param>
/// <param name="Type">Type of event.</param>
/// <param name="Data">The event.</param>
internal sealed record Line(int Bucket, long Seq, string Subject, int Version, string Command, string Type, JsonElement Data)
{
    /// <summary>True for a warning, which the grid raises and closes on its own when the time has come.</summary>
    public bool IsWarning => Type is "WarningRaised" or "WarningEscalated" or "WarningClosed";

    /// <summary>True for what the grid may write without anybody asking just then: it bears on no figure.</summary>
    public bool IsAside => IsWarning || Subject.StartsWith("refusal/", StringComparison.Ordinal);
}

/// <summary>A whole ledger as it lies in its store, and what is wrong with it by itself.</summary>
/// <remarks>
/// The stored form is read from its description, not with the product's code: a first byte of 0 and then the canonical
/// bytes, or 1, their length (32 bits, little-endian) and their Brotli; a line of JSON for each entry; a record's hash is
/// SHA-256 of the hash before it and the canonical bytes, the first is preceded by 32 zero bytes.
/// </remarks>
internal sealed class LedgerImage
{
    private readonly List<Line> lines = [];
    private readonly List<long> ends = [];

    /// <summary>Every entry, bucket by bucket in order.</summary>
    public IReadOnlyList<Line> Lines => lines;

    /// <summary>Sequence of the last entry of each bucket.</summary>
    public IReadOnlyList<long> Ends => ends;

    /// <summary>Reads a ledger nobody writes to any more.</summary>
    public static async Task<LedgerImage> Read(ILedgerStore store, int bucketCount, Findings findings)
    {
        var image = new LedgerImage();
        for (var bucket = 0; bucket < bucketCount; bucket++)
        {
            var records = new List<JournalRecord>();
            try
            {
                await foreach (var record in store.ReadJournal(bucket, 1, CancellationToken.None))
                    records.Add(record);
            }
            catch (InvalidDataException e)
            {
                findings.Add(Wrong.Chain, $"bucket {bucket} cannot be read: {e.Message}");
            }
            image.Add(bucket, records, findings);
        }
        image.CheckVersions(findings);
        return image;
    }

    /// <summary>The image of records at hand.</summary>
    public static LedgerImage Of(IEnumerable<IReadOnlyList<JournalRecord>> buckets, Findings findings)
    {
        var image = new LedgerImage();
        foreach (var (bucket, records) in buckets.Index())
            image.Add(bucket, records, findings);
        image.CheckVersions(findings);
        return image;
    }

    private void Add(int bucket, IReadOnlyList<JournalRecord> records, Findings findings)
    {
        var previous = new byte[32];
        var seq = 0L;
        foreach (var record in records)
        {
            if (record.FirstSeq != seq + 1)
                findings.Add(Wrong.Gap, $"bucket {bucket}: record {record.FirstSeq} follows entry {seq}");
            try
            {
                seq = Add(record, previous, seq, findings);
            }
            catch (Exception e) when (e is InvalidDataException or JsonException or KeyNotFoundException or InvalidOperationException)
            {
                findings.Add(Wrong.Chain, $"bucket {bucket}: record {record.FirstSeq} cannot be read: {e.Message}");
                seq = record.FirstSeq + record.EntryCount - 1;
            }
            previous = record.Hash.ToArray();
        }
        ends.Add(seq);
    }

    /// <returns>Where the bucket ends after the record.</returns>
    private long Add(JournalRecord record, byte[] previous, long seq, Findings findings)
    {
        var (bucket, first) = (record.Bucket, record.FirstSeq);
        if (!record.PreviousHash.Span.SequenceEqual(previous))
            findings.Add(Wrong.Chain, $"bucket {bucket}: record {first} does not name the hash of the record before it");
        var canonical = Unpack(record.Packed.ToArray());
        if (!record.Hash.Span.SequenceEqual(SHA256.HashData([.. previous, .. canonical])))
            findings.Add(Wrong.Chain, $"bucket {bucket}: record {first} does not have the hash of its bytes");
        foreach (var text in Encoding.UTF8.GetString(canonical).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var line = Parse(text);
            seq++;
            if (line.Seq != seq || line.Bucket != bucket)
                findings.Add(Wrong.Gap, $"bucket {bucket}: entry {line.Bucket}:{line.Seq} stands at place {seq}");
            lines.Add(line);
        }
        if (first + record.EntryCount - 1 != seq)
            findings.Add(Wrong.Gap, $"bucket {bucket}: record {first} claims {record.EntryCount} entries and ends at {seq}");
        return seq;
    }

    private void CheckVersions(Findings findings)
    {
        var last = new Dictionary<string, (int Bucket, int Version)>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var (bucket, version) = last.GetValueOrDefault(line.Subject, (line.Bucket, 0));
            if (bucket != line.Bucket)
                findings.Add(Wrong.Gap, $"{line.Subject} has entries in buckets {bucket} and {line.Bucket}");
            if (line.Version != version + 1)
                findings.Add(Wrong.Gap, $"{line.Subject}: version {line.Version} follows {version} (bucket {line.Bucket}, entry {line.Seq})");
            last[line.Subject] = (line.Bucket, line.Version);
        }
    }

    private static byte[] Unpack(byte[] packed)
    {
        if (packed[0] == 0)
            return packed[1..];
        var length = packed[1] | (packed[2] << 8) | (packed[3] << 16) | (packed[4] << 24);
        using var brotli = new BrotliStream(new MemoryStream(packed, 5, packed.Length - 5), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        brotli.CopyTo(plain);
        return plain.Length == length
            ? plain.ToArray()
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"A record says it has {length} bytes and has {plain.Length}."));
    }

    private static Line Parse(string text)
    {
        var e = JsonElement.Parse(text);
        return new(e.GetProperty("bucket").GetInt32(), e.GetProperty("seq").GetInt64(), e.GetProperty("subject").GetString()!,
            e.GetProperty("version").GetInt32(), e.GetProperty("command").GetString()!, e.GetProperty("type").GetString()!, e.GetProperty("data"));
    }
}
