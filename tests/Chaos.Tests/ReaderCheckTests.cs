using SalesGrid.Chaos.Readers;
using SalesGrid.Chaos.Reports;

namespace SalesGrid.Chaos.Tests;

/// <summary>What readers may not be shown, and how long nobody got a receipt.</summary>
public sealed class ReaderCheckTests
{
    private readonly ReaderCheck check = new();

    [Fact]
    public void One_reader_never_sees_a_bucket_go_backwards()
    {
        check.Shown("a", "q", "3.5", "[1]", default);
        check.Shown("b", "q", "3.4", "[0]", default);
        check.Shown("a", "q", "4.5", "[2]", default);
        Assert.Empty(check.Findings);

        check.Shown("a", "q", "5.4", "[3]", default);
        Assert.Contains("bucket 1 at 5, then at 4", Assert.Single(check.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void One_question_has_one_answer_at_one_watermark()
    {
        check.Shown("a", "q", "3.5", "[1]", default);
        check.Shown("b", "q", "3.5", "[1]", default);
        check.Shown("b", "another", "3.5", "[2]", default);
        Assert.Empty(check.Findings);

        check.Shown("c", "q", "3.5", "[2]", default);
        Assert.Contains("two different answers", Assert.Single(check.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_holds_a_receipt_finds_its_effect()
    {
        check.LookedFor("opportunity/O-1", shown: 7, receipt: 7, default);
        Assert.Empty(check.Findings);

        check.LookedFor("opportunity/O-1", shown: 6, receipt: 7, default);
        Assert.Single(check.Findings);
    }

    [Fact]
    public void A_bucket_answers_again_with_the_first_receipt_of_an_attempt_begun_after_the_fault()
    {
        Load.Acknowledgement[] receipts = [new(0, Seconds(1), Seconds(3)), new(0, Seconds(2), Seconds(5)), new(1, Seconds(4), Seconds(9)), new(1, Seconds(9), Seconds(10))];

        Assert.Equal(Seconds(7), Availability.UntilEveryBucketAnswered(receipts, Seconds(2), 2));
        Assert.Null(Availability.UntilEveryBucketAnswered(receipts, Seconds(3), 2));
        Assert.Equal((Seconds(4), Seconds(5)), Availability.LongestGap(receipts, Seconds(0), Seconds(11)));
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
