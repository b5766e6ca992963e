namespace SalesGrid.Domain.Tests;

public sealed class SubjectIdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("OPP-2026-000417")]
    [InlineData("客户甲")]
    [InlineData("Ünïcode-Ñ")]
    [InlineData("٣")]
    [InlineData("a b")]
    [InlineData("wang.fang@example.com")]
    [InlineData("+86(10):1_2")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void These_can_name_an_object(string id) => Assert.True(SubjectId.IsValid(id));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a%b")]
    [InlineData("a'b")]
    [InlineData("a,b")]
    [InlineData("a\0")]
    [InlineData("a\n")]
    [InlineData("a\tb")]
    [InlineData("a\u00a0b")]
    [InlineData("a\u200bb")]
    [InlineData("e\u0301")]
    [InlineData("Ｃ-1")]
    [InlineData("C\u20601")]
    [InlineData("a  b")]
    [InlineData("①")]
    // A letter, but of two UTF-16 units: such ids are refused, names may hold them.
    [InlineData("\ud842\udfb7")]
    public void These_cannot_name_an_object(string? id) => Assert.False(SubjectId.IsValid(id));

    [Theory]
    [InlineData("Ｃust-1", "Cust-1")]
    [InlineData("  C\u3000-\u200b 1 ", "C - 1")]
    [InlineData("e\u0301", "é")]
    [InlineData("\u202eC-1\u202c", "C-1")]
    public void An_id_that_is_written_otherwise_is_told_how_it_is_written(string typed, string written)
    {
        Assert.Equal(written, SubjectId.Normalize(typed));
        var refusal = Validation.RequiredId("customerId", typed)!;
        Assert.Contains(written, refusal.Reason.En, StringComparison.Ordinal);
        Assert.Contains(written, refusal.Reason.Zh, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("opportunity/OPP-2026-000417", 64, 4)]
    [InlineData("opportunity/1", 64, 59)]
    [InlineData("customer/客户甲", 64, 19)]
    [InlineData("salesperson/S-001", 64, 28)]
    [InlineData("salesperson/S-001", 1, 0)]
    [InlineData("salesperson/S-001", 1024, 796)]
    // XxHash3 of no bytes is published: 2d06800538d394c2.
    [InlineData("", 64, 2)]
    // Objects are found by these numbers: a change here loses every object of every ledger.
    public void The_bucket_of_an_object_never_changes(string subject, int buckets, int bucket) =>
        Assert.Equal(bucket, SubjectId.BucketOf(subject, buckets));

    [Theory]
    [InlineData("customer/Cust-1", "customer/CUST-1")]
    [InlineData("customer/CUST-1", "customer/CUST-1")]
    [InlineData("customer/客户甲", "customer/客户甲")]
    [InlineData("customer/Élan é", "customer/ÉLAN É")]
    public void Spellings_that_differ_in_case_are_one_key(string subject, string key)
    {
        Assert.Equal(key, SubjectId.KeyOf(subject));
        Assert.Equal(SubjectId.BucketOf(key, 64), SubjectId.BucketOf(subject, 64));
    }

    [Fact]
    public void Every_letter_an_id_may_have_compares_as_it_is_stored()
    {
        for (var c = '!'; c < char.MaxValue; c++)
        {
            if (!SubjectId.IsValid($"{c}"))
                continue;
            foreach (var other in new[] { char.ToUpperInvariant(c), char.ToLowerInvariant(c), 'S', 'K', 'i', 'ß', 'σ' })
            {
                var (a, b) = ($"customer/x{c}", $"customer/X{other}");
                if (SubjectId.IsValid($"{other}"))
                    Assert.True(SubjectId.Comparer.Equals(a, b) == (SubjectId.KeyOf(a) == SubjectId.KeyOf(b)), $"{a} and {b}");
                if (SubjectId.KeyOf(a) == SubjectId.KeyOf(b))
                    Assert.Equal(SubjectId.BucketOf(a, 1024), SubjectId.BucketOf(b, 1024));
            }
        }
    }

    [Theory]
    [InlineData("opportunity/OPP-2026-{0:D6}")]
    [InlineData("customer/{0}")]
    [InlineData("opportunity/商机{0}")]
    public void Objects_spread_evenly_over_the_buckets(string pattern)
    {
        const int buckets = 64, each = 1000;
        var counts = new int[buckets];
        for (var i = 0; i < buckets * each; i++)
            counts[SubjectId.BucketOf(string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, i), buckets)]++;
        // Chance alone gives a standard deviation of 31; 5 of them are the limit.
        Assert.InRange(counts.Min(), each - 156, each);
        Assert.InRange(counts.Max(), each, each + 156);
    }

    [Fact]
    public void Every_bucket_is_one_of_the_ledger() =>
        Gen.Select(Gen.String, Gen.Int[1, LedgerDescription.MaxBucketCount])
            .Sample((subject, buckets) => SubjectId.BucketOf(subject, buckets) is >= 0 and var bucket && bucket < buckets);
}
