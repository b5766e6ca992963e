using SalesGrid.Control.Tests.Checker;
using SalesGrid.Control.Tests.Load;
using SalesGrid.Processes;

namespace SalesGrid.Control.Tests;

/// <summary>
/// Throws random sequences of commands at the grains, lawful and not, by everybody at everything, and has the ledger read by
/// a watchman who knows the rules only by their words.
/// </summary>
public sealed class RandomSequenceTests(ITestOutputHelper output)
{
    private static readonly int Sequences = int.Parse(Environment.GetEnvironmentVariable("SALESGRID_SEQUENCES") ?? "15000", System.Globalization.CultureInfo.InvariantCulture);

    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("SALESGRID_SEED") ?? $"{Environment.TickCount}", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task No_sequence_of_commands_leads_to_a_state_that_should_not_exist()
    {
        await using var grid = await ControlGrid.Start();
        await Stage.Set(grid);
        output.WriteLine($"{Sequences} sequences, seed {Seed}");
        var (commands, refusals) = await ScenarioRunner.Run(grid, Sequences, Seed);
        output.WriteLine($"{commands} commands");
        var (findings, watchman) = LedgerChecker.Look(await grid.ReadSettled());
        output.WriteLine("refused: " + string.Join(", ", refusals.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key} {r.Value}")));
        output.WriteLine("recorded: " + string.Join(", ", watchman.Seen.Select(s => $"{s.Key} {s.Value}")));
        Assert.True(findings.Count == 0, $"seed {Seed}\n{findings}");
        // A run that got nowhere, or met no rule, would prove nothing.
        Assert.All(Reached, type => Assert.True(watchman.Seen.GetValueOrDefault(type) >= Math.Max(1, Sequences / 5_000), $"{type} was reached {watchman.Seen.GetValueOrDefault(type)} times (seed {Seed})"));
        Assert.True(refusals.Count >= 40, $"Only {refusals.Count} control points were met (seed {Seed}).");
    }

    [Fact]
    public async Task Without_its_gates_the_watchman_finds_it()
    {
        // The broken variant: the same grid, whose processes ask for no evidence and no facts.
        var open = ProcessCatalog.Shipped.Newest.Values.Select(d => d with
        {
            Stages = [.. d.Stages.Select(s => s with { Evidence = [], Facts = [], MayWin = true })],
        });
        await using var grid = await ControlGrid.Start(new ProcessCatalog(open));
        await Stage.Set(grid);
        output.WriteLine($"seed {Seed}");
        await ScenarioRunner.Run(grid, 500, Seed);
        var (findings, _) = LedgerChecker.Look(await grid.ReadSettled());
        Assert.Contains("CP-STAGE-03", findings.ControlPoints);
        Assert.Contains("CP-STAGE-04", findings.ControlPoints);
    }

    /// <summary>What must have happened often for the run to count.</summary>
    private static readonly string[] Reached =
    [
        "OpportunityOpened", "OpportunityEvaluated", "PersonMapped", "StageApproved", "StageAdvanced", "OpportunityWon", "OpportunityReopened", "QuoteApproved", "QuoteStepApproved", "QuoteApprovalVoided", "ContractSigned",
        "ContractTerminated", "ReservationGranted", "ReservationConfirmed", "ReservationReleased", "ControlOverridden", "OverrideUsed",
    ];
}
