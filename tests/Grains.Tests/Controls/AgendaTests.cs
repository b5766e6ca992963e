using System.Collections.Immutable;
using SalesGrid.Controls;
using SalesGrid.Storage.InMemory;
using SalesGrid.Warnings;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>What has its time does what it should then, with nobody asking: once, and across restarts.</summary>
public sealed class AgendaTests
{
    private static readonly WarningCriterion Shipped = ShippedWarnings.Policy.Of(TestKinds.Code)!;

    [Fact]
    public async Task A_warning_is_raised_when_it_is_due_once_and_closed_when_its_cause_is_gone()
    {
        await using var grid = await ControlledGrid.Start(new InMemoryLedgerStore());
        await Accepted(grid.Send("deal/D", new WatchDeal(grid.Time.Now.AddHours(1))));
        await grid.Rounds();
        Assert.Empty((await grid.Controls("deal/D")).Warnings);

        grid.Time.Advance(TimeSpan.FromMinutes(61));
        var warning = Assert.Single((await grid.Until("deal/D", c => !c.Warnings.IsEmpty)).Warnings);
        Assert.Equal((WarningLevel.Warning, "Controller", warning.RaisedAt.AddDays(7)), (warning.Level, warning.Owner, warning.RespondBy));
        await grid.Rounds();
        Assert.Equal([nameof(DealWatched), nameof(WarningRaised)], await grid.Trail("deal/D"));
        Assert.Equal("deal/D", Assert.Single(await grid.Warnings(new(Kind: "deal"))).Place.Subject);

        await Accepted(grid.Send("deal/D", new WatchDeal(null)));
        await grid.Until("deal/D", c => c.Warnings is [{ ClosedAt: not null }]);
        Assert.Empty(await grid.Warnings(new()));
        Assert.Single(await grid.Warnings(new(Closed: true)));
        await grid.Grid.Verify();
    }

    [Fact]
    public async Task What_became_due_while_the_grid_was_down_is_done_at_its_start_and_nothing_is_done_again()
    {
        var (store, time) = (new InMemoryLedgerStore(), new SetTime());
        await using (var grid = await ControlledGrid.Start(store, time))
        {
            await Accepted(grid.Send("deal/before", new WatchDeal(time.Now)));
            await Accepted(grid.Send("deal/during", new WatchDeal(time.Now.AddHours(1))));
            await grid.Until("deal/before", c => !c.Warnings.IsEmpty);
            foreach (var silo in grid.Grid.Cluster.Silos.ToArray())
                await grid.Grid.Cluster.KillSiloAsync(silo);
        }
        time.Advance(TimeSpan.FromHours(2));
        await using var reborn = await ControlledGrid.Start(store, time);
        // The list of warnings is asked of projections; that these live is what this test is about, so the object is asked.
        await reborn.Until("deal/during", c => !c.Warnings.IsEmpty);
        await reborn.Rounds();
        Assert.Equal([nameof(DealWatched), nameof(WarningRaised)], await reborn.Trail("deal/before"));
        Assert.Equal([nameof(DealWatched), nameof(WarningRaised)], await reborn.Trail("deal/during"));
        Assert.Equal(2, (await reborn.Warnings(new())).Length);
    }

    [Fact]
    public async Task What_nobody_answers_in_time_goes_to_internal_control_a_level_graver_and_once()
    {
        await using var grid = await ControlledGrid.Start(new InMemoryLedgerStore());
        await Accepted(grid.Send("deal/D", new WatchDeal(grid.Time.Now)));
        await Accepted(grid.Send("deal/E", new WatchDeal(grid.Time.Now)));
        await grid.Until("deal/D", c => !c.Warnings.IsEmpty);
        var answered = (await grid.Until("deal/E", c => !c.Warnings.IsEmpty)).Warnings[0].Id;
        await Accepted(grid.Send("deal/E", new AnswerWarning(answered, "on it"), "auditor", Duties.Controller));

        grid.Time.Advance(TimeSpan.FromDays(7));
        var warning = (await grid.Until("deal/D", c => c.Warnings[0].EscalatedAt is not null)).Warnings[0];
        Assert.Equal((WarningLevel.Critical, "Controller"), (warning.Level, warning.Owner));
        grid.Time.Advance(TimeSpan.FromDays(30));
        await grid.Rounds();
        Assert.Equal([nameof(DealWatched), nameof(WarningRaised), nameof(WarningEscalated)], await grid.Trail("deal/D"));
        Assert.Equal([nameof(DealWatched), nameof(WarningRaised), nameof(WarningAnswered)], await grid.Trail("deal/E"));
    }

    [Fact]
    public async Task A_command_that_is_refused_when_its_time_has_come_is_tried_again_after_5_10_and_20_seconds()
    {
        await using var grid = await ControlledGrid.Start(new InMemoryLedgerStore());
        await Accepted(grid.Send("deal/guarded", new TimeDeal(grid.Time.Now, Guarded: true)));
        await grid.Rounds();
        var expected = 1;
        Assert.Equal(expected, DealGrain.Expiries["guarded"]);
        foreach (var pause in new[] { 5, 10, 20 })
        {
            grid.Time.Advance(TimeSpan.FromSeconds(pause - 1));
            await grid.Rounds();
            Assert.Equal(expected, DealGrain.Expiries["guarded"]);
            grid.Time.Advance(TimeSpan.FromSeconds(1));
            expected++;
            await ControlledGrid.Until(() => DealGrain.Expiries["guarded"] >= expected);
            await grid.Rounds();
            Assert.Equal(expected, DealGrain.Expiries["guarded"]);
        }
        await Accepted(grid.Send("deal/guarded", new TimeDeal(grid.Time.Now.AddMinutes(1), Guarded: false)));
        grid.Time.Advance(TimeSpan.FromMinutes(1));
        await ControlledGrid.Until(() => DealGrain.Expiries["guarded"] == expected + 1);
        await grid.Rounds();
        Assert.Equal([nameof(DealTimed), nameof(DealTimed), nameof(DealExpired)], await grid.Trail("deal/guarded"));
    }

    [Fact]
    public async Task A_step_that_was_left_unfinished_is_taken_up_again_and_done_once()
    {
        await using var grid = await ControlledGrid.Start(new InMemoryLedgerStore());
        DealGrain.CannotPay["owing"] = true;
        await Accepted(grid.Send("deal/owing", new OweDeal(3)));
        Assert.Equal([nameof(DealOwing)], await grid.Trail("deal/owing"));
        await grid.Rounds();
        DealGrain.CannotPay.TryRemove("owing", out _);
        var before = DealGrain.Resumed["owing"];
        grid.Time.Advance(TimeSpan.FromMinutes(1));
        await SalesGrid.Testing.Poll.Until(async () => (await grid.Trail("deal/owing")).Length == 4 ? "paid" : null,
            TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        grid.Time.Advance(TimeSpan.FromMinutes(1));
        await grid.Rounds();
        Assert.Equal([nameof(DealOwing), nameof(DealPaid), nameof(DealPaid), nameof(DealPaid)], await grid.Trail("deal/owing"));
        // What a payment records does not begin the step again within itself.
        Assert.Equal(before + 1, DealGrain.Resumed["owing"]);
    }

    [Fact]
    public async Task What_a_command_leaves_to_do_while_a_wake_up_is_at_it_is_done_by_that_wake_up()
    {
        await using var grid = await ControlledGrid.Start(new InMemoryLedgerStore());
        DealGrain.CannotPay["busy"] = true;
        await Accepted(grid.Send("deal/busy", new OweDeal(1)));
        await grid.Rounds();
        DealGrain.CannotPay.TryRemove("busy", out _);
        var (seen, go) = DealGrain.WaitToPay["busy"] = (new(), new(TaskCreationOptions.RunContinuationsAsynchronously));

        var waking = grid.Grid.Subject("deal/busy").Wake();
        await seen.Task;
        // The wake-up has seen one payment; now there are three. The clock stands, so no other wake-up comes.
        await Accepted(grid.Send("deal/busy", new OweDeal(3)));
        go.SetResult();
        await waking;
        Assert.Equal([nameof(DealOwing), nameof(DealOwing), nameof(DealPaid), nameof(DealPaid), nameof(DealPaid)], await grid.Trail("deal/busy"));
    }

    [Fact]
    public async Task A_step_of_several_commands_is_done_once_when_nothing_fails()
    {
        await using var grid = await ControlledGrid.Start(new InMemoryLedgerStore());
        await Accepted(grid.Send("deal/paying", new OweDeal(3)));
        await grid.Rounds();
        Assert.Equal(1, DealGrain.Resumed["paying"]);
        Assert.Equal([nameof(DealOwing), nameof(DealPaid), nameof(DealPaid), nameof(DealPaid)], await grid.Trail("deal/paying"));
    }

    [Fact]
    public async Task A_policy_is_followed_on_every_silo_and_closes_what_it_no_longer_asks_for()
    {
        await using var grid = await ControlledGrid.Start(new InMemoryLedgerStore(), silos: 2);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Accepted(grid.Send($"deal/D{i}", new WatchDeal(grid.Time.Now)))));
        for (var i = 0; i < 12; i++)
            await grid.Until($"deal/D{i}", c => !c.Warnings.IsEmpty);

        await Refused(grid.Send("policy/early-warning", new SetWarningPolicy([]), duties: Duties.Manager), ControlPoints.PolicyMustHaveAuthority);
        await Accepted(grid.Send("policy/early-warning", new SetWarningPolicy([Shipped with { On = false }]), duties: Duties.Controller));
        Assert.Contains(grid.Policies, p => p.Current.Version == 1);
        await ControlledGrid.Until(() => grid.Policies.All(p => p.Current.Version == 1));
        for (var i = 0; i < 12; i++)
            await grid.Until($"deal/D{i}", c => c.Warnings is [{ ClosedAt: not null }]);
        await Accepted(grid.Send("deal/new", new WatchDeal(grid.Time.Now)));
        await grid.Rounds();
        Assert.Empty((await grid.Controls("deal/new")).Warnings);

        await Accepted(grid.Send("policy/early-warning", new SetWarningPolicy([Shipped with { Level = WarningLevel.Critical }]), duties: Duties.ProcessOwner));
        // Objects nobody has touched since: their due times were told anew.
        Assert.Equal(WarningLevel.Critical, (await grid.Until("deal/new", c => !c.Warnings.IsEmpty)).Warnings[0].Level);
    }

    [Fact]
    public async Task A_silo_that_starts_warns_by_the_companys_policy_from_the_first_moment()
    {
        var (store, time) = (new InMemoryLedgerStore(), new SetTime());
        await using (var grid = await ControlledGrid.Start(store, time))
            await Accepted(grid.Send("policy/early-warning", new SetWarningPolicy([Shipped with { On = false }]), duties: Duties.Controller));
        await using var reborn = await ControlledGrid.Start(store, time);
        await Accepted(reborn.Send("deal/D", new WatchDeal(time.Now)));
        await reborn.Rounds();
        Assert.Equal(1, Assert.Single(reborn.Policies).Current.Version);
        Assert.Equal([nameof(DealWatched)], await reborn.Trail("deal/D"));
    }

    [Fact]
    public async Task Many_that_are_due_at_once_are_all_woken()
    {
        await using var grid = await ControlledGrid.Start(new InMemoryLedgerStore());
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Accepted(grid.Send($"deal/M{i}", new WatchDeal(grid.Time.Now.AddHours(1))))));
        grid.Time.Advance(TimeSpan.FromHours(1));
        await SalesGrid.Testing.Poll.Until(async () => (await grid.Warnings(new(Limit: 500))).Length == 500 ? "all" : null,
            TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await grid.Rounds();
        Assert.Equal(500, (await grid.Warnings(new(Limit: 500))).Length);
        await grid.Grid.Verify();
    }
}
