namespace SalesGrid.Domain.Tests;

public sealed class ClaimTests
{
    private static readonly DecisionContext ByGrid = new(1, World.Now, World.Today, "S-001", Duties.Grid);
    private static readonly GrantedReservations HeldByDonghai = GrantedReservations.None.Evolve(new ReservationGranted("identity", "t", "customer/C-100", null, World.Now));

    internal static RuleRow[] Rows { get; } =
    [
        Row("A credit code nobody has is claimed", GrantedReservations.None, ClaimOf.Identity, "customer/C-200", nameof(ReservationGranted)),
        Row("A credit code another customer has is not claimed", HeldByDonghai, ClaimOf.Identity, "customer/C-200", "CP-CLAIM-01"),
        Row("Whoever has a credit code may claim it once more, on another version", HeldByDonghai, ClaimOf.Identity, "customer/C-100", nameof(ReservationGranted)),
        Row("A deal nobody is after is claimed", GrantedReservations.None, ClaimOf.Collision, "opportunity/O-1", nameof(ReservationGranted)),
        Row("A deal another opportunity is after is not claimed", HeldByDonghai, ClaimOf.Collision, "opportunity/O-1", "CP-CLAIM-02"),
        Row("A name nobody acts under is claimed", GrantedReservations.None, ClaimOf.Actor, "user/u1", nameof(ReservationGranted)),
        Row("A name another user acts under is not claimed", HeldByDonghai, ClaimOf.Actor, "user/u2", "CP-USER-03"),
        Row("A code no entry of the catalogue has is claimed", GrantedReservations.None, ClaimOf.Catalogue, "product/CNC-5", nameof(ReservationGranted)),
        Row("A code another entry has, however it is written, is not claimed", HeldByDonghai, ClaimOf.Catalogue, "product/CNC-5", "CP-CLAIM-05"),
        Row("A claim is of a known sort", GrantedReservations.None, "credit", "opportunity/O-1", "CP-CLAIM-03", "account"),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_a_claim_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Theory]
    [InlineData("MC 500")]
    [InlineData("ＭＣ　５００")]
    [InlineData("mc500")]
    [InlineData("MC\u200b500 ")]
    public void A_product_is_one_however_it_is_written(string product) =>
        Assert.Equal(ClaimOf.CollisionSubject("C-1", "MC500"), ClaimOf.CollisionSubject("c-1", product));

    [Theory]
    [InlineData("s-1")]
    [InlineData("Ｓ-１")]
    [InlineData(" S-1\u200b")]
    public void A_name_to_act_under_is_one_however_it_is_written(string name) => Assert.Equal(ClaimOf.ActorSubject("S-1"), ClaimOf.ActorSubject(name));

    [Fact]
    public void Another_product_and_another_customer_are_other_claims()
    {
        Assert.NotEqual(ClaimOf.CollisionSubject("C-1", "MC500"), ClaimOf.CollisionSubject("C-1", "MC501"));
        Assert.NotEqual(ClaimOf.CollisionSubject("C-1", "MC500"), ClaimOf.CollisionSubject("C-2", "MC500"));
    }

    [Fact]
    public void A_released_claim_is_free_for_the_next() => Assert.Null(
        Claim.Admit("c", Claim.None, Wanted(ClaimOf.Identity, "customer/C-200"), HeldByDonghai.Evolve(new ReservationReleased("t", null)), ByGrid));

    [Fact]
    public void Whoever_is_refused_learns_no_more_of_the_other_than_the_ends_of_its_id()
    {
        var refusal = Claim.Admit("c", Claim.None, Wanted(ClaimOf.Identity, "customer/C-200"),
            GrantedReservations.None.Evolve(new ReservationGranted("identity", "t", "customer/SECRET-NAME-77", null, World.Now)), ByGrid)!;
        Assert.Contains("SE***77", refusal.Reason.En, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", refusal.Reason.En, StringComparison.Ordinal);
    }

    private static TakeReservation Wanted(string account, string @for) => new(account, $"{@for}@1:{account}", @for, null);

    private static RuleRow Row(string says, GrantedReservations held, string account, string @for, string expected, string? field = null) => new(
        says,
        () => Answer.Of(ReservationRules.Decide("claim/x", held, null, null, null, Wanted(account, @for), wanted => Claim.Admit("x", Claim.None, wanted, held, ByGrid), ByGrid)),
        expected, field);
}
