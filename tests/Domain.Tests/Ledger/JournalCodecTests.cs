using System.Text;

namespace SalesGrid.Domain.Tests;

public sealed class JournalCodecTests
{
    [Fact]
    public void Entries_come_back_from_their_lines_exactly() => Generators.Jobs.Sample(
        jobs =>
        {
            LedgerEntry[] entries = [.. TestBucket.Of(jobs).Entries];
            var read = JournalCodec.Read(JournalCodec.Unpack(JournalCodec.Pack(Journal.Canonical(entries))), entries.Length);
            Assert.Equal(Same.Text(entries), Same.Text(read));
        },
        iter: 100);

    [Fact]
    public void Whatever_is_packed_is_unpacked() => Gen.Byte.Array[0, 3_000].Sample(bytes =>
        Assert.Equal(bytes, JournalCodec.Unpack(JournalCodec.Pack(bytes))));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(511, 0)]
    [InlineData(512, 1)]
    [InlineData(100_000, 1)]
    public void Only_what_is_long_enough_to_pay_is_compressed(int length, byte packing)
    {
        var packed = JournalCodec.Pack(Encoding.UTF8.GetBytes(new string('a', length)));
        Assert.Equal(packing, packed[0]);
        Assert.InRange(packed.Length, 1, length + 1);
    }

    [Fact]
    public void Noise_is_never_unpacked_into_something_else_than_bytes_or_a_complaint() => Gen.Byte.Array[0, 200].Sample(noise =>
    {
        try
        {
            JournalCodec.Read(JournalCodec.Unpack(noise), 1);
        }
        catch (InvalidDataException)
        {
            // The one complaint a reader has to expect.
        }
    });

    public static TheoryData<string> NoEntries =>
    [
        "", " ", "{", "{}", "{\"data\":{}}{}", "[]", "7", "null", "{}x", "{\"seq\":\"1\"}", "{\"seq\":1.5}", "{\"seq\":99999999999999999999}", "{\"at\":\"yesterday\"}",
        "{\"at\":\"2026-01-01T00:00:00+08:00\",\"data\":{}}", "{\"at\":\"2026-01-01T00:00:00\",\"data\":{}}", "{\"print\":\"zz\"}", "{\"subject\":7}", "{\"data\":{}", "{\"bucket\":1,}",
    ];

    [Theory, MemberData(nameof(NoEntries))]
    public void A_line_that_is_no_entry_is_refused(string line) =>
        Assert.Throws<InvalidDataException>(() => JournalCodec.Read(Encoding.UTF8.GetBytes(line + "\n"), 1));

    [Fact]
    public void A_line_with_words_of_a_newer_version_is_read() =>
        Assert.Equal(7, Assert.Single(JournalCodec.Read("{\"seq\":7,\"news\":{\"a\":[1]},\"data\":{}}\n"u8.ToArray(), 1)).Seq);

    [Fact]
    public void A_line_without_an_end_is_refused() => Assert.Throws<InvalidDataException>(() => JournalCodec.Read("{}"u8.ToArray(), 1));

    [Fact]
    public void A_record_says_how_many_entries_it_holds_and_which_is_first()
    {
        var bucket = TestBucket.Of([new Job("OPP-1", new(new OpenOpportunity(World.Full, World.Wang.Id), 0))]);
        var record = Journal.Record(HashChain.Origin, [.. bucket.Entries]);
        Assert.Equal(bucket.Entries.Count, JournalCodec.ReadVerified(record).Count);
        foreach (var wrong in new[]
        {
            record with { EntryCount = record.EntryCount + 1 },
            record with { FirstSeq = 2 },
            record with { Bucket = TestBucket.Number + 1 },
            record with { EntryCount = 0, Packed = new byte[] { 0 }, Hash = HashChain.Link(HashChain.Origin.Span, []) },
        })
        {
            Assert.Throws<InvalidDataException>(() => JournalCodec.ReadVerified(wrong));
        }
    }
}
