using SalesGrid.Kpis;
using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Projections;
using SalesGrid.Salespeople;
using SalesGrid.Storage.InMemory;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>What a sales manager would see of one opportunity, on a cluster of two silos.</summary>
public sealed class OpportunityLifeTests : IAsyncLifetime
{
    private GridCluster grid = null!;

    public async ValueTask InitializeAsync()
    {
        grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
    }

    public ValueTask DisposeAsync() => grid.DisposeAsync();

    [Fact]
    public async Task A_key_account_is_won_only_through_every_gate()
    {
        await grid.Open("O1", amountMinor: 125_000_00);
        await Refused(grid.Opportunity("O1").Execute(new AdvanceStage(), grid.Command()), ControlPoints.KeyNodeMustBeEvidenced);
        await Refused(grid.Opportunity("O1").Execute(new WinOpportunity(), grid.Command()), ControlPoints.StageMustAllowWinning);
        await grid.AdvanceToNegotiation("O1");
        await Accepted(grid.Opportunity("O1").Execute(new WinOpportunity(), grid.Command()));

        var won = await grid.Opportunity("O1").Get();
        Assert.Equal((OpportunityStatus.Won, "negotiation"), (won!.Status, won.Stage));
        var totals = await grid.Totals();
        Assert.Equal((1, (Int128)125_000_00, 1.0), (totals.Won, totals.WonMinor, totals.WinRate));
        await grid.Verify();
    }

    [Fact]
    public async Task A_lost_opportunity_can_be_reopened_and_counts_as_open_again()
    {
        await grid.Open("O1");
        await Accepted(grid.Opportunity("O1").Execute(new LoseOpportunity("price"), grid.Command()));
        Assert.Equal(1, (await grid.Totals()).Lost);
        await Refused(grid.Opportunity("O1").Execute(new AdvanceStage(), grid.Command()), ControlPoints.OpportunityMustBeOpen);
        await Accepted(grid.Opportunity("O1").Execute(new ReopenOpportunity("budget is back"), grid.Command()));
        Assert.Equal((1, 0), ((await grid.Totals()).Open, (await grid.Totals()).Lost));
        await grid.Verify();
    }

    [Fact]
    public async Task A_reassigned_opportunity_counts_for_the_new_region_only()
    {
        await grid.Open("O1");
        await Accepted(grid.Opportunity("O1").Execute(new ReassignOpportunity("S2", "territory"), grid.Command(duties: Duties.Manager)));
        var cells = (await grid.Kpis(new([KpiDimension.Region]))).SelectMany(p => p.Cells).ToArray();
        Assert.Equal("West", Assert.Single(cells).Key.Single());
        await grid.Verify();
    }

    [Fact]
    public async Task A_deactivated_salesperson_is_given_nothing_more()
    {
        await Accepted(grid.Salesperson("S2").Execute(new DeactivateSalesperson(), grid.Command()));
        await grid.Open("O1");
        await Refused(grid.Opportunity("O1").Execute(new ReassignOpportunity("S2"), grid.Command()), ControlPoints.SalespersonMustBeActive);
    }

    [Fact]
    public async Task The_history_tells_every_step_in_order()
    {
        await grid.Open("O1");
        await grid.AdvanceToNegotiation("O1");
        var history = await grid.Subject("opportunity/O1").Trail(0, 500);
        Assert.Equal(Enumerable.Range(1, history.Length), history.Select(h => h.Version));
        Assert.Equal("OpportunityOpened", history[0].Type);
        Assert.Equal(4, history.Count(h => h.Type == "StageAdvanced"));
        Assert.All(history, h => Assert.Equal("tester", h.Actor));
        var rest = await grid.Subject("opportunity/O1").Trail(history[4].Version, 2);
        Assert.Equal(history.Skip(5).Take(2), rest);
    }

    [Fact]
    public async Task Whoever_has_a_receipt_finds_its_effect_in_the_pipeline()
    {
        for (var i = 0; i < 200; i++)
        {
            await grid.Open($"O{i}");
            var parts = await Task.WhenAll(Enumerable.Range(0, 4).Select(b => grid.Grains.GetGrain<IProjectionGrain>(b).List(new())));
            Assert.Equal(i + 1, parts.Sum(p => p.Total));
        }
    }

    [Fact]
    public async Task Everything_of_a_bucket_lives_on_one_silo_and_both_silos_have_work()
    {
        for (var i = 0; i < 40; i++)
            await grid.Open($"O{i}");
        var places = await grid.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        var byBucket = places
            .Where(p => p.GrainId.Type.ToString() is "opportunity" or "ledger" or "projection")
            .GroupBy(p => GrainIdKeyExtensions.TryGetIntegerKey(p.GrainId, out var bucket, out _)
                ? (int)bucket
                : SubjectId.BucketOf(p.GrainId.Key.ToString()!, 4))
            .ToList();
        Assert.Equal(4, byBucket.Count);
        Assert.All(byBucket, bucket => Assert.Single(bucket.Select(p => p.SiloAddress).Distinct()));
        Assert.All(byBucket, bucket => Assert.Contains(bucket, p => p.GrainId.Type.ToString() == "ledger"));
    }

    [Fact]
    public async Task A_watcher_is_told_once_when_a_bucket_moves()
    {
        await grid.Open("O1");
        var bucket = SubjectId.BucketOf("opportunity/O1", 4);
        var projection = grid.Grains.GetGrain<IProjectionGrain>(bucket);
        var watermark = (await projection.List(new())).Watermark;
        var watcher = new Watcher();
        var reference = grid.Grains.CreateObjectReference<IProjectionWatcher>(watcher);
        await projection.Watch(reference, watermark);
        Assert.False(watcher.Told.Task.IsCompleted);
        await Accepted(grid.Opportunity("O1").Execute(new RecordActivity("call", "spoke"), grid.Command()));
        Assert.Equal((bucket, watermark + 1), await watcher.Told.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        GC.KeepAlive(watcher);
    }

    private sealed class Watcher : IProjectionWatcher
    {
        public TaskCompletionSource<(int, long)> Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Changed(int bucket, long watermark)
        {
            Told.TrySetResult((bucket, watermark));
            return Task.CompletedTask;
        }
    }
}
