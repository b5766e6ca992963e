using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesGrid.Control.Tests.Checker;
using SalesGrid.Control.Tests.Load;
using SalesGrid.Decisions;
using SalesGrid.Opportunities;
using SalesGrid.Subjects;

namespace SalesGrid.Control.Tests;

/// <summary>
/// Twenty people of six roles send everything to everything while they move, lead, leave, come back, act for one another and hand over. A
/// checker that knows the company's words and not its code reads from the ledger who did what without being the one to do it.
/// </summary>
public sealed class StandingSequenceTests(ITestOutputHelper output)
{
    private static readonly int Sequences = int.Parse(Environment.GetEnvironmentVariable("SALESGRID_SEQUENCES") ?? "9000", System.Globalization.CultureInfo.InvariantCulture);

    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("SALESGRID_SEED") ?? $"{Environment.TickCount}", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Nobody_records_what_is_not_theirs_to_record()
    {
        await using var grid = await ControlGrid.Start();
        await Cast.Place(grid);
        output.WriteLine($"{Sequences} sequences, seed {Seed}");
        var (accepted, refused) = await StandingScenario.Run(grid, Sequences, Seed);
        var (findings, checker) = StandingChecker.Look(await grid.ReadSettled(), Cast.DutiesOf);
        output.WriteLine("accepted: " + string.Join(", ", accepted.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key} {r.Value}")));
        output.WriteLine("refused: " + string.Join(", ", refused.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key} {r.Value}")));
        output.WriteLine("recorded: " + string.Join(", ", checker.Seen.Select(s => $"{s.Key} {s.Value}")));
        output.WriteLine($"because: {string.Join(", ", checker.Because.Select(s => $"{s.Key} {s.Value}"))}; the organisation changed {checker.Changes} times");
        Assert.True(findings.Count == 0, $"seed {Seed}\n{findings}");
        // A run in which nobody stood anywhere, or nobody was turned away, would prove nothing.
        foreach (var reason in new[] { "owner", "delegate", "manager", "team", "unowned", "approver", "self", "Manager", "Finance", "Legal", "People" })
            Assert.True(checker.Because.GetValueOrDefault(reason) >= Math.Max(1, Sequences / 10_000), $"{reason}: {checker.Because.GetValueOrDefault(reason)} (seed {Seed})");
        foreach (var type in new[] { "HandoverBegun", "SalespersonDeactivated", "SalespersonMoved", "TreeChanged", "Reorganised", "AuthorityDelegated", "QuoteStepApproved", "ContractReviewed", "DealTeamSet", "CreditSplit" })
            Assert.True(checker.Seen.GetValueOrDefault(type) >= Math.Max(1, Sequences / 20_000), $"{type}: {checker.Seen.GetValueOrDefault(type)} (seed {Seed})");
        Assert.True(refused.GetValueOrDefault("CP-WHO-01") > Sequences / 2, $"Only {refused.GetValueOrDefault("CP-WHO-01")} were turned away (seed {Seed}).");
    }

    [Fact]
    public async Task Where_everybody_passes_for_a_manager_the_checker_finds_it()
    {
        await using var grid = await ControlGrid.Start(services: static services => services.AddSingleton<IOrganisation, EverybodyLeads>());
        await Cast.Place(grid);
        await StandingScenario.Run(grid, 300, Seed);
        Assert.Contains("CP-WHO-01", StandingChecker.Look(await grid.ReadSettled(), Cast.DutiesOf).Findings.ControlPoints);
    }

    [Fact]
    public async Task Where_quotes_stay_behind_their_deals_the_checker_finds_it()
    {
        await using var grid = await ControlGrid.Start(services: static services => services.RemoveAll<OpportunityPaper>());
        await Cast.Place(grid);
        await StandingScenario.Run(grid, 4_000, Seed);
        Assert.Contains("agreement", StandingChecker.Look(await grid.ReadSettled(), Cast.DutiesOf).Findings.ControlPoints);
    }

    /// <summary>The broken variant: an organisation in which everybody stands above everybody.</summary>
    private sealed class EverybodyLeads : IOrganisation
    {
        public ValueTask<Stood> Of(string actor, string owner, Standing ways, string? act, DateOnly today, Inputs inputs) => new(new Stood(ways & Standing.Manager));

        public ValueTask<Led> LedBy(string person, DateOnly today, Inputs inputs) => new(new Led(true, null));

        public ValueTask<bool> IsWithin(string person, System.Collections.Immutable.ImmutableArray<string> units, DateOnly today, Inputs inputs) => new(true);

        public ValueTask<bool> IsUnitWithin(string unit, System.Collections.Immutable.ImmutableArray<string> units, DateOnly today, Inputs inputs) => new(true);
    }
}
