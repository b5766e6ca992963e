using SalesGrid.ImportWindows;
using SalesGrid.Opportunities;
using SalesGrid.Storage.InMemory;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>A window for bringing in history, as every silo sees it: opened, closed, over, and after all silos were lost.</summary>
public sealed class ImportWindowTests
{
    private const int Bucket = 1;

    private static readonly Envelope Importer = new("import", "IMP-1", Duties: Duties.Importer);

    [Fact]
    public async Task A_close_is_heard_everywhere_within_two_seconds_by_the_clock()
    {
        var time = new MovableTime();
        await using var grid = await Start(new InMemoryLedgerStore(), time: time);
        await grid.Staff();
        // Objects on both silos, and none of them has heard of a window.
        foreach (var i in Enumerable.Range(0, 8))
            await Refused(Import(grid, $"A{i}"), ControlPoints.ImportMustHaveWindow);
        await Open(grid, time.GetUtcNow().AddDays(1));
        // Refused is only after a fresh look, so a new window is good at once.
        foreach (var i in Enumerable.Range(0, 8))
            await Accepted(Import(grid, $"B{i}"));
        await Accepted(Window(grid).Do(new CloseImportWindow("checked"), grid.By("CTRL-2", Duties.Controller)));
        time.Forward(ImportWindowGate.KeptFor);
        foreach (var i in Enumerable.Range(0, 8))
            await Refused(Import(grid, $"C{i}"), ControlPoints.ImportMustHaveWindow);
        // A retry of what was carried out brings nothing in.
        Assert.True((await Accepted(Import(grid, "B3"))).Replayed);
        await grid.Verify();
    }

    [Fact]
    public async Task A_window_ends_by_itself_and_who_was_let_through_a_moment_ago_no_longer_is()
    {
        var time = new MovableTime();
        await using var grid = await Start(new InMemoryLedgerStore(), time: time);
        await grid.Staff();
        var until = time.GetUtcNow().AddHours(1);
        await Open(grid, until);
        time.Set(until.AddSeconds(-1));
        await Accepted(Import(grid, "A1"));
        // Well within the time the silo goes by what it learned.
        time.Set(until);
        await Refused(Import(grid, "A2"), ControlPoints.ImportMustHaveWindow);
        await Refused(Window(grid).Do(new CloseImportWindow("late"), grid.By("CTRL-1", Duties.Controller)), ControlPoints.ImportWindowMustBeOpen);
    }

    [Fact]
    public async Task A_window_is_open_after_all_silos_were_lost()
    {
        var store = new InMemoryLedgerStore();
        await using (var grid = await Start(store))
        {
            await grid.Staff();
            await Open(grid, DateTimeOffset.UtcNow.AddDays(30).AddMinutes(-1));
            foreach (var silo in grid.Cluster.Silos.ToArray())
                await grid.Cluster.KillSiloAsync(silo);
        }
        await using var reborn = await Start(store);
        await Accepted(Import(reborn, "A1"));
        await Refused(Import(reborn, "A2", Importer with { Actor = "CTRL-1" }), ControlPoints.ImporterMustNotHaveOpenedWindow);
        await Refused(Import(reborn, "A3", Importer with { Duties = Duties.Controller | Duties.People }), ControlPoints.SenderMustHaveStanding);
    }

    [Fact]
    public async Task Many_at_once_go_through_no_window_that_is_not_there()
    {
        var time = new MovableTime();
        await using var grid = await Start(new InMemoryLedgerStore(), time: time);
        await grid.Staff();
        var ids = Enumerable.Range(0, 10_000).Select(i => $"N{i}").Where(id => SubjectId.BucketOf($"opportunity/{id}", 4) == Bucket).Take(40).ToArray();
        var intake = grid.Grains.GetGrain<IIntakeGrain>(Bucket);
        IntakeItem[] Items(int from, Envelope by) => [.. ids[from..(from + 10)].Select(id => new IntakeItem(id, Deal, by with { CommandId = $"load:{id}" }))];

        Assert.All(await intake.Begin([.. Items(0, Importer)]), Assert.Null);
        // The key that sets up needs none.
        Assert.All(await intake.Begin([.. Items(10, Importer with { Actor = "admin", Duties = Duties.Administrator })]), Assert.NotNull);
        await Open(grid, time.GetUtcNow().AddDays(1));
        Assert.All(await intake.Begin([.. Items(0, Importer)]), Assert.NotNull);
        Assert.All(await intake.Begin([.. Items(20, Importer with { Actor = "CTRL-1" })]), Assert.Null);
        await Accepted(Window(grid).Do(new CloseImportWindow("checked"), grid.By("CTRL-1", Duties.Controller)));
        time.Forward(ImportWindowGate.KeptFor);
        Assert.All(await intake.Begin([.. Items(30, Importer)]), Assert.Null);
        Assert.Equal(20, (await grid.Totals()).Opportunities);
        await grid.Verify();
    }

    [Fact]
    public async Task What_was_brought_in_counts_when_another_of_finance_says_so()
    {
        await using var grid = await Start(new InMemoryLedgerStore());
        await grid.Staff();
        await Open(grid, DateTimeOffset.UtcNow.AddDays(1));
        await Accepted(Import(grid, "W1", Importer with { Actor = "FIN-1", Duties = Duties.Importer | Duties.Finance }, Won));
        var deal = grid.Opportunity("W1");
        // Who brought it in is known from the ledger, however much has happened since.
        for (var i = 0; i < 100; i++)
            await Accepted(deal.Execute(new RecordActivity("call", $"spoke {i}"), grid.Command()));
        await Refused(deal.Execute(new AdmitWin("checked"), grid.By("FIN-1", Duties.Finance)), ControlPoints.WinMustBeAdmittedByAnother);
        await Refused(deal.Execute(new AdmitWin("checked"), grid.By("S1", Duties.Finance | Duties.Administrator)), ControlPoints.SenderMustHaveStanding);
        await Refused(deal.Execute(new AdmitWin("checked"), grid.By("CTRL-1", Duties.Controller | Duties.Manager)), ControlPoints.SenderMustHaveStanding);
        Assert.Equal(WinOrigin.Imported, (await deal.Get())!.WinOrigin);
        await grid.Verify();
        await Accepted(deal.Execute(new AdmitWin("checked"), grid.By("FIN-2", Duties.Finance)));
        Assert.Equal(WinOrigin.Admitted, (await deal.Get())!.WinOrigin);
        await grid.Verify();
        await Accepted(deal.Execute(new ReopenOpportunity("more to come"), grid.Command()));
        Assert.Null((await deal.Get())!.WinOrigin);
        await grid.Verify();
    }

    private static readonly ImportOpportunity Deal = new(new("Lathe", "C1"), "S1", OpportunityStatus.Open, "development", new DateOnly(2025, 3, 1), null, null, "crm");

    private static readonly ImportOpportunity Won = new(new("Lathe", "C1", Amount: new(88_000_000_00, "CNY")), "S1", OpportunityStatus.Won, "negotiation",
        new DateOnly(2025, 3, 1), new DateOnly(2025, 5, 1), null, "crm");

    private static SalesGrid.Subjects.ISubject Window(GridCluster grid) => grid.Subject(ImportWindowCommand.Subject);

    private static Task<Receipt> Open(GridCluster grid, DateTimeOffset until) =>
        Accepted(Window(grid).Do(new OpenImportWindow(until, "go-live"), grid.By("CTRL-1", Duties.Controller)));

    private static Task<Receipt> Import(GridCluster grid, string id, Envelope? by = null, ImportOpportunity? deal = null) =>
        grid.Opportunity(id).Execute(deal ?? Deal, (by ?? Importer) with { CommandId = $"import:{id}" });
}
