using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Scenarios;

/// <summary>Rows a second through the command line client into the embedded default: files made first, then brought in.</summary>
public static class BulkImport
{
    private const double Wanted = 20_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Runs and keeps the table.</summary>
    public static async Task Run(Settings settings, IReadOnlyList<string> clientOptions, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var report = new Report("Sales Grid, import", command, "-import");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await using var medium = await Medium.Create(StoreKind.Sqlite, patience.Token);
        var files = Path.Combine(medium.Folder, "files");
        await Client(["demo", "--count", $"{settings.Opportunities}", "--out", files], null, medium.Folder, patience.Token);
        await using var grid = await Servers.Gateway(medium, settings.BucketsOn(medium.Kind), patience.Token);
        var summary = Path.Combine(medium.Folder, "summary.json");
        var cpu = Process.GetProcessById(grid.Server.Id);
        var before = cpu.TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        await Client(["import", files, "--mapping", Path.Combine(files, "mapping.json"), "--state", Path.Combine(medium.Folder, "state"),
            "--summary", summary, "--quiet", "--server", grid.Server.Address.ToString(), .. clientOptions], grid.Server.Key, medium.Folder, patience.Token);
        var wall = Stopwatch.GetElapsedTime(started).TotalSeconds;
        cpu.Refresh();
        var server = (cpu.TotalProcessorTime - before).TotalSeconds;
        using var said = JsonDocument.Parse(await File.ReadAllBytesAsync(summary, patience.Token));
        var rows = said.RootElement.GetProperty("tables").EnumerateArray().Sum(t => t.GetProperty("read").GetInt64());
        var perSecond = said.RootElement.GetProperty("rowsPerSecond").GetDouble();
        var rejected = said.RootElement.GetProperty("tables").EnumerateArray().Sum(t => t.GetProperty("rejected").GetInt64());
        report.Table("`import` of generated files, SQLite", "#rows", "#rejected", "#rows/s, as the client says", "#rows/s of the whole process", "#server µs of a core a row", "#wanted rows/s", "met");
        report.Cells(Number(rows), Number(rejected), $"**{Number(perSecond)}**", Number(rows / wall), (server * 1e6 / rows).ToString("0.0", CultureInfo.InvariantCulture),
            $"≥ {Number(Wanted)}", perSecond >= Wanted ? "yes" : "**no**");
        report.Keep();
    }

    private static async Task Client(IReadOnlyList<string> arguments, string? key, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Client, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        if (key is not null)
            start.Environment["GRID_KEY"] = key;
        using var client = Process.Start(start)!;
        try
        {
            var said = await Task.WhenAll(client.StandardOutput.ReadToEndAsync(cancellationToken), client.StandardError.ReadToEndAsync(cancellationToken));
            await client.WaitForExitAsync(cancellationToken);
            if (client.ExitCode != 0)
                throw new InvalidOperationException($"The client ended with {client.ExitCode}:\n{string.Concat(said)}");
        }
        finally
        {
            if (!client.HasExited)
                client.Kill(entireProcessTree: true);
        }
    }

    private static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
