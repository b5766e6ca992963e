using SalesGrid.Ledger;
using SalesGrid.Reservations;
using SalesGrid.Storage.InMemory;
using SalesGrid.Subjects;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>A step of two objects, cut off at every place: nothing stays reserved that nobody needs, and nothing is given back that somebody does.</summary>
public sealed class ReservationTests : IAsyncLifetime
{
    private static readonly TimeSpan LongEnough = TakeReservation.PendingFor + TimeSpan.FromSeconds(1);

    private ControlledGrid grid = null!;

    public async ValueTask InitializeAsync()
    {
        grid = await ControlledGrid.Start(new InMemoryLedgerStore());
        await Accepted(grid.Send("till/T", new FillTill(100_00)));
    }

    public ValueTask DisposeAsync() => grid.DisposeAsync();

    [Fact]
    public async Task A_deal_that_is_struck_has_its_reservation_confirmed()
    {
        await Accepted(grid.Send("deal/plain", new StrikeDeal("T", 60_00)));
        var granted = Assert.Single((await grid.Controls("till/T")).Reservations);
        Assert.Equal(("deal/plain@0:credit", "deal/plain", null), (granted.Token, granted.For, granted.PendingUntil));
        await Refused(grid.Send("deal/too-much", new StrikeDeal("T", 40_01)), ControlPoints.ReservationMustHaveAccount);
        Assert.Single((await grid.Controls("till/T")).Reservations);
    }

    [Fact]
    public async Task A_deal_that_died_with_its_reservation_gives_it_back_and_a_late_retry_takes_another()
    {
        TillGrain.FailGranted["died"] = true;
        await Assert.ThrowsAnyAsync<Exception>(() => grid.Send("deal/died", new StrikeDeal("T", 60_00), commandId: "strike"));
        Assert.NotNull(Assert.Single((await grid.Controls("till/T")).Reservations).PendingUntil);
        await grid.Rounds();
        Assert.Single((await grid.Controls("till/T")).Reservations);

        grid.Time.Advance(LongEnough);
        await grid.Until("till/T", c => c.Reservations.IsEmpty);
        Assert.Equal(["ReservationAbandoned"], await grid.Trail("deal/died"));

        await Accepted(grid.Send("deal/died", new StrikeDeal("T", 60_00), commandId: "strike"));
        var granted = Assert.Single((await grid.Controls("till/T")).Reservations);
        Assert.Equal(("deal/died@1:credit", null), (granted.Token, granted.PendingUntil));
        await grid.Grid.Verify();
    }

    [Fact]
    public async Task A_retry_before_that_goes_on_with_the_reservation_it_has()
    {
        TillGrain.FailGranted["again"] = true;
        await Assert.ThrowsAnyAsync<Exception>(() => grid.Send("deal/again", new StrikeDeal("T", 60_00), commandId: "strike"));
        await Accepted(grid.Send("deal/again", new StrikeDeal("T", 60_00), commandId: "strike"));
        var granted = Assert.Single((await grid.Controls("till/T")).Reservations);
        Assert.Equal(("deal/again@0:credit", null), (granted.Token, granted.PendingUntil));
        Assert.Equal(["TillFilled", "ReservationGranted", "ReservationConfirmed"], await grid.Trail("till/T"));
    }

    [Fact]
    public async Task A_deal_that_died_before_confirming_keeps_its_reservation()
    {
        TillGrain.FailConfirm["recorded"] = true;
        await Accepted(grid.Send("deal/recorded", new StrikeDeal("T", 60_00)));
        Assert.NotNull(Assert.Single((await grid.Controls("till/T")).Reservations).PendingUntil);
        grid.Time.Advance(LongEnough);
        await grid.Until("till/T", c => c.Reservations is [{ PendingUntil: null }]);
        Assert.Equal(["DealStruck", "ReservationsTaken"], await grid.Trail("deal/recorded"));
    }

    [Fact]
    public async Task A_provider_that_asks_while_the_deal_is_being_struck_is_told_what_became_of_it()
    {
        var (taken, go) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        TillGrain.WaitGranted["slow"] = (taken, go);
        var striking = grid.Send("deal/slow", new StrikeDeal("T", 60_00));
        await taken.Task;
        grid.Time.Advance(LongEnough);
        // Its question stands in the line behind the command.
        var woken = grid.Subject("till/T").Wake();
        go.SetResult();
        await Accepted(striking);
        await woken;
        await grid.Until("till/T", c => c.Reservations is [{ PendingUntil: null }]);
        Assert.Equal(["DealStruck", "ReservationsTaken"], await grid.Trail("deal/slow"));
    }

    [Fact]
    public async Task A_step_begun_on_the_strength_of_a_reservation_that_was_given_up_cannot_be_completed()
    {
        TillGrain.FailGranted["stale"] = true;
        await Assert.ThrowsAnyAsync<Exception>(() => grid.Send("deal/stale", new StrikeDeal("T", 60_00)));
        grid.Time.Advance(LongEnough);
        await grid.Until("till/T", c => c.Reservations.IsEmpty);
        // What another activation of the deal, cut off since, would append when it comes back.
        var bucket = SubjectId.BucketOf("deal/stale", 4);
        var struck = new DealStruck("T", 60_00);
        var late = await grid.Grid.Grains.GetGrain<ILedgerGrain>(bucket).Append(new(
            "deal/stale", 0, [new(nameof(DealStruck), 1, SubjectKind<Deal, DealEvent>.Write(struck))], new("late", "S1"), 1, grid.Time.Now,
            TestKinds.Deal.Empty.After(new(new Deal { Till = struck.Till }, null, null), 1)));
        Assert.Equal(AppendVerdict.VersionConflict, late.Outcome);
    }

    [Fact]
    public async Task A_reservation_whose_object_cannot_be_asked_keeps_no_other_from_being_settled()
    {
        await Accepted(grid.Send("till/T", new TakeReservation("credit", "a", "no-such-kind/X", new(1, "CNY")), duties: Duties.Grid));
        TillGrain.FailConfirm["beside"] = true;
        await Accepted(grid.Send("deal/beside", new StrikeDeal("T", 60_00)));
        grid.Time.Advance(LongEnough);
        var view = await grid.Until("till/T", c => c.Reservations.Any(h => h.For == "deal/beside" && h.PendingUntil is null));
        Assert.NotNull(view.Reservations.Single(h => h.Token == "a").PendingUntil);
    }

    [Fact]
    public async Task Nobody_takes_a_reservation_by_hand_and_no_object_takes_a_command_of_another_kind()
    {
        await Refused(grid.Send("till/T", new TakeReservation("credit", "a", "deal/X", new(1, "CNY")), duties: Duties.Finance), ControlPoints.ReservationMustComeFromGrid);
        await Refused(grid.Send("till/T", new RiskDeal()), ControlPoints.CommandMustFitObject);
    }
}
