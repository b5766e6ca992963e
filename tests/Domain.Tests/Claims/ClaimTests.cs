namespace SalesGrid.Domain.Tests;

public sealed class ClaimTests
{
    private static readonly Asked ByGrid = new(1, World.Now, World.Today, "S-001", Duties.Grid);
    private static readonly Holdings HeldByDonghai = Holdings.None.Evolve(new HoldTaken("identity", "t", "customer/C-100", null, World.Now));

    internal static RuleRow[] Rows { get; } =
    [
        Row("A credit code nobody has is claimed", Holdings.None, ClaimOf.Identity, "customer/C-200", nameof(HoldTaken)),
        Row("A credit code another customer has is not claimed", HeldByDonghai, ClaimOf.Identity, "customer/C-200", "CP-CLAIM-01"),
        Row("Whoever has a credit code may claim it once more, on another version", HeldByDonghai, ClaimOf.Identity, "customer/C-100", nameof(HoldTaken)),
        Row("A deal nobody is after is claimed", Holdings.None, ClaimOf.Collision, "opportunity/O-1", nameof(HoldTaken)),
        Row("A deal another opportunity is after is not claimed", HeldByDonghai, ClaimOf.Collision, "opportunity/O-1", "CP-CLAIM-02"),
        Row("A claim is of a known sort", Holdings.None, "credit", "opportunity/O-1", "CP-CLAIM-03", "account"),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_a_claim_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_released_claim_is_free_for_the_next() => Assert.Null(
        Claim.Admit("c", Claim.None, Wanted(ClaimOf.Identity, "customer/C-200"), HeldByDonghai.Evolve(new HoldReleased("t", null)), ByGrid));

    [Fact]
    public void Whoever_is_refused_learns_no_more_of_the_other_than_the_ends_of_its_id()
    {
        var refusal = Claim.Admit("c", Claim.None, Wanted(ClaimOf.Identity, "customer/C-200"),
            Holdings.None.Evolve(new HoldTaken("identity", "t", "customer/SECRET-NAME-77", null, World.Now)), ByGrid)!;
        Assert.Contains("SE***77", refusal.Reason.En, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", refusal.Reason.En, StringComparison.Ordinal);
    }

    private static TakeHold Wanted(string account, string @for) => new(account, $"{@for}@1:{account}", @for, null);

    private static RuleRow Row(string says, Holdings held, string account, string @for, string expected, string? field = null) => new(
        says,
        () => Answer.Of(HoldRules.Decide("claim/x", held, Wanted(account, @for), wanted => Claim.Admit("x", Claim.None, wanted, held, ByGrid), null, ByGrid)),
        expected, field);
}
