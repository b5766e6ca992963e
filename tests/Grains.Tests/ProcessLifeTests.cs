using SalesGrid.Opportunities;
using SalesGrid.Processes;
using SalesGrid.Projections;
using SalesGrid.Storage.InMemory;
using SalesGrid.Testing;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>A company's own process from its draft to the opportunities that run under it, on two silos.</summary>
public sealed class ProcessLifeTests : IAsyncLifetime
{
    private readonly InMemoryLedgerStore store = new();
    private readonly MovableTime time = new();
    private GridCluster grid = null!;

    private DateOnly Today => CompanyDay.Of(time.GetUtcNow());

    public async ValueTask InitializeAsync()
    {
        // A day that ends while a test runs would be two days: begin in the morning, wherever it is run.
        var now = CompanyDay.At(time.GetUtcNow());
        time.Forward(TimeSpan.FromHours(9) + TimeSpan.FromDays(1) - now.TimeOfDay);
        grid = await GridCluster.Start(store, time: time);
        await grid.Staff();
    }

    public ValueTask DisposeAsync() => grid.DisposeAsync();

    [Fact]
    public async Task A_version_approved_by_another_is_met_from_its_day_and_old_opportunities_keep_theirs()
    {
        await Release(1, Version(1, "need-note"), Today);
        Assert.Equal(1, await Open("O1"));
        await Release(2, Version(2, "budget-note"), Today.AddDays(1));
        time.Forward(SiloProcessCache.StaleAfter);
        Assert.Equal(1, await Open("O2"));
        time.Forward(TimeSpan.FromDays(1));
        Assert.Equal(2, await Open("O3"));

        // Each by its own gate.
        await Refused(grid.Opportunity("O3").Execute(new AdvanceStage(), grid.Command()), ControlPoints.KeyNodeMustBeEvidenced);
        await Accepted(grid.Opportunity("O3").Execute(new AttachEvidence("budget-note", "D-1"), grid.Command()));
        await Accepted(grid.Opportunity("O3").Execute(new AdvanceStage(), grid.Command()));
        await Refused(grid.Opportunity("O1").Execute(new AttachEvidence("budget-note", "D-1"), grid.Command()), ControlPoints.EvidenceMustBeOfProcess);

        // All silos die; nothing is left but the store.
        foreach (var silo in grid.Cluster.Silos.ToArray())
            await grid.Cluster.KillSiloAsync(silo);
        await grid.DisposeAsync();
        grid = await GridCluster.Start(store, time: time);
        Assert.Equal(2, await Open("O4"));
        await Accepted(grid.Opportunity("O1").Execute(new AttachEvidence("need-note", "D-1"), grid.By("S1", Duties.None) with { CommandId = "after-1" }));
        await Accepted(grid.Opportunity("O1").Execute(new AdvanceStage(), grid.By("S1", Duties.None) with { CommandId = "after-2" }));
        Assert.Equal((1, "bid"), ((await grid.Opportunity("O1").Get())!.ProcessVersion, (await grid.Opportunity("O1").Get())!.Stage));
        var view = (await grid.Process("tender").Get())!;
        Assert.Equal([1, 2], view.Releases.Select(r => r.Version));
        Assert.Equal(2, view.InForce);
        await grid.Verify();
    }

    [Fact]
    public async Task No_author_approves_and_a_draft_that_was_changed_is_not_what_was_read()
    {
        await Accepted(grid.Process("tender").Execute(new DraftProcess(Version(0, "need-note")), grid.By("wang", Duties.ProcessOwner)));
        await Refused(grid.Process("tender").Execute(new ApproveProcess(1, Today), grid.By("wang", (Duties)127)), ControlPoints.ApproverMustNotBeAuthor);
        await Refused(grid.Process("tender").Execute(new ApproveProcess(1, Today), grid.By("li", Duties.Manager)), ControlPoints.ProcessOwnerMustAct);
        await Accepted(grid.Process("tender").Execute(new DraftProcess(Version(0, "other-note")), grid.By("zhao", Duties.ProcessOwner)));
        await Refused(grid.Process("tender").Execute(new ApproveProcess(1, Today, 1), grid.By("li", Duties.ProcessOwner)), ControlPoints.DraftMustBeAsRead);
        await Refused(grid.Opportunity("O1").Execute(new OpenOpportunity(new("Lathe"), "S1", "tender"), grid.Command()), ControlPoints.ProcessMustBeKnown);
        await Accepted(grid.Process("tender").Execute(new ApproveProcess(1, Today, 2), grid.By("li", Duties.ProcessOwner)));
        time.Forward(SiloProcessCache.StaleAfter);
        Assert.Equal(1, await Open("O1"));
    }

    [Fact]
    public async Task A_retired_process_begins_nothing_more_and_ends_nothing_that_runs()
    {
        await Release(1, Version(1, "need-note"), Today);
        await Open("O1");
        await Accepted(grid.Process("tender").Execute(new RetireProcess(Today), grid.By("li", Duties.ProcessOwner)));
        time.Forward(SiloProcessCache.StaleAfter);
        await Refused(grid.Opportunity("O2").Execute(new OpenOpportunity(new("Lathe"), "S1", "tender"), grid.Command()), ControlPoints.ProcessMustBeInForce);
        await Accepted(grid.Opportunity("O1").Execute(new AttachEvidence("need-note", "D-1"), grid.Command()));
        await Accepted(grid.Opportunity("O1").Execute(new AdvanceStage(), grid.Command()));
    }

    [Fact]
    public async Task Opportunities_begun_many_at_a_time_meet_the_version_in_force_too()
    {
        await Release(1, Version(1, "need-note"), Today);
        var ids = Enumerable.Range(0, 400).Select(i => $"M{i}").Where(id => SubjectId.BucketOf($"opportunity/{id}", 4) == 1).Take(20).ToArray();
        var receipts = await grid.Grains.GetGrain<IIntakeGrain>(1).Begin(
            [.. ids.Select(id => new IntakeItem(id, new OpenOpportunity(new("Lathe"), "S1", "tender"), grid.Command()))]);
        Assert.All(receipts, r => Assert.True(r?.Accepted));
        Assert.Equal(("tender", 1, "lead"), await grid.Opportunity(ids[3]).Get() is { } o ? (o.ProcessId, o.ProcessVersion, o.Stage) : default);
        await grid.Verify();
    }

    [Fact]
    public async Task A_shipped_version_is_adopted_and_a_running_opportunity_is_moved_to_it()
    {
        await grid.Open("O1");
        await Refused(Move("O1", 2), ControlPoints.TargetVersionMustBeInForce);
        await Accepted(grid.Process("key-account").Execute(new AdoptShippedProcess(2, Today), grid.By("li", Duties.ProcessOwner)));
        time.Forward(SiloProcessCache.StaleAfter);
        await grid.Open("O2");
        Assert.Equal(2, (await grid.Opportunity("O2").Get())!.ProcessVersion);

        var (preview, refusal) = await grid.Opportunity("O1").PreviewMigration(2, null);
        Assert.Null(refusal);
        Assert.Equal(("development", 1, 2), (preview!.ToStage, preview.FromVersion, preview.ToVersion));
        Assert.Equal(2, preview.AddedChecks.Length);
        await Refused(grid.Opportunity("O1").Execute(new MoveToProcessVersion(2, "one process for all"), grid.By("S1", Duties.Manager)), ControlPoints.MoverMustNotBeOwner);
        await Accepted(Move("O1", 2));
        Assert.Equal((2, "development"), await grid.Opportunity("O1").Get() is { } moved ? (moved.ProcessVersion, moved.Stage) : default);
        Assert.Equal("OpportunityMigrated", (await grid.Subject("opportunity/O1").Trail(0, 10))[^1].Type);
        await grid.Verify();
    }

    [Fact]
    public async Task The_register_tells_of_a_companys_processes_and_forgets_one_whose_only_draft_was_rejected()
    {
        await Release(1, Version(1, "need-note"), Today);
        await Accepted(grid.Process("second").Execute(new DraftProcess(Version(0, "x-note") with { Id = "second" }), grid.By("wang", Duties.ProcessOwner)));
        Assert.Equal(["second", "tender"], (await Registered()).Select(p => p.Id).Order());
        Assert.Equal(1, ProcessLine.InForce((await Registered()).Single(p => p.Id == "tender"), Today, ProcessCatalog.Shipped).InForce);
        await Accepted(grid.Process("second").Execute(new RejectProcess(1, "no"), grid.By("li", Duties.ProcessOwner)));
        Assert.Equal(["tender"], (await Registered()).Select(p => p.Id));
        Assert.Null(await grid.Process("second").Get());
    }

    private Task<Receipt> Move(string id, int version) =>
        grid.Opportunity(id).Execute(new MoveToProcessVersion(version, "one process for all"), grid.By("M1", Duties.Manager));

    private async Task<ProcessView[]> Registered() =>
        [.. (await Task.WhenAll(Enumerable.Range(0, 4).Select(b => grid.Grains.GetGrain<IProjectionGrain>(b).List(new() { Kind = "process" }))))
            .SelectMany(p => p.Rows).Select(r => (ProcessView)r.Row)];

    private async Task Release(int version, ProcessDefinition definition, DateOnly from)
    {
        await Accepted(grid.Process("tender").Execute(new DraftProcess(definition), grid.By("wang", Duties.ProcessOwner)));
        await Accepted(grid.Process("tender").Execute(new ApproveProcess(version, from, 1), grid.By("li", Duties.ProcessOwner)));
    }

    /// <returns>The version it began under.</returns>
    private async Task<int> Open(string id)
    {
        await Accepted(grid.Opportunity(id).Execute(new OpenOpportunity(new("Lathe", "C1"), "S1", "tender"), grid.Command() with { CommandId = $"open-{id}" }));
        return (await grid.Opportunity(id).Get())!.ProcessVersion;
    }

    private static ProcessDefinition Version(int number, string evidence) => new()
    {
        Id = "tender",
        Version = number,
        Name = new("招标", "Tender"),
        Stages =
        [
            new()
            {
                Id = "lead", Name = new("线索", "Lead"), ProbabilityPercent = 10 + number, KeyNode = new("需求确认", "Need confirmed"),
                Evidence = [new(evidence, new("纪要", "Note"))], Facts = [], MayReturnTo = [], MayWin = false,
            },
            new()
            {
                Id = "bid", Name = new("投标", "Bid"), ProbabilityPercent = 60, KeyNode = new("中标", "Won"),
                Evidence = [], Facts = [GateFact.Amount], MayReturnTo = ["lead"], MayWin = true,
            },
        ],
        LossReasons = [new(LossReason.Unknown, new("不详", "Unknown"))],
    };
}
