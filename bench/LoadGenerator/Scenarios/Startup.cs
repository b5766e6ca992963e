using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Load;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Scenarios;

/// <summary>How fast a gateway is in each of its first seconds, by what the runtime is told about compiling.</summary>
public static class Startup
{
    private const int Connections = 64;

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SetUpTimeout = TimeSpan.FromMinutes(15);

    /// <summary>Each is one start on the same ledger.</summary>
    private static readonly (string Name, bool Compiled, string[] Runtime)[] Variants =
    [
        ("as shipped", false, []),
        ("methods promoted later, as by default (TC_CallCountingDelayMs=100)", false, ["DOTNET_TC_CallCountingDelayMs=64"]), // hexadecimal
        ("no profile (TieredPGO=0)", false, ["DOTNET_TieredPGO=0"]),
        ("loops compiled at once (TC_QuickJitForLoops=0)", false, ["DOTNET_TC_QuickJitForLoops=0"]),
        ("all compiled at once (TieredCompilation=0)", false, ["DOTNET_TieredCompilation=0"]),
        ("compiled ahead (ReadyToRun)", true, []),
        ("compiled ahead, no profile", true, ["DOTNET_TieredPGO=0"]),
    ];

    /// <summary>Fills a ledger once, and starts on it again with each setting.</summary>
    public static async Task Run(Settings settings, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var report = new Report("Sales Grid, the first seconds after a start", command, "-startup");
        var book = new Workload(settings.Opportunities);
        var walks = new Walks(book.Deals.Length);
        await using var medium = await Medium.Create(StoreKind.Sqlite, cancellationToken);
        await using (var filling = await Servers.Gateway(medium, settings.BucketsOn(medium.Kind), cancellationToken))
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(SetUpTimeout);
            await filling.Prepare(book, patience.Token);
        }
        var compiled = await CompileAhead(Path.Combine(medium.Folder, "compiled"), cancellationToken);
        if (compiled is null)
            report.Remark("What is compiled ahead was left out: `dotnet publish -p:PublishReadyToRun=true` failed here; it said why.");
        report.Table(string.Create(CultureInfo.InvariantCulture, $"{Connections} connections from the moment of ready, {settings.Opportunities:#,0} opportunities"),
            "setting", "#ready after s", "#commands in 5 s", "#in 20 s", "#in 30 s", "#second 30", "each second");
        foreach (var (name, isCompiled, runtime) in Variants)
        {
            var program = isCompiled ? compiled : Repository.Gateway;
            if (program is null)
                continue;
            await using var grid = await Servers.Gateway(medium, settings.BucketsOn(medium.Kind), program, [],
                runtime.Select(r => r.Split('=')).Select(r => new KeyValuePair<string, string>(r[0], r[1])), cancellationToken);
            grid.Take(book);
            var load = await LoadRun.Run(grid, book, walks, new() { Connections = Connections, WarmUp = TimeSpan.Zero, Measured = Watched, Seed = settings.Seed }, cancellationToken);
            load.AllAccepted(name);
            report.Cells(name, grid.Server.ReadyAfter.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),
                Number(load.BySecond.Take(5).Sum()), Number(load.BySecond.Take(20).Sum()), Number(load.BySecond.Sum()), Number(load.BySecond[^1]),
                string.Join(' ', load.BySecond.Select(Number)));
        }
        report.Keep();
    }

    /// <summary>The gateway compiled ahead into a folder; null where that cannot be done here.</summary>
    private static async Task<string?> CompileAhead(string folder, CancellationToken cancellationToken)
    {
        using var publish = Process.Start(new ProcessStartInfo("dotnet",
            ["publish", Path.Combine(Repository.Folder, "Client.Api"), "-c", Repository.Configuration, "-r", RuntimeInformation.RuntimeIdentifier,
                "--self-contained", "false", "-p:PublishReadyToRun=true", "-o", folder, "-nologo", "-v", "q"])
        {
            RedirectStandardOutput = true,
        })!;
        var said = await publish.StandardOutput.ReadToEndAsync(cancellationToken);
        await publish.WaitForExitAsync(cancellationToken);
        if (publish.ExitCode == 0)
            return Path.Combine(folder, "Client.Api.dll");
        await Console.Error.WriteLineAsync(said);
        return null;
    }

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
