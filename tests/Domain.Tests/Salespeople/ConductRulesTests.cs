using static SalesGrid.Domain.Tests.People;

namespace SalesGrid.Domain.Tests;

/// <summary>Conduct, targets told, and pipeline beside target.</summary>
public sealed class ConductRulesTests
{
    private static readonly RecordConduct Gift = new(ConductKind.Breach, "gifts-2.1", "收受礼品", World.Today);
    private static readonly Salesperson Aimed = Wang with { Targets = [new("2026-Q3", Yuan(1_000))], NextCoverageOn = World.Today };
    private static readonly PipelineFacts Facts = new(900_00, 400_00);
    private static readonly DateOnly NextWeek = World.Today.AddDays(7);

    internal static RuleRow[] Rows { get; } =
    [
        Row("Conduct is of some sort", Wang, Gift with { Kind = 0 }, Keeper, "CP-DATA-01", "kind"),
        Row("Conduct has a code", Wang, Gift with { Code = "" }, Keeper, "CP-DATA-01", "code"),
        Row("Conduct is told", Wang, Gift with { Text = "" }, Keeper, "CP-DATA-01", "text"),
        Row("Conduct is told shortly", Wang, Gift with { Text = new('长', 1_001) }, Keeper, "CP-DATA-01", "text"),
        Row("Conduct is of some day", Wang, Gift with { On = new(1800, 1, 1) }, Keeper, "CP-DATA-01", "on"),
        Row("Conduct is not of tomorrow", Wang, Gift with { On = World.Today.AddDays(1) }, Keeper, "CP-DATA-01", "on"),
        Row("A colleague records no conduct", Wang, Gift, By("S-002"), "CP-COND-01"),
        Row("Finance records no conduct", Wang, Gift, By("S-002", Duties.Finance), "CP-COND-01"),
        Row("Nobody records their own conduct, whatever their duty", Wang, Gift with { Kind = ConductKind.Commendation }, By("S-001", Duties.Controller), "CP-COND-02"),
        Row("Internal control records conduct", Wang, Gift, By("ic-1", Duties.Controller), nameof(ConductRecorded)),
        Row("A manager records conduct, today's unless a day is stated", Wang, Gift with { On = null }, By("S-009", Duties.Manager), nameof(ConductRecorded)),
        Row("The conduct of somebody who left is recorded", Gone, Gift, Keeper, nameof(ConductRecorded)),

        Row("Nobody tells somebody a target by hand", Wang, new NoteTarget("2026-Q4", Yuan(1)), Keeper, "CP-CTRL-08"),
        Row("A target is of a period", Wang, new NoteTarget("2026-Q5", Yuan(1)), Grid, "CP-TGT-01", "period"),
        Row("A target is not negative", Wang, new NoteTarget("2026-Q4", Yuan(-1)), Grid, "CP-DATA-01", "amount"),
        Row("A target is told", Wang, new NoteTarget("2026-Q4", Yuan(1)), Grid, nameof(TargetNoted)),
        Row("A target told again changes nothing", Aimed, new NoteTarget("2026-Q3", Yuan(1_000)), Grid, RuleRow.Nothing),
        Row("A target that changed is told", Aimed, new NoteTarget("2026-Q3", Yuan(1_001)), Grid, nameof(TargetNoted)),
        Row("A target that is gone is told", Aimed, new NoteTarget("2026-Q3", null), Grid, nameof(TargetNoted)),
        Row("A target that never was is not told", Wang, new NoteTarget("2026-Q3", null), Grid, RuleRow.Nothing),

        Row("A colleague has no coverage counted", Aimed, new CheckCoverage(), By("S-002"), "CP-COVER-01"),
        Row("A salesperson has their coverage counted", Aimed, new CheckCoverage(), By("S-001"), nameof(CoverageNoted)),
        Row("A manager has coverage counted", Aimed, new CheckCoverage(), By("S-009", Duties.Manager), nameof(CoverageNoted)),
        Row("The grid has coverage counted", Aimed, new CheckCoverage(), Grid, nameof(CoverageNoted)),
        Row("Counted twice a day, the same changes nothing", Aimed with { Coverage = new("2026-Q3", 900_00, 400_00, 1_000_00, "CNY", World.Today), NextCoverageOn = NextWeek },
            new CheckCoverage(), Grid, RuleRow.Nothing),
        Row("The next week the same is counted again, so that another week follows", Aimed with { Coverage = new("2026-Q3", 900_00, 400_00, 1_000_00, "CNY", World.Today), NextCoverageOn = NextWeek },
            new CheckCoverage(), Grid with { Today = NextWeek }, nameof(CoverageNoted)),
        Row("Without a target nothing is counted", Wang, new CheckCoverage(), Grid, RuleRow.Nothing),
        Row("Where the target is over, counting ends", Aimed, new CheckCoverage(), Grid with { Today = new(2026, 10, 1) }, nameof(CoverageNoted)),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_conduct_and_coverage_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void Coverage_is_counted_weekly_while_there_is_a_target_and_begins_again_with_the_next()
    {
        var told = Wang;
        foreach (var (period, amount) in new[] { ("2026-Q3", Yuan(1_000)), ("2026-Q4", Yuan(2_000)) })
            told = After(told, new NoteTarget(period, amount), World.Today);
        Assert.Equal(World.Today, told.NextCoverageOn);
        told = After(told, new CheckCoverage(), World.Today);
        Assert.Equal(("2026-Q3", NextWeek), (told.Coverage!.Period, told.NextCoverageOn));
        told = After(told, new CheckCoverage(), new(2026, 9, 29));
        Assert.Equal(new DateOnly(2026, 10, 1), told.NextCoverageOn);
        told = After(told, new CheckCoverage(), new(2027, 1, 1));
        Assert.Null(told.Coverage);
        Assert.Null(told.NextCoverageOn);
    }

    [Fact]
    public void The_quarter_comes_before_the_month_and_the_month_before_the_year()
    {
        var all = Wang with { Targets = [new("2026", Yuan(1)), new("2026-09", Yuan(2)), new("2026-Q3", Yuan(3)), new("2026-Q4", Yuan(4))] };
        Assert.Equal("2026-Q3", SalespersonRules.CurrentTarget(all, World.Today)?.Period.Id);
        Assert.Equal("2026-09", SalespersonRules.CurrentTarget(all with { Targets = all.Targets.RemoveAt(2) }, World.Today)?.Period.Id);
        Assert.Equal("2026", SalespersonRules.CurrentTarget(all, new(2026, 1, 1))?.Period.Id);
        Assert.Null(SalespersonRules.CurrentTarget(all, new(2027, 1, 1)));
    }

    [Theory]
    [InlineData(900_00, 400_00, 1.5, true)]
    [InlineData(900_00, 700_00, 3.0, false)]
    [InlineData(899_99, 700_00, 3.0, true)]
    [InlineData(0, 1_000_00, null, false)]
    [InlineData(0, 999_99, 0.0, true)]
    public void Coverage_is_open_pipeline_over_what_is_still_to_be_won(long open, long won, double? ratio, bool below)
    {
        var coverage = new Coverage("2026-Q3", open, won, 1_000_00, "CNY", World.Today);
        Assert.Equal((decimal?)ratio, coverage.Ratio);
        Assert.Equal(below, coverage.IsBelow(300));
    }

    [Fact]
    public void The_last_fifty_entries_and_the_latest_targets_are_kept()
    {
        var person = Wang;
        for (var i = 0; i < 60; i++)
            person = person.Evolve(new ConductRecorded(ConductKind.Note, $"n{i}", "x", World.Today, "hr-1"), World.Now);
        Assert.Equal((50, "n10", "n59"), (person.Conduct.Length, person.Conduct[0].Code, person.Conduct[^1].Code));
        for (var year = 2000; year < 2030; year++)
            person = person.Evolve(new TargetNoted($"{year}", Yuan(year), null), World.Now);
        Assert.Equal((24, "2029", "2006"), (person.Targets.Length, person.Targets[0].Period, person.Targets[^1].Period));
    }

    private static Salesperson After(Salesperson current, SalespersonCommand command, DateOnly today) =>
        SalespersonRules.Decide("S-001", current, command, Grid with { Today = today }, new() { Pipeline = Facts }).Events
            .Aggregate(current, (s, e) => s.Evolve(e, World.Now));

    private static RuleRow Row(string says, Salesperson current, SalespersonCommand command, DecisionContext request, string expected, string? field = null) =>
        new(says, () => Answer.Of(SalespersonRules.Decide("S-001", current, command, request, new() { Pipeline = Facts })), expected, field);
}
