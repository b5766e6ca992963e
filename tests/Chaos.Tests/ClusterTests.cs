using SalesGrid.Chaos.Broken;
using SalesGrid.Chaos.Faults;
using SalesGrid.Chaos.Oracle;
using SalesGrid.Chaos.Reports;
using SalesGrid.Testing;

namespace SalesGrid.Chaos.Tests;

/// <summary>Short runs against two silo processes on Azurite and a gateway.</summary>
/// <remarks>One after the other: side by side they would only hold each other up.</remarks>
[Collection("processes")]
public sealed class ClusterTests(ITestOutputHelper output)
{
    private const int Seed = 417;

    [Fact]
    public async Task A_silo_that_wakes_up_dead_and_a_store_whose_answers_are_lost_cost_no_command()
    {
        var run = await Run(new()
        {
            Seed = Seed,
            Topology = TopologyKind.Cluster,
            Silos = 2,
            QuickVerdicts = true,
            Length = TimeSpan.FromSeconds(26),
            Plan = [Zombie(at: 3, silo: 0), Fault(FaultKind.StoreAnswersLost, at: 16, lasts: 3), Fault(FaultKind.Kill, at: 20, lasts: 1)],
        });

        Assert.True(run.Ok, Report.Of(run));
        Assert.Equal(3, run.Faults.Count);
    }

    [Fact]
    public async Task Without_the_fence_a_silo_that_wakes_up_dead_is_noticed()
    {
        // Whether the silo is stopped in the middle of an append is chance, and likely: it is tried again a few times.
        IEnumerable<Wrong> found = [];
        for (var attempt = 0; attempt < 8 && !found.Any(); attempt++)
        {
            var run = await Run(new()
            {
                Seed = Seed + attempt,
                Topology = TopologyKind.Cluster,
                Silos = 2,
                QuickVerdicts = true,
                Workers = 24,
                Length = TimeSpan.FromSeconds(13),
                Plan = [Zombie(at: 2, silo: attempt % 2)],
                HealTimeout = TimeSpan.FromSeconds(8),
                Broken = Breakage.Fence,
            });
            found = run.Findings.Counts.Keys.Where(wrong => wrong is Wrong.Gap or Wrong.Chain or Wrong.Lost or Wrong.Twice);
        }
        Assert.NotEmpty(found);
    }

    private static PlannedFault Zombie(int at, int silo) =>
        new(TimeSpan.FromSeconds(at), FaultKind.Zombie, TimeSpan.FromSeconds(7), silo, Everything: true, default);

    private static PlannedFault Fault(FaultKind kind, int at, int lasts) =>
        new(TimeSpan.FromSeconds(at), kind, TimeSpan.FromSeconds(lasts), Target: 1, Everything: false, default);

    private async Task<RunResult> Run(Settings settings)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Processes are hurt by signals of Linux.");
        if (AzuriteInstallation.Missing is { } missing && Environment.GetEnvironmentVariable("CI") != "true")
            Assert.Skip(missing);
        output.WriteLine($"Seed {settings.Seed}.");
        var run = await ChaosRun.Execute(settings, TestContext.Current.CancellationToken);
        output.WriteLine(Report.Of(run));
        return run;
    }
}
