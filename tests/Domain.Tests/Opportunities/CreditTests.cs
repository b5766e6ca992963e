using System.Collections.Immutable;
using static SalesGrid.Domain.Tests.OpportunityRow;

namespace SalesGrid.Domain.Tests;

/// <summary>To whom a win is credited, in which parts, and who says so.</summary>
public sealed class CreditTests
{
    private static readonly Opportunity Deal = World.In("proposal");
    private static readonly SplitCredit SixtyForty = new([new("S-001", 6_000), new("S-002", 4_000)]);
    private static readonly CorrectCredit Later = new(SixtyForty.Shares, "复核");
    private static readonly Opportunity Split = Deal.Evolve(new CreditSplit([new("S-001", "East 1", "East", 6_000), new("S-002", "North 2", "North", 4_000)], null), World.Now);
    private static readonly Opportunity Won = Deal with { Status = OpportunityStatus.Won, ClosedOn = new(2026, 8, 1) };

    internal static RuleRow[] Rows { get; } =
    [
        Row("There is something to credit", Opportunity.None, SixtyForty, "CP-OPP-01"),
        Row("A manager splits the credit of an open deal", Deal, SixtyForty, nameof(CreditSplit)),
        Row("The same split again is no change", Split, SixtyForty, RuleRow.Nothing),
        Row("In another order it is the same split", Split, new SplitCredit([new("S-002", 4_000), new("S-001", 6_000)]), RuleRow.Nothing),
        Row("The owner alone is what there was", Deal, new SplitCredit([new("S-001", 10_000)]), RuleRow.Nothing),
        Row("Nothing stated is the owner alone", Split, new SplitCredit([]), nameof(CreditSplit)),
        Row("All of it may be another's", Deal, new SplitCredit([new("S-002", 10_000)]), nameof(CreditSplit)),
        Row("What is won is not split, but corrected", Won, SixtyForty, "CP-OPP-03"),
        Row("What is lost is credited to nobody", World.Lost, SixtyForty, "CP-OPP-03"),
        Row("Shares are stated", Deal, new SplitCredit(default), "CP-DATA-01", "shares"),
        Row("A share is given", Deal, new SplitCredit([null!]), "CP-DATA-01", "shares[0]"),
        Row("A share is more than nothing", Deal, new SplitCredit([new("S-001", 10_000), new("S-002", 0)]), "CP-DATA-01", "shares[1]"),
        Row("A share is the whole at most", Deal, new SplitCredit([new("S-001", 10_001)]), "CP-DATA-01", "shares[0]"),
        Row("A share is somebody's", Deal, new SplitCredit([new("S/1", 10_000)]), "CP-DATA-01", "shares[0]"),
        Row("Shares are each another's", Deal, new SplitCredit([new("S-002", 5_000), new("s-002", 5_000)]), "CP-DATA-01", "shares"),
        Row("Shares are few", Deal, new SplitCredit([.. Enumerable.Range(0, CreditShare.Max + 1).Select(i => new StatedShare($"T-{i}", 1))]), "CP-DATA-01", "shares"),
        Row("A reason has a longest length", Deal, SixtyForty with { Reason = new('r', 4_001) }, "CP-DATA-01", "reason"),
        Row("Shares make a whole, not a basis point less", Deal, new SplitCredit([new("S-001", 6_000), new("S-002", 3_999)]), "CP-SPLIT-01", "shares"),
        Row("Nor a basis point more", Deal, new SplitCredit([new("S-001", 6_000), new("S-002", 4_001)]), "CP-SPLIT-01", "shares"),
        Row("A share is a salesperson's", Deal, new SplitCredit([new("S-001", 6_000), new("S-404", 4_000)]), "CP-SPLIT-02", "shares[1].person"),
        Row("Who has left and had no part in it gets none", Deal, new SplitCredit([new("S-001", 6_000), new("S-003", 4_000)]), "CP-SPLIT-02", "shares[1].person"),
        Row("Who has left and was in the team may", Deal with { File = DealDetails.None with { EverInTeam = ["S-003"] } }, new SplitCredit([new("S-001", 6_000), new("S-003", 4_000)]), nameof(CreditSplit)),
        Row("Nobody splits it so that they gain", Deal, SixtyForty, "CP-SPLIT-03", "shares[1].person", By("S-002", Duties.Manager)),
        Row("Nor so that somebody gains whom they act for", Deal, SixtyForty, "CP-SPLIT-03", "shares[1].person",
            c => By("S-900", Duties.Manager)(c) with { People = c.People.SetItem("S-002", World.Li with { Delegations = [new("S-900", World.Today, World.Today)] }) }),
        Row("Who loses by it may", Split, new SplitCredit([new("S-001", 7_000), new("S-002", 3_000)]), nameof(CreditSplit), null, By("S-002", Duties.Manager)),
        Row("Nobody gives it back to the owner they act for", Split, new SplitCredit([]), "CP-SPLIT-03", "shares",
            c => By("S-900", Duties.Manager)(c) with { PresentOwner = World.Wang with { Delegations = [new("S-900", World.Today, World.Today)] } }),

        Row("Finance corrects what is won", Won, Later, nameof(CreditSplit), null, By("FIN-1", Duties.Finance)),
        Row("A correction has a reason", Won, Later with { Reason = "" }, "CP-DATA-01", "reason", By("FIN-1", Duties.Finance)),
        Row("What is open is not corrected, but split", Deal, Later, "CP-SPLIT-04", null, By("FIN-1", Duties.Finance)),
        Row("Nothing is corrected of a month that is closed", Won, Later, "CP-PERIOD-01", null, c => By("FIN-1", Duties.Finance)(c) with { ClosedMonths = AccountingRulesTests.AugustIsClosed }),
        Row("Finance does not correct it so that they gain", Won, Later, "CP-SPLIT-03", "shares[1].person", By("S-002", Duties.Finance)),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Credit_answers_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Theory]
    [InlineData(100, "3334 3333 3333", "34 33 33")]
    [InlineData(1, "5000 5000", "1 0")]
    [InlineData(1, "1 9999", "0 1")]
    [InlineData(2, "3333 3333 3334", "1 0 1")]
    [InlineData(0, "6000 4000", "0 0")]
    [InlineData(10_001, "9999 1", "10000 1")]
    [InlineData(Money.MaxMinorUnits, "10000", "100000000000000")]
    [InlineData(7, "2500 2500 2500 2500", "2 2 2 1")]
    public void What_is_left_over_goes_to_those_who_lost_most_and_among_equals_by_id(long minor, string points, string parts) =>
        Assert.Equal(parts, string.Join(' ', CreditShare.Divide(minor, Shares(points.Split(' ').Select(int.Parse)))));

    /// <summary>Shares that make a whole, drawn by cutting it.</summary>
    private static Gen<ImmutableArray<CreditShare>> AnyShares { get; } = Gen.Int[1, CreditShare.Whole - 1].Array[0, CreditShare.Max - 1].Select(cuts =>
    {
        int[] at = [0, .. cuts.Distinct().Order(), CreditShare.Whole];
        return Shares(at.Skip(1).Zip(at, (b, a) => b - a));
    });

    [Fact]
    public void The_parts_of_any_amount_add_up_to_it_and_none_is_a_unit_off() => Gen.Select(Gen.Frequency((3, Gen.Long[0, 1_000]), (2, Gen.Long[0, Money.MaxMinorUnits]), (1, Gen.Const(Money.MaxMinorUnits))), AnyShares).Sample(
        (minor, shares) =>
        {
            var parts = CreditShare.Divide(minor, shares);
            Assert.Equal(minor, parts.Sum());
            for (var i = 0; i < parts.Length; i++)
            {
                var exact = (decimal)minor * shares[i].BasisPoints / CreditShare.Whole;
                Assert.True(parts[i] >= decimal.Floor(exact) && parts[i] <= decimal.Ceiling(exact), $"{parts[i]} of {exact}");
            }
            // The order they are written in does not matter.
            Assert.Equal(parts.Reverse(), CreditShare.Divide(minor, [.. shares.Reverse()]));
        }, iter: 2_000);

    [Fact]
    public void A_part_that_only_rounds_down_does_not_add_up() =>
        Assert.Throws<CsCheckException>(() => Gen.Select(Gen.Long[0, 1_000], AnyShares).Sample((minor, shares) =>
            Assert.Equal(minor, shares.Sum(s => minor * s.BasisPoints / CreditShare.Whole)), iter: 500));

    [Fact]
    public void The_owners_part_goes_with_the_deal_and_the_others_stay_as_recorded()
    {
        var given = Split.Evolve(new OpportunityReassigned(new("S-005", "South", "South"), "S-001", null), World.Now);
        Assert.Equal([new("S-005", "South", "South", 6_000), new("S-002", "North 2", "North", 4_000)], given.File!.Credit);
        // To somebody who has a part already: both are theirs then, where the deal is credited to now.
        var merged = Split.Evolve(new OpportunityReassigned(new("S-002", "South", "South"), "S-001", null), World.Now);
        Assert.Empty(merged.File!.Credit);
        Assert.Equal([new CreditedPart("S-002", "South", "South", 10_000, null)], merged.CreditedParts());
        var three = Deal.Evolve(new CreditSplit([new("S-002", "a", "a", 5_000), new("S-001", "b", "b", 3_000), new("S-005", "c", "c", 2_000)], null), World.Now)
            .Evolve(new OpportunityReassigned(new("S-005", "d", "d"), "S-001", null), World.Now);
        Assert.Equal([new("S-005", "d", "d", 5_000), new("S-002", "a", "a", 5_000)], three.File!.Credit);
    }

    [Fact]
    public void A_split_counts_in_parts_where_parts_are_asked_for_and_nowhere_else()
    {
        var table = Tables.OfOpportunities();
        table.Put("O1", new SubjectRecord<Opportunity> { Version = 1, State = Split with { Status = OpportunityStatus.Won, ClosedOn = World.Today, Facts = World.Full with { Amount = new(10_01, "CNY") } } });
        Assert.Equal(["S-001: 1 1001"], Said(new([KpiDimension.Owner])));
        Assert.Equal(["S-001: 1 601", "S-002: 0 400"], Said(new([KpiDimension.Owner]) { ByCredit = true }));
        Assert.Equal(["East 1: 1 601", "North 2: 0 400"], Said(new([KpiDimension.Team]) { ByCredit = true }));
        Assert.Equal([": 1 1001"], Said(new([]) { ByCredit = true }));
        Assert.Equal(1, table.List(new() { Among = [new("credited", ["S-002"])] }, Tables.Today, _ => null).Total);
        Assert.Equal(0, table.List(new() { Among = [new("credited", ["S-005"])] }, Tables.Today, _ => null).Total);
        Assert.Equal(["S-001 601", "S-002 400"], Assert.Single(table.Read(new()).Rows).Credit!.Parts.Select(c => $"{c.Person} {c.Amount!.Value.MinorUnits}"));
        // Not won, there is nothing to divide.
        table.Put("O1", new SubjectRecord<Opportunity> { Version = 2, State = Split });
        Assert.Equal(["S-001: 0 0"], Said(new([KpiDimension.Owner]) { ByCredit = true }));

        IEnumerable<string> Said(KpiQuery query) => KpiCube.Cells(table.Ask(query, Tables.Today), query.GroupBy.Length)
            .Select(c => $"{(c.Key.IsEmpty ? "" : c.Key[0])}: {c.Totals.Won} {c.Totals.WonMinor}").Order(StringComparer.Ordinal);
    }

    private static ImmutableArray<CreditShare> Shares(IEnumerable<int> points) => [.. points.Select((p, i) => new CreditShare($"S-{i:000}", "T", "R", p))];

    private static Func<OpportunityContext, OpportunityContext> By(string actor, Duties duties) => c => c with { Request = World.By(actor, duties), PresentOwner = World.Wang };
}
