namespace SalesGrid.Domain.Tests;

public sealed class ProcessCatalogTests
{
    private static readonly ProcessDefinition KeyAccount = ProcessCatalog.Shipped.Newest["key-account"];

    [Fact]
    public void The_six_stages_of_a_key_account_come_in_order_with_their_key_nodes() => Assert.Equal(
        [
            ("development", "客户开发", "项目信息准确", 10, false),
            ("initiation", "售前立项", "立项评审通过", 20, false),
            ("proposal", "提案", "客户关系有效推进", 40, false),
            ("bidding", "招投标", "中标或议标成功", 60, false),
            ("negotiation", "商务谈判", "合同审批与签订", 80, true),
            ("implementation", "工程实施", "验收与项目关闭", 95, true),
        ],
        KeyAccount.Stages.Select(s => (s.Id, s.Name.Zh, s.KeyNode.Zh, s.ProbabilityPercent, s.MayWin)));

    [Theory]
    [InlineData("development", "")]
    [InlineData("initiation", "development")]
    [InlineData("proposal", "initiation")]
    [InlineData("bidding", "proposal")]
    [InlineData("negotiation", "proposal bidding")]
    [InlineData("implementation", "")]
    public void The_ways_back_are_these(string stage, string backTo) =>
        Assert.Equal(backTo.Split(' ', StringSplitOptions.RemoveEmptyEntries), KeyAccount.Stage(stage).MayReturnTo);

    [Fact]
    public void The_shipped_versions_are_these_and_no_other_release_changes_that()
    {
        // A company may have versions of its own after these. A later release ships new processes under ids of its own.
        Assert.Equal([("channel", 1, true), ("key-account", 1, true), ("key-account", 2, false), ("seven-steps", 1, true)],
            ProcessCatalog.Shipped.Shelved.Where(s => !s.Definition.Id.StartsWith("grid-", StringComparison.Ordinal))
                .Select(s => (s.Definition.Id, s.Definition.Version, s.EffectiveFrom is not null)));
        Assert.Equal([1, 1, 1], ProcessCatalog.Shipped.Newest.Values.Select(p => p.Version));
    }

    [Fact]
    public void Shipped_processes_share_no_stage_ids_so_a_funnel_can_show_them_together()
    {
        var ids = ProcessCatalog.Shipped.Newest.Values.SelectMany(p => p.Stages).Select(s => s.Id).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void The_second_key_account_has_the_same_stages_and_a_card_of_six_lines()
    {
        var second = ProcessCatalog.Shipped.Pinned("key-account", 2);
        Assert.Equal(KeyAccount.Stages.Select(s => (s.Id, s.ProbabilityPercent)), second.Stages.Select(s => (s.Id, s.ProbabilityPercent)));
        Assert.Equal(["need", "timetable", "budget", "competition", "decision", "priority"], second.Evaluation.Select(c => c.Code));
        Assert.All(second.Stages, s => Assert.NotNull(s.MaxDays));
    }

    [Fact]
    public void Every_key_node_of_a_shipped_process_asks_for_evidence_and_is_named_in_both_languages()
    {
        foreach (var process in ProcessCatalog.Shipped.Shelved.Select(s => s.Definition))
        {
            Assert.All(process.Stages, s => Assert.NotEmpty(s.Evidence));
            var names = process.Stages.SelectMany(s => new[] { s.Name, s.KeyNode }.Concat(s.Evidence.Select(e => e.Name)))
                .Concat(process.LossReasons.Select(r => r.Name)).Concat(process.WinReasons.Select(r => r.Name))
                .Concat(process.Evaluation.Select(c => c.Name)).Concat(process.ActivityKinds.Select(k => k.Name)).Append(process.Name);
            Assert.All(names, n => Assert.Matches(Texts.Chinese(), n.Zh));
            Assert.All(names, n => Assert.DoesNotMatch(Texts.Chinese(), n.En));
            Assert.All(names, n => Assert.False(string.IsNullOrWhiteSpace(n.En)));
            Assert.Equal(process.Stages.Select(s => s.ProbabilityPercent).Order(), process.Stages.Select(s => s.ProbabilityPercent));
        }
    }

    [Fact]
    public void No_chance_of_winning_falls_from_stage_to_stage() =>
        Assert.Equal(KeyAccount.Stages.Select(s => s.ProbabilityPercent).Order(), KeyAccount.Stages.Select(s => s.ProbabilityPercent));

    public static TheoryData<string, string> Broken => new(Definitions.Select(d => (d.Says, d.Complaint)));

    private static (string Says, ProcessDefinition Definition, string Complaint)[] Definitions { get; } =
    [
        ("no stages", KeyAccount with { Stages = [] }, "CP-PDEF-01"),
        ("stages not given", KeyAccount with { Stages = default }, "CP-PDEF-01"),
        ("two stages of one id", With(1, s => s with { Id = "development" }), "CP-PDEF-02"),
        ("no stage may win", KeyAccount with { Stages = [.. KeyAccount.Stages.Select(s => s with { MayWin = false })] }, "CP-PDEF-06"),
        ("no unknown loss reason", KeyAccount with { LossReasons = [.. KeyAccount.LossReasons.Where(r => r.Code != LossReason.Unknown)] }, "CP-PDEF-12"),
        ("less than impossible", With(0, s => s with { ProbabilityPercent = -1 }), "CP-PDEF-03"),
        ("more than certain", With(5, s => s with { ProbabilityPercent = 101 }), "CP-PDEF-03"),
        ("back to itself", With(2, s => s with { MayReturnTo = ["proposal"] }), "CP-PDEF-04"),
        ("back to a later stage", With(2, s => s with { MayReturnTo = ["bidding"] }), "CP-PDEF-04"),
        ("back to nowhere", With(2, s => s with { MayReturnTo = ["nowhere"] }), "CP-PDEF-04"),
    ];

    [Theory, MemberData(nameof(Broken))]
    public void A_broken_definition_is_refused_at_the_start(string says, string complaint)
    {
        var definition = Definitions.Single(d => d.Says == says).Definition;
        var error = Assert.Throws<InvalidOperationException>(() => new ProcessCatalog([definition]));
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
        Assert.Contains("key-account version 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_cannot_be_published_twice() =>
        Assert.Throws<ArgumentException>(() => new ProcessCatalog([KeyAccount, KeyAccount with { Name = new("另一个", "Another") }]));

    [Fact]
    public void New_opportunities_take_the_newest_version_and_old_ones_keep_theirs()
    {
        var second = With(0, s => s with { ProbabilityPercent = 15 }) with { Version = 2 };
        var catalog = new ProcessCatalog([second, KeyAccount]);
        Assert.Equal(2, catalog.Newest["key-account"].Version);
        Assert.Equal(10, catalog.Pinned("key-account", 1).Stages[0].ProbabilityPercent);
        Assert.Throws<InvalidOperationException>(() => catalog.Pinned("key-account", 3));

        var opened = OpportunityRules.Decide("OPP-1", Opportunity.None, new OpenOpportunity(World.Full, World.Wang.Id),
            new(World.Today, catalog, World.Wang, World.Steel));
        Assert.Equal((2, 15), Assert.IsType<OpportunityOpened>(Assert.Single(opened.Events)) is var e ? (e.ProcessVersion, e.ProbabilityPercent) : default);
    }

    private static ProcessDefinition With(int stage, Func<StageDefinition, StageDefinition> change) =>
        KeyAccount with { Stages = KeyAccount.Stages.SetItem(stage, change(KeyAccount.Stages[stage])) };
}
