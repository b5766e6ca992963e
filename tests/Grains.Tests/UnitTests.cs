using SalesGrid.Salespeople;
using SalesGrid.Storage.InMemory;
using SalesGrid.Subjects;
using SalesGrid.Testing;
using SalesGrid.Units;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>The tree of units on two silos: however many ask at once, and whatever falls meanwhile.</summary>
public sealed class UnitTests : IAsyncLifetime
{
    private readonly MovableTime time = new(new(2027, 1, 10, 9, 0, 0, TimeSpan.Zero));
    private readonly LoseAnswers lost = new();
    private GridCluster grid = null!;

    public async ValueTask InitializeAsync() => grid = await GridCluster.Start(new InMemoryLedgerStore(), silos: 2, time: time, filter: lost);

    public ValueTask DisposeAsync() => grid.DisposeAsync();

    [Fact]
    public async Task The_company_is_there_from_the_first_start()
    {
        var company = (await Unit("company").Get())!;
        Assert.Equal((0, UnitKind.Company, null), (company.Version, company.Kind, company.Parent));
        await Refused(Send("company", new CreateUnit("x", UnitKind.Team)), ControlPoints.UnitMustBeNew);
        await Refused(Send("U-1", new CreateUnit("x", UnitKind.Company)), ControlPoints.CompanyMustBeOne);
    }

    [Fact]
    public async Task Of_two_units_moved_into_each_other_at_once_one_stays_where_it_is()
    {
        for (var round = 0; round < 25; round++)
        {
            string a = $"A-{round}", b = $"B-{round}";
            await Task.WhenAll(Accepted(Send(a, new CreateUnit(a, UnitKind.Region))), Accepted(Send(b, new CreateUnit(b, UnitKind.Region))));
            var moves = await Task.WhenAll(Send(a, new MoveUnit(b)), Send(b, new MoveUnit(a)));
            Assert.Equal("CP-UNIT-06", Assert.Single(moves, m => m.Refusal is not null).Refusal!.ControlPoint);
            Assert.NotEqual((await Unit(a).Get())!.Parent, (await Unit(b).Get())!.Parent);
        }
        await IsOneTree();
        await grid.Verify();
    }

    [Fact]
    public async Task A_ring_of_moves_sent_at_once_from_a_day_on_never_closes()
    {
        string[] ids = [.. Enumerable.Range(0, 8).Select(i => $"R-{i}")];
        await Task.WhenAll(ids.Select(id => Accepted(Send(id, new CreateUnit(id, UnitKind.Region)))));
        var day = new DateOnly(2027, 2, 1);
        var receipts = await Task.WhenAll(ids.Select((id, i) => Send(id, new MoveUnit(ids[(i + 1) % ids.Length], i % 2 == 0 ? day : null))));
        Assert.Single(receipts, r => r.Refusal?.ControlPoint == "CP-UNIT-06");
        Assert.Equal(ids.Length - 1, receipts.Count(r => r.Accepted));
        await IsOneTree();
    }

    [Fact]
    public async Task A_planned_move_counts_from_its_day_and_is_recorded_by_itself()
    {
        await Accepted(Send("R-1", new CreateUnit("一", UnitKind.Region)));
        await Accepted(Send("T-1", new CreateUnit("组", UnitKind.Team)));
        await Accepted(Send("T-1", new MoveUnit("R-1", new(2027, 2, 1))));
        Assert.Equal(("company", new PlannedParent("R-1", new(2027, 2, 1))), ((await Unit("T-1").Get())!.Parent, (await Unit("T-1").Get())!.Planned));
        time.Set(new(2027, 2, 1, 12, 1, 0, TimeSpan.Zero));
        Assert.Equal(("R-1", null), ((await Unit("T-1").Get())!.Parent, (await Unit("T-1").Get())!.Planned));
        await grid.Subject("unit/company").Wake();
        Assert.Null((await Unit("company").Tree(-1))!.Find("T-1")!.Planned);
        time.Forward(TimeSpan.FromSeconds(20));
        await grid.Subject("unit/company").Wake();
        var settled = (await grid.Subject("unit/T-1").Trail(0, 10))[^1];
        Assert.Contains("moveSettled", settled.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_whose_silo_fell_while_it_was_moved_is_told_by_the_company()
    {
        await Accepted(Send("R-1", new CreateUnit("一", UnitKind.Region)));
        await Accepted(Send("T-1", new CreateUnit("组", UnitKind.Team)));
        lost.Next("unit/T-1");
        await Assert.ThrowsAnyAsync<Exception>(() => Send("T-1", new MoveUnit("R-1")));
        Assert.Equal("R-1", (await Unit("company").Tree(-1))!.Find("T-1")!.Parent);
        time.Forward(TimeSpan.FromSeconds(20));
        await grid.Subject("unit/company").Wake();
        Assert.Equal("R-1", (await Unit("T-1").Get())!.Parent);
    }

    [Fact]
    public async Task Sent_again_after_its_silo_fell_a_unit_is_set_up_once()
    {
        lost.Next("unit/T-1");
        var envelope = grid.By("hr-1", Duties.People);
        await Assert.ThrowsAnyAsync<Exception>(() => grid.Subject("unit/T-1").Do(new CreateUnit("组", UnitKind.Team), envelope));
        await Accepted(grid.Subject("unit/T-1").Do(new CreateUnit("组", UnitKind.Team), envelope));
        Assert.Equal(1, (await Unit("company").Tree(-1))!.Find("T-1")!.Revision);
        await Refused(Send("T-1", new CreateUnit("组", UnitKind.Team)), ControlPoints.UnitMustBeNew);
    }

    [Fact]
    public async Task A_unit_is_closed_when_nobody_is_in_it_and_nobody_comes_into_it_afterwards()
    {
        await Accepted(Send("T-1", new CreateUnit("组", UnitKind.Team)));
        await Accepted(Person("S-1", RegisterSalesperson.Into("T-1", "王芳")));
        await Accepted(Person("S-2", RegisterSalesperson.Into("company", "李强")));
        await Accepted(Person("S-2", MoveSalesperson.Into("T-1", new DateOnly(2027, 3, 1))));
        Assert.Equal(2, (await Unit("T-1").Get())!.People);
        await Refused(Send("T-1", new CloseUnit()), ControlPoints.UnitMustBeEmpty);
        await Accepted(Person("S-1", MoveSalesperson.Into("company")));
        await Refused(Send("T-1", new CloseUnit()), ControlPoints.UnitMustBeEmpty);
        await Accepted(Person("S-2", MoveSalesperson.Into("company")));
        await Until(async () => (await Unit("T-1").Get())!.People == 0);
        await Accepted(Send("T-1", new CloseUnit()));
        Assert.True((await Unit("T-1").Get())!.Closed);
        await Refused(Person("S-1", MoveSalesperson.Into("T-1")), ControlPoints.PersonsUnitMustBeOpen);
        await Refused(Send("T-2", new CreateUnit("组", UnitKind.Team, "T-1")), ControlPoints.ParentMustBeOpen);
    }

    [Fact]
    public async Task Somebody_who_comes_into_a_unit_while_it_is_closed_is_in_an_open_one_or_not_in_it()
    {
        for (var round = 0; round < 15; round++)
        {
            string unit = $"T-{round}", person = $"P-{round}";
            await Accepted(Send(unit, new CreateUnit(unit, UnitKind.Team)));
            var receipts = await Task.WhenAll(Send(unit, new CloseUnit()), Person(person, RegisterSalesperson.Into(unit, person)));
            var view = (await Unit(unit).Get())!;
            Assert.NotEqual(view.Closed, receipts[1].Accepted);
            Assert.Equal(receipts[1].Accepted ? 1 : 0, view.People);
        }
    }

    [Fact]
    public async Task Something_that_comes_to_lie_in_a_unit_while_it_is_closed_is_in_an_open_one()
    {
        for (var round = 0; round < 15; round++)
        {
            string unit = $"D-{round}", child = $"C-{round}";
            await Accepted(Send(unit, new CreateUnit(unit, UnitKind.Department)));
            var receipts = await Task.WhenAll(Send(unit, new CloseUnit()), Send(child, new CreateUnit(child, UnitKind.Team, unit)));
            Assert.NotEqual((await Unit(unit).Get())!.Closed, receipts[1].Accepted);
        }
        await IsOneTree();
    }

    private async Task IsOneTree()
    {
        var tree = (await Unit("company").Tree(-1))!;
        foreach (var day in new[] { new DateOnly(2027, 1, 10), new DateOnly(2027, 2, 1), new DateOnly(2027, 6, 1) })
            Assert.All(tree.Units, u => Assert.Equal("company", tree.PathOn(u.Id, day)[^1].Id));
    }

    private IUnitGrain Unit(string id) => grid.Grains.GetGrain<IUnitGrain>($"unit/{id}");

    private Task<Receipt> Send(string id, UnitCommand command) => grid.Subject($"unit/{id}").Do(command, grid.By("hr-1", Duties.People));

    private Task<Receipt> Person(string id, SalespersonCommand command) => grid.Salesperson(id).Execute(command, grid.By("hr-1", Duties.People));

    private static Task<object> Until(Func<Task<bool>> isSo) =>
        Poll.Until(async () => await isSo() ? "" : (object?)null, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    /// <summary>Loses what the company answers one unit: to whoever asked, the unit's silo fell after the company had changed the tree.</summary>
    private sealed class LoseAnswers : IIncomingGrainCallFilter
    {
        private string? subject;

        public void Next(string of) => subject = of;

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            await context.Invoke();
            if (subject is { } lost && context.MethodName == nameof(ISubject.Do) && context.Request.GetArgument(0) is ChangeTree { Unit: var unit } && lost == $"unit/{unit}")
            {
                subject = null;
                throw new TimeoutException("The answer was lost.");
            }
        }
    }
}
