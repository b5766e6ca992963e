using SalesGrid.Contracts;
using SalesGrid.Controls;
using SalesGrid.Grains.Tests.Deals;
using SalesGrid.Opportunities;
using SalesGrid.Storage.InMemory;

namespace SalesGrid.Grains.Tests;

/// <summary>What a command would be answered is what it then answers, and asking leaves no trace.</summary>
public sealed class CanTests
{
    private static readonly OpportunityCommand[] Asked =
    [
        new AdvanceStage(), new AdvanceStage("implementation"), new WinOpportunity(), new AttachEvidence("project-information", "DOC-1"), new AttachEvidence("photo", ""),
        new OpenOpportunity(new("again"), "S1"), new ReassignOpportunity("nobody"), new LoseOpportunity("price"), new ReopenOpportunity("budget"), new AdvanceStage(),
    ];

    [Fact]
    public async Task What_is_told_beforehand_is_what_the_command_then_answers()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        await grid.Open("O1");
        var subject = grid.Subject("opportunity/O1");
        foreach (var command in Asked)
        {
            var before = await Entries(grid);
            var verdict = await subject.Can(command, grid.Command());
            Assert.Equal(before, await Entries(grid));
            var receipt = await subject.Do(command, grid.Command());
            Assert.Equal((verdict.Can, verdict.Refusal?.ControlPoint), (receipt.Accepted, receipt.Refusal?.ControlPoint));
            Assert.Equal(receipt.Refusal?.Missing.Select(m => m.ToString()) ?? [], verdict.Refusal?.Missing.Select(m => m.ToString()) ?? []);
        }
    }

    [Fact]
    public async Task An_override_is_told_of_and_not_used()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        await grid.Open("O1");
        var subject = grid.Subject("opportunity/O1");
        await GridCluster.Accepted(subject.Do(new OverrideControl(ControlPoints.KeyNodeMustBeEvidenced.Id, "the customer starts early", DateTimeOffset.UtcNow.AddDays(1)), grid.By("controller", Duties.Controller)));
        for (var i = 0; i < 2; i++)
        {
            var verdict = await subject.Can(new AdvanceStage(), grid.Command());
            Assert.Equal([ControlPoints.KeyNodeMustBeEvidenced.Id], verdict.Uses);
        }
        Assert.Null(Assert.Single((await subject.Controls()).Overrides).UsedAt);
    }

    [Fact]
    public async Task What_would_be_reserved_at_others_is_asked_of_all_of_them_and_not_taken()
    {
        await using var grid = await DealGrid.Start();
        await grid.Reviewed("K1");
        var before = await Entries(grid.Cluster);
        var contract = grid.Cluster.Subject("contract/K1");
        Assert.Null((await contract.Can(grid.Signature, grid.Cluster.By("legal", Duties.Legal))).Refusal);
        Assert.Empty(await grid.Reservations("customer", grid.Customer));
        Assert.Equal(before, await Entries(grid.Cluster));
        await grid.Accepted("contract", "K1", grid.Signature);
        Assert.NotEmpty(await grid.Reservations("customer", grid.Customer));
    }

    private static async Task<long> Entries(GridCluster grid) => (await grid.Verify()).Sum(b => b.Entries);
}
