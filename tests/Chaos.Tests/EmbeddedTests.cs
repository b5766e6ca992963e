using SalesGrid.Chaos.Broken;
using SalesGrid.Chaos.Faults;
using SalesGrid.Chaos.Oracle;
using SalesGrid.Chaos.Reports;

namespace SalesGrid.Chaos.Tests;

/// <summary>Short runs against a real gateway process on SQLite: the product as it is, and broken on purpose.</summary>
/// <remarks>One after the other: side by side they would only hold each other up.</remarks>
[Collection("processes")]
public sealed class EmbeddedTests(ITestOutputHelper output)
{
    private const int Seed = 417;

    [Fact]
    public async Task Kills_a_full_disk_a_pause_and_a_jumping_clock_lose_nothing()
    {
        var run = await Run(new() { Seed = Seed, Length = TimeSpan.FromSeconds(34) });

        Assert.True(run.Ok, Report.Of(run));
        Assert.True(run.Faults.Count >= 4, $"Only {run.Faults.Count} faults were done.");
        Assert.Contains(run.Faults, f => f.Fault.Kind == FaultKind.Kill);
        Assert.True(run.Log.Commands.Count > 200, $"Only {run.Log.Commands.Count} commands were sent.");
    }

    [Theory]
    [InlineData(Breakage.Dedup, Wrong.Twice)]
    [InlineData(Breakage.LostWrite, Wrong.Lost)]
    [InlineData(Breakage.Kpi, Wrong.Kpi)]
    public async Task A_broken_grid_is_noticed(Breakage broken, Wrong expected)
    {
        var run = await Run(new() { Seed = Seed, Length = TimeSpan.FromSeconds(5), Faults = [], Broken = broken });

        Assert.Contains(expected, run.Findings.Counts.Keys);
    }

    private async Task<RunResult> Run(Settings settings)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Processes are hurt by signals of Linux.");
        output.WriteLine($"Seed {settings.Seed}: dotnet run --project tests/Chaos -- --seed {settings.Seed} --minutes {settings.Length.TotalMinutes:0.00}");
        var run = await ChaosRun.Execute(settings, TestContext.Current.CancellationToken);
        output.WriteLine(Report.Of(run));
        return run;
    }
}
