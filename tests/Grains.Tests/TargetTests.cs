using SalesGrid.Salespeople;
using SalesGrid.Storage.InMemory;
using SalesGrid.Subjects;
using SalesGrid.Targets;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>Targets reach the people they name, and are compared with their pipeline.</summary>
public sealed class TargetTests : IAsyncLifetime
{
    private readonly MovableTime time = new(new(2027, 1, 10, 9, 0, 0, TimeSpan.Zero));
    private GridCluster grid = null!;
    private int steps;

    public async ValueTask InitializeAsync()
    {
        grid = await GridCluster.Start(new InMemoryLedgerStore(), silos: 1, time: time);
        await grid.Staff();
    }

    public ValueTask DisposeAsync() => grid.DisposeAsync();

    [Fact]
    public async Task An_approved_target_reaches_everybody_it_names_and_an_amended_one_everybody_it_names_no_more()
    {
        await Approve(1, ("S1", 600_00), ("S2", 400_00));
        Assert.Equal(new NotedTarget("2027-Q1", new(600_00, "CNY")), Assert.Single((await grid.Salesperson("S1").Get())!.Targets));
        Assert.Equal(new NotedTarget("2027-Q1", new(400_00, "CNY")), Assert.Single((await grid.Salesperson("S2").Get())!.Targets));
        await Approve(2, ("S1", 700_00));
        Assert.Equal(700_00, Assert.Single((await grid.Salesperson("S1").Get())!.Targets).Amount.MinorUnits);
        Assert.Empty((await grid.Salesperson("S2").Get())!.Targets);
        var view = Assert.IsType<TargetView>(await Target.See());
        Assert.Equal((TargetStatus.InForce, 2, "m-1", "hr-1", false), (view.Status, view.InForce!.Number, view.InForce.DraftedBy, view.InForce.ApprovedBy, view.Telling));
    }

    [Fact]
    public async Task Many_people_are_told_in_several_goes()
    {
        var people = Enumerable.Range(0, 620).Select(i => $"P{i}").ToArray();
        await Task.WhenAll(people.Select(p => Accepted(grid.Salesperson(p).Execute(new RegisterSalesperson(p, new("East 1", "East")), grid.Command()))));
        await Approve(1, [.. people.Select(p => (p, 1_00L))]);
        Assert.True(Assert.IsType<TargetView>(await Target.See()).Telling);
        await Target.Wake();
        Assert.False(Assert.IsType<TargetView>(await Target.See()).Telling);
        var told = await Task.WhenAll(people.Select(p => grid.Salesperson(p).Get()));
        Assert.All(told, p => Assert.Equal(1_00, Assert.Single(p!.Targets).Amount.MinorUnits));
        // Nothing is left to do, so that nothing is done.
        var version = Assert.IsType<TargetView>(await Target.See()).Version;
        await Target.Wake();
        Assert.Equal(version, Assert.IsType<TargetView>(await Target.See()).Version);
    }

    [Fact]
    public async Task Nobody_unknown_is_given_a_target() =>
        await Refused(Target.Do(Draft(("S1", 1_00), ("S404", 1_00)), By("m-1", Duties.Manager)), ControlPoints.TargetsMustNameSalespeople);

    [Fact]
    public async Task A_pipeline_that_does_not_cover_the_target_is_noticed_within_the_week_and_the_warning_goes_with_its_cause()
    {
        await Approve(1, ("S1", 1_000_00), ("S2", 1_00));
        await grid.Open("O1", amountMinor: 500_00);
        await grid.Open("O2", owner: "S2", amountMinor: 9_000_00);
        time.Set(new(2027, 1, 10, 12, 1, 0, TimeSpan.Zero));
        await Person("S1").Wake();
        await Person("S2").Wake();
        var covered = (await grid.Salesperson("S1").Get())!.Coverage!;
        Assert.Equal((500_00L, 0L, 1_000_00L, 0.5m), (covered.OpenMinor, covered.WonMinor, covered.TargetMinor, covered.Ratio));
        Assert.Equal("coverage-below-need", Assert.Single((await Person("S1").Controls()).Warnings).Code);
        Assert.Empty((await Person("S2").Controls()).Warnings);

        await grid.Open("O3", amountMinor: 2_500_00);
        // Not before the week is over, whoever wakes it.
        await Person("S1").Wake();
        Assert.Equal(500_00, (await grid.Salesperson("S1").Get())!.Coverage!.OpenMinor);
        time.Set(new(2027, 1, 17, 12, 1, 0, TimeSpan.Zero));
        await Person("S1").Wake();
        Assert.Equal(3_000_00, (await grid.Salesperson("S1").Get())!.Coverage!.OpenMinor);
        Assert.Equal("cause-gone", Assert.Single((await Person("S1").Controls()).Warnings).ClosedFor);
    }

    [Fact]
    public async Task Managers_stand_in_no_circle()
    {
        await Accepted(grid.Salesperson("S1").Execute(new MoveSalesperson(new("East 1", "East", "S2")), grid.Command()));
        await Accepted(grid.Salesperson("S3").Execute(new RegisterSalesperson("赵敏", new("East 1", "East", "S1")), grid.Command()));
        await Refused(grid.Salesperson("S2").Execute(new MoveSalesperson(new("West 1", "West", "S3")), grid.Command()), ControlPoints.ManagersMustNotCircle);
        await Refused(grid.Salesperson("S2").Execute(new MoveSalesperson(new("West 1", "West", "S2")), grid.Command()), ControlPoints.ManagerMustBeAnother);
        // A name is taken: older systems export names.
        await Accepted(grid.Salesperson("S2").Execute(new MoveSalesperson(new("West 1", "West", "陈总")), grid.Command()));
    }

    [Fact]
    public async Task Who_is_away_acts_for_nobody()
    {
        DateOnly from = new(2027, 1, 11), until = new(2027, 1, 20);
        await Accepted(grid.Salesperson("S3").Execute(new RegisterSalesperson("赵敏", new("East 1", "East")), grid.Command()));
        await Accepted(grid.Salesperson("S2").Execute(new DelegateAuthority("S3", from, until, "年休假"), By("S2", Duties.None)));
        await Refused(grid.Salesperson("S1").Execute(new DelegateAuthority("S2", from, until, "年休假"), By("S1", Duties.None)), ControlPoints.DelegateMustBePresent);
        await Accepted(grid.Salesperson("S1").Execute(new DelegateAuthority("S3", from, until, "年休假"), By("S1", Duties.None)));
        Assert.True((await grid.Salesperson("S1").Get())!.IsActedForBy("S3", until));
    }

    private ISubject Target => grid.Grains.GetGrain<ISubject>(GrainId.Create("target", "target/2027-Q1"));

    private ISubject Person(string id) => grid.Grains.GetGrain<ISubject>(GrainId.Create("salesperson", $"salesperson/{id}"));

    private async Task Approve(int draft, params (string Person, long Minor)[] people)
    {
        await Accepted(Target.Do(Draft(people), By("m-1", Duties.Manager)));
        await Accepted(Target.Do(new ApproveTargets(draft), By("hr-1", Duties.People)));
    }

    private static DraftTargets Draft(params (string Person, long Minor)[] people)
    {
        Money sum = new(people.Sum(p => p.Minor), "CNY");
        return new(sum, [new("East 1", sum, [.. people.Select(p => new PersonTarget(p.Person, new(p.Minor, "CNY")))])]);
    }

    private Envelope By(string actor, Duties duties) => new($"step-{Interlocked.Increment(ref steps)}", actor, Duties: duties);
}
