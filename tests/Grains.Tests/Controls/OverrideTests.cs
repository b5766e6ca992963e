using SalesGrid.Controls;
using SalesGrid.Storage.InMemory;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>A lawful exception: by somebody with the authority, for somebody else, once, until a moment, and judged by a third.</summary>
public sealed class OverrideTests : IAsyncLifetime
{
    private static readonly ControlPoint Point = ControlPoints.OpportunityMustNotCollide;

    private ControlledGrid grid = null!;

    public async ValueTask InitializeAsync()
    {
        grid = await ControlledGrid.Start(new InMemoryLedgerStore());
        await Accepted(grid.Send("deal/D", new WatchDeal(null)));
        await Refused(grid.Send("deal/D", new RiskDeal()), Point);
    }

    public ValueTask DisposeAsync() => grid.DisposeAsync();

    [Fact]
    public async Task An_override_lets_one_command_of_another_person_pass_and_its_use_is_recorded_with_it()
    {
        await Grant();
        await Refused(grid.Send("deal/D", new RiskDeal(), "controller", Duties.Controller), Point);
        var receipt = await Accepted(grid.Send("deal/D", new RiskDeal(), "S1", commandId: "risk"));
        await Refused(grid.Send("deal/D", new RiskDeal(), "S2"), Point);

        var used = Assert.Single((await grid.Controls("deal/D")).Overrides);
        Assert.Equal(("S1", nameof(RiskDeal), grid.Time.Now), (used.UsedBy, used.UsedFor, used.UsedAt));
        var written = (await grid.Subject("deal/D").Trail(0, 500)).Where(e => e.CommandId == "risk").ToList();
        Assert.Equal([nameof(DealRisked), nameof(OverrideUsed)], written.Select(e => e.Type));
        Assert.Equal(receipt.Version, written[^1].Version);
        Assert.Equal(receipt with { Replayed = true }, await grid.Send("deal/D", new RiskDeal(), "S1", commandId: "risk"));
        await grid.Grid.Verify();
    }

    [Fact]
    public async Task A_command_that_needs_no_override_uses_none()
    {
        await Grant();
        await Accepted(grid.Send("deal/D", new WatchDeal(null)));
        Assert.Null(Assert.Single((await grid.Controls("deal/D")).Overrides).UsedAt);
    }

    [Fact]
    public async Task An_override_ends()
    {
        await Grant();
        grid.Time.Advance(TimeSpan.FromHours(1));
        await Refused(grid.Send("deal/D", new RiskDeal()), Point);
    }

    [Fact]
    public async Task A_third_person_judges_it_and_is_reminded_when_nobody_does()
    {
        await Grant();
        await Accepted(grid.Send("deal/D", new RiskDeal(), "S1"));
        var id = Assert.Single((await grid.Controls("deal/D")).Overrides).Id;
        await Refused(grid.Send("deal/D", new ReviewOverride(id, true, "fine"), "controller", Duties.Controller), ControlPoints.ReviewerMustBeAnother);
        await Refused(grid.Send("deal/D", new ReviewOverride(id, true, "fine"), "S1", Duties.Controller), ControlPoints.ReviewerMustBeAnother);
        await Refused(grid.Send("deal/D", new ReviewOverride(id, true, "fine"), "S2"), ControlPoints.OverrideMustHaveAuthority);

        grid.Time.Advance(TimeSpan.FromDays(14) + TimeSpan.FromSeconds(1));
        Assert.Equal("Controller", Assert.Single((await grid.Until("deal/D", c => !c.Warnings.IsEmpty)).Warnings).Owner);
        await Accepted(grid.Send("deal/D", new ReviewOverride(id, false, "it could have waited"), "auditor", Duties.Controller));
        var view = await grid.Until("deal/D", c => c.Warnings is [{ ClosedAt: not null }]);
        Assert.Equal(("cause-gone", "auditor", (bool?)false), (view.Warnings[0].ClosedFor, view.Overrides[0].ReviewedBy, view.Overrides[0].Justified));
    }

    private Task<Receipt> Grant() =>
        Accepted(grid.Send("deal/D", new OverrideControl(Point.Id, "两家子公司分别采购", grid.Time.Now.AddHours(1)), "controller", Duties.Controller));
}
