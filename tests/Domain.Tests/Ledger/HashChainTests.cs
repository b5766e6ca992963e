using System.Security.Cryptography;
using System.Text;

namespace SalesGrid.Domain.Tests;

public sealed class HashChainTests
{
    [Fact]
    public void A_link_is_the_sha_256_of_the_hash_before_and_the_lines() => Gen.Select(Gen.Byte.Array[32], Gen.Byte.Array[0, 300]).Sample((previous, lines) =>
        Assert.Equal(SHA256.HashData([.. previous, .. lines]), HashChain.Link(previous, lines)));

    [Fact]
    public void Before_the_first_record_there_are_32_zeros() => Assert.Equal(new byte[32], HashChain.Origin.ToArray());

    [Fact]
    public void Anyone_can_check_an_export_with_lines_and_sha_256_alone() => Generators.Jobs.Sample(
        jobs =>
        {
            var previous = new byte[32];
            foreach (var record in Journal.Chain(TestBucket.Of(jobs).Entries, 3, 1))
            {
                var lines = JournalCodec.Unpack(record.Packed.Span);
                Assert.Equal(record.EntryCount, Encoding.UTF8.GetString(lines).Count(c => c == '\n'));
                previous = SHA256.HashData([.. previous, .. lines]);
                Assert.Equal(previous, record.Hash.ToArray());
            }
        },
        iter: 50);
}
