using System.Collections.Immutable;
using SalesGrid.Gateway.Overview;
using SalesGrid.Gateway.Processes;
using SalesGrid.Gateway.Web;
using SalesGrid.Kpis;
using SalesGrid.Opportunities;
using SalesGrid.Processes;
using Xunit;
using GroupFigures = SalesGrid.Gateway.Overview.GroupFigures;

namespace SalesGrid.Web.Tests;

/// <summary>Which stages the funnel shows, and what it calls them.</summary>
public sealed class StageOrderTests
{
    private static readonly ImmutableArray<ProcessDefinition> Shipped = new ShippedProcessNames().Known;

    private static readonly ProcessDefinition Own = Shipped[0] with
    {
        Id = "tender",
        Stages =
        [
            Shipped[0].Stages[0] with { Id = "lead", Name = new("线索", "Lead"), ProbabilityPercent = 15 },
            Shipped[0].Stages[0] with { Id = "bid", Name = new("投标", "Bid"), ProbabilityPercent = 55 },
        ],
    };

    [Fact]
    public void Without_opportunities_the_key_account_is_shown() =>
        Assert.Equal(["development", "initiation", "proposal", "bidding", "negotiation", "implementation"], Ids([], Shipped));

    [Fact]
    public void A_process_nothing_runs_under_takes_no_room() =>
        Assert.Equal(["development", "initiation", "proposal", "bidding", "negotiation", "implementation"], Ids(["bidding"], Shipped));

    [Fact]
    public void A_companys_own_stages_are_named_and_stand_in_its_order_beside_the_shipped_ones()
    {
        var shown = StageOrder.Arrange(Groups("bid", "bidding"), [.. Shipped, Own], [], Locale.Of(Language.Chinese));
        Assert.Equal([("线索", 15, 0L), ("投标", 55, 1L)], shown[^2..].Select(s => (s.Name, s.ProbabilityPercent ?? -1, s.Group.Counts.Open)));
        Assert.Equal(8, shown.Length);
    }

    [Fact]
    public void A_stage_nobody_knows_comes_last_under_its_id()
    {
        var shown = StageOrder.Arrange(Groups("bid", "bidding"), Shipped, [], Locale.Of(Language.English));
        Assert.Equal(("bid", null), (shown[^1].Name, shown[^1].ProbabilityPercent));
    }

    [Fact]
    public void A_stage_of_an_earlier_version_is_named_by_it_after_the_others()
    {
        var shown = StageOrder.Arrange(Groups("bid", "bidding", "unheard"), Shipped, [Own], Locale.Of(Language.English));
        Assert.Equal([("Bid", 55), ("unheard", -1)], shown[^2..].Select(s => (s.Name, s.ProbabilityPercent ?? -1)));
    }

    private static IEnumerable<string?> Ids(string[] stages, ImmutableArray<ProcessDefinition> processes) =>
        StageOrder.Arrange(Groups(stages), processes, [], Locale.Of(Language.Chinese)).Select(s => s.Group.Key);

    private static IEnumerable<GroupFigures> Groups(params string[] stages) => stages.Select(s => new GroupFigures(s, new KpiTotals { Open = 1 }, []));
}
