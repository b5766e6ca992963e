using System.Diagnostics;
using System.Globalization;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Scenarios;

/// <summary>
/// What a call of an empty grain costs among few and among many: the part of <see cref="Scale"/> that no design with one
/// activation for each opportunity can do without, on this machine and this runtime.
/// </summary>
/// <remarks>The servers take turns of some seconds, as there.</remarks>
public static class Floor
{
    private const int Few = 10_000;

    /// <summary>What outlives a command in an opportunity's grain: its record, its state and its command marks, about.</summary>
    private const int StateBytes = 512;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    /// <summary>Longest a server may take to have all its grains active.</summary>
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(5);

    /// <summary>Runs and keeps the table.</summary>
    public static async Task Run(Settings settings, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var report = new Report("Orleans alone, cost of a call by number of grains", command, "-floor");
        Side[] sides = [.. from keeps in new[] { 0, StateBytes } from count in new[] { Few, settings.Opportunities } select new Side(count, keeps)];
        try
        {
            foreach (var side in sides)
                await side.Start(cancellationToken);
            var turns = (int)Math.Ceiling(Math.Max(settings.Measured.TotalSeconds, 30) / Turn.TotalSeconds);
            for (var turn = 0; turn < turns; turn++)
            {
                foreach (var side in turn % 2 == 0 ? sides : sides.Reverse())
                    await side.Take(cancellationToken);
            }
            report.Table(string.Create(CultureInfo.InvariantCulture, $"An empty grain, called from within its silo by 64 callers, grains chosen alike, {turns} turns of {Turn.TotalSeconds} s each"),
                "#grains", "#bytes made anew by each call", "#µs of a core a call", "#more than among few", "#calls/s");
            for (var i = 0; i < sides.Length; i++)
            {
                var more = i % 2 == 0 ? "" : (sides[i].Cost - sides[i - 1].Cost).ToString("0.0", CultureInfo.InvariantCulture);
                report.Cells(sides[i].Count.ToString("#,0", CultureInfo.InvariantCulture), sides[i].Keeps.ToString(CultureInfo.InvariantCulture),
                    sides[i].Cost.ToString("0.0", CultureInfo.InvariantCulture), more, (sides[i].Calls / (turns * Turn.TotalSeconds)).ToString("#,0", CultureInfo.InvariantCulture));
            }
            report.Keep();
        }
        finally
        {
            foreach (var side in sides)
                side.Dispose();
        }
    }

    private sealed class Side(int count, int keeps) : IDisposable
    {
        private Process? process;
        private double micros;

        public int Count => count;

        public int Keeps => keeps;

        public double Calls { get; private set; }

        public double Cost => micros / Calls;

        public async Task Start(CancellationToken cancellationToken)
        {
            process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!,
                [EmptyGrains.Command, count.ToString(CultureInfo.InvariantCulture), keeps.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            if (await Said(ReadyWithin, cancellationToken) is var said && said != "ready")
                throw new InvalidOperationException($"The grains did not become active; it said: {said}");
        }

        public async Task Take(CancellationToken cancellationToken)
        {
            await process!.StandardInput.WriteLineAsync(Turn.TotalSeconds.ToString(CultureInfo.InvariantCulture).AsMemory(), cancellationToken);
            var parts = (await Said(Turn * 4, cancellationToken)).Split(' ');
            Calls += double.Parse(parts[0], CultureInfo.InvariantCulture);
            micros += double.Parse(parts[1], CultureInfo.InvariantCulture);
        }

        // It ends with its input, and so also when this process is killed.
        public void Dispose()
        {
            process?.StandardInput.Close();
            process?.Dispose();
        }

        private async Task<string> Said(TimeSpan patience, CancellationToken cancellationToken) =>
            await process!.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(patience, cancellationToken)
            ?? throw new InvalidOperationException("A server with empty grains ended.");
    }
}
