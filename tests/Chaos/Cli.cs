using System.CommandLine;
using SalesGrid.Chaos.Broken;
using SalesGrid.Chaos.Faults;
using SalesGrid.Chaos.Reports;

namespace SalesGrid.Chaos;

// Inside the namespace: out here the name means a command to the grid.
using Command = System.CommandLine.Command;

/// <summary>The command line: a run, or this program as a broken gateway or silo.</summary>
internal static class Cli
{
    private static readonly Option<int> Seed = new("--seed") { Description = "Fixes the plan of faults and the dice of the load.", DefaultValueFactory = _ => 417 };
    private static readonly Option<double> Minutes = new("--minutes") { Description = "How long the load runs.", DefaultValueFactory = _ => 5 };
    private static readonly Option<TopologyKind> Topology = new("--topology") { Description = "What grid is hurt.", DefaultValueFactory = _ => TopologyKind.Embedded };
    private static readonly Option<int> Silos = new("--silos") { Description = "Silos of a cluster.", DefaultValueFactory = _ => 3 };
    private static readonly Option<int> Workers = new("--workers") { Description = "Callers with one command under way each.", DefaultValueFactory = _ => 8 };
    private static readonly Option<FaultKind[]> Faults = new("--faults") { Description = "Faults to choose from; all without it.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> Calm = new("--calm") { Description = "No faults: what the oracle says then must be nothing." };
    private static readonly Option<Breakage> Break = new("--broken") { Description = "Breaks the grid on purpose; the oracle must notice.", DefaultValueFactory = _ => Breakage.None };
    private static readonly Option<string?> ReportFile = new("--report") { Description = "File the report is written to. Below the folder for temporary files without it." };

    private static readonly Option<string?> LogFolder = new("--logs") { Description = "Folder what the processes said is copied to." };

    /// <summary>Puts the commands together. Exit codes: 0 nothing was found, 1 something was.</summary>
    public static RootCommand Build()
    {
        var root = new RootCommand("Hurts a grid of real processes by a plan made from a seed, and judges what is left.")
        {
            Seed, Minutes, Topology, Silos, Workers, Faults, Calm, Break, ReportFile, LogFolder,
        };
        root.SetAction(Run);
        root.Subcommands.Add(BrokenPrograms.Gateway());
        root.Subcommands.Add(BrokenPrograms.Silo());
        return root;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var faults = parsed.GetValue(Faults);
        var result = await ChaosRun.Execute(new()
        {
            Seed = parsed.GetValue(Seed),
            Length = TimeSpan.FromMinutes(Math.Clamp(parsed.GetValue(Minutes), 0.1, 24 * 60)),
            Topology = parsed.GetValue(Topology),
            Silos = Math.Clamp(parsed.GetValue(Silos), 1, 8),
            Workers = Math.Clamp(parsed.GetValue(Workers), 1, 256),
            Faults = parsed.GetValue(Calm) ? [] : faults is { Length: > 0 } ? faults : null,
            Broken = parsed.GetValue(Break),
            Logs = parsed.GetValue(LogFolder),
            Progress = Console.WriteLine,
        }, cancellationToken);
        var report = Report.Of(result);
        Console.WriteLine();
        Console.WriteLine(report);
        var path = parsed.GetValue(ReportFile)
            ?? Path.Combine(Path.GetTempPath(), $"sales-grid-chaos-{DateTimeOffset.UtcNow:yyyyMMdd-HHmmss}-{parsed.GetValue(Seed)}.md");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await File.WriteAllTextAsync(path, report, cancellationToken);
        Console.WriteLine($"Report: {path}");
        return result.Ok ? 0 : 1;
    }
}
