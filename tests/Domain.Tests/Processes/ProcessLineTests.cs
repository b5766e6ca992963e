using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

/// <summary>Which version is in force on which day.</summary>
public sealed class ProcessLineTests
{
    private static Gen<ProcessLine> Line { get; } = Gen.Select(
        Gen.Select(Gen.Int[1, 9], Gen.Int[0, 12], (version, day) => new ProcessEffect(version, World.Today.AddDays(day))).Array[0, 8], Gen.Int[-1, 12],
        (effects, retired) => new ProcessLine("x", [.. effects], retired < 0 ? null : World.Today.AddDays(retired)));

    private static readonly ProcessLine Retired = new("key-account", [new(1, DateOnly.MinValue)], World.Today);

    private static readonly ProcessLine Coming = new(Tender.Id, [new(1, World.Today.AddDays(1))], null);

    internal static RuleRow[] Rows { get; } =
    [
        Row("Nothing begins under a retired process", ProcessCatalog.Shipped.With(Retired, null), "key-account", "CP-PROC-11"),
        Row("Nothing begins under a process whose day has not come", ProcessCatalog.Shipped.With(Coming, null), Tender.Id, "CP-PROC-11"),
        Row("Nothing begins under a process nobody knows", ProcessCatalog.Shipped, Tender.Id, "CP-OPP-07"),
        Row("An opportunity begins under a process that is in force", ProcessCatalog.Shipped.With(Coming, Tender.Definition), Tender.Id, nameof(OpportunityOpened)),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Beginning_answers_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void In_force_is_what_came_last_the_highest_version_on_a_tie_and_nothing_once_retired() => Line.Sample(line =>
    {
        for (var day = World.Today.AddDays(-1); day < World.Today.AddDays(14); day = day.AddDays(1))
        {
            var sorted = line.Effects.Where(e => e.From <= day).OrderBy(e => e.From).ThenBy(e => e.Version).ToArray();
            var expected = sorted.Length == 0 || (line.RetiredFrom is { } end && end <= day) ? null : (int?)sorted[^1].Version;
            Assert.Equal(expected, line.InForceOn(day));
        }
    });

    [Fact]
    public void A_shipped_process_is_in_force_from_the_start_until_another_version_is_adopted()
    {
        var view = new ProcessView { Id = "key-account", Version = 1, Adoptions = [new(2, World.Today, "li", World.Now)] };
        var line = ProcessLine.Of("key-account", view, ProcessCatalog.Shipped);
        Assert.Equal((1, 2), (line.InForceOn(World.Today.AddDays(-1)), line.InForceOn(World.Today)));
        Assert.Equal(1, ProcessLine.Of("key-account", null, ProcessCatalog.Shipped).InForceOn(World.Today));
    }

    [Fact]
    public void What_runs_under_a_retired_process_goes_on() => Assert.Equal(nameof(StageAdvanced), Answer.Of(OpportunityRules.Decide(
        "OPP-1", World.In("development", null, "project-information"), new AdvanceStage(), new(World.Today, ProcessCatalog.Shipped.With(Retired, null)))).ToString());

    private static RuleRow Row(string says, ProcessCatalog processes, string processId, string expected) => new(says, () => Answer.Of(
        OpportunityRules.Decide("OPP-1", Opportunity.None, new OpenOpportunity(World.Full, World.Wang.Id, processId),
            new(World.Today, processes, World.Wang, World.Steel))), expected);
}
