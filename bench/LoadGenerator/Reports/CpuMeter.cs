using System.Diagnostics;
using System.Globalization;

namespace SalesGrid.Bench.Reports;

/// <summary>Cores in use over a time: 1.0 is one core, all of it.</summary>
/// <param name="Client">This process: the load generator, and the silo where it is inside.</param>
/// <param name="Server">The gateway's process; null where there is none.</param>
/// <param name="Machine">Everything on the machine, this included; null where it cannot be read.</param>
public readonly record struct CpuUse(double Client, double? Server, double? Machine)
{
    /// <summary>The server's part by the name its threads have; null where it cannot be read. Threads that ended are left out.</summary>
    public IReadOnlyDictionary<string, double>? ServerThreads { get; init; }
}

/// <summary>Reads how busy processes and the machine are.</summary>
public static class CpuMeter
{
    /// <summary>Jiffies a second in <c>/proc/stat</c>: 100 on every Linux that runs .NET.</summary>
    private const double JiffiesPerSecond = 100;

    /// <summary>Measures between two moments, given as distances from now.</summary>
    public static async Task<CpuUse> Measure(int? server, TimeSpan from, TimeSpan to, CancellationToken cancellationToken)
    {
        if (from > TimeSpan.Zero)
            await Task.Delay(from, cancellationToken);
        var spell = Begin(server);
        await Task.Delay(to - from, cancellationToken);
        return spell.End();
    }

    /// <summary>Begins to measure.</summary>
    public static Spell Begin(int? server) => new(server, Sample.Take(server));

    /// <summary>A time that is being measured.</summary>
    public readonly struct Spell
    {
        private readonly int? server;
        private readonly Sample before;

        internal Spell(int? server, Sample before) => (this.server, this.before) = (server, before);

        /// <summary>How long ago it began.</summary>
        public double Seconds => Stopwatch.GetElapsedTime(before.At).TotalSeconds;

        /// <summary>What was used since it began.</summary>
        public CpuUse End()
        {
            var after = Sample.Take(server);
            var first = before;
            var seconds = Stopwatch.GetElapsedTime(first.At, after.At).TotalSeconds;
            return new(
                (after.Client - first.Client) / seconds,
                (after.Server - first.Server) / seconds,
                (after.Machine - first.Machine) / seconds)
            {
                ServerThreads = after.Threads?
                    .GroupBy(t => t.Value.Name, StringComparer.Ordinal)
                    .ToDictionary(
                        g => g.Key,
                        g => g.Sum(t => t.Value.Seconds - (first.Threads?.GetValueOrDefault(t.Key).Seconds ?? 0)) / seconds,
                        StringComparer.Ordinal),
            };
        }
    }

    /// <summary>user, nice, system, irq and softirq in the line <c>cpu user nice system idle iowait irq softirq steal ...</c></summary>
    private static readonly int[] Busy = [1, 2, 3, 6, 7];

    internal readonly record struct Sample(
        long At, double Client, double? Server, double? Machine, Dictionary<int, (string Name, double Seconds)>? Threads)
    {
        public static Sample Take(int? server) => new(
            Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime.TotalSeconds, server is { } id ? SecondsOf(id) : null, MachineSeconds(),
            server is { } process ? ThreadsOf(process) : null);

        private static double? SecondsOf(int id)
        {
            try
            {
                using var process = Process.GetProcessById(id);
                return process.TotalProcessorTime.TotalSeconds;
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                return null;
            }
        }

        /// <summary>Name, user and system time of each thread: fields 2, 14 and 15 of <c>/proc/PID/task/TID/stat</c>.</summary>
        private static Dictionary<int, (string Name, double Seconds)>? ThreadsOf(int id)
        {
            try
            {
                var threads = new Dictionary<int, (string Name, double Seconds)>();
                foreach (var folder in Directory.EnumerateDirectories($"/proc/{id}/task"))
                {
                    string line;
                    try
                    {
                        line = File.ReadAllText(Path.Combine(folder, "stat"));
                    }
                    catch (IOException)
                    {
                        // It has ended.
                        continue;
                    }
                    // The name is in brackets and may hold spaces and brackets of its own.
                    var (open, close) = (line.IndexOf('('), line.LastIndexOf(')'));
                    var fields = line[(close + 2)..].Split(' ');
                    threads[int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)] = (line[(open + 1)..close],
                        (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / JiffiesPerSecond);
                }
                return threads;
            }
            catch (DirectoryNotFoundException)
            {
                return null;
            }
        }

        private static double? MachineSeconds()
        {
            if (!File.Exists("/proc/stat"))
                return null;
            var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return Busy.Sum(i => double.Parse(fields[i], CultureInfo.InvariantCulture)) / JiffiesPerSecond;
        }
    }
}
