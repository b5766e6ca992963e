using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using HdrHistogram;
using SalesGrid.Bench.Load;

namespace SalesGrid.Bench.Reports;

/// <summary>A report in Markdown: printed as it grows, and kept in <c>bench/results</c> when asked.</summary>
public sealed class Report
{
    private const string CommandHeader = """
        | door | store | buckets | connections | commands/s | p50 ms | p90 ms | p99 ms | p99.9 ms | max ms | errors | cores: client / server / machine |
        |---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|---|
        """;

    private const string LatencyHeader = """
        | what | while | a second | p50 ms | p90 ms | p99 ms | p99.9 ms | max ms |
        |---|---|--:|--:|--:|--:|--:|--:|
        """;

    private readonly StringBuilder text = new();
    private readonly string name;

    /// <summary>Begins with the machine, the commit and the command.</summary>
    /// <param name="title">Heading.</param>
    /// <param name="command">Arguments of this program.</param>
    /// <param name="suffix">Added to the file's name; empty for the main report of a day.</param>
    public Report(string title, IEnumerable<string> command, string suffix = "")
    {
        var commit = Repository.Commit();
        var now = DateTimeOffset.UtcNow;
        name = $"{now:yyyy-MM-dd}-{commit}{suffix}.md";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30);
        var temp = new DriveInfo(Path.GetTempPath());
        Line($"# {title}");
        Line("");
        Line($"- {now:yyyy-MM-dd HH:mm} UTC, commit {commit}, {Repository.Configuration}");
        Line(Invariant($"- {Environment.ProcessorCount} cores, {memory:0.#} GiB, {RuntimeInformation.OSDescription}, kernel {Environment.OSVersion.Version}, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}, data on {temp.DriveFormat}"));
        Line($"- `dotnet run -c Release --project bench/LoadGenerator -- {string.Join(' ', command)}`");
        Line("- client, server and store share these cores; see bench/README.md for what each figure means");
        if (Repository.Configuration != "Release")
            Line("- **built without optimisation: these figures mean nothing**");
        if (temp.DriveFormat is "tmpfs" or "ramfs")
            Line("- **data lies in memory: the SQLite and Azurite figures are not durable ones**; set TMPDIR");
    }

    /// <summary>Begins a table of loads of commands.</summary>
    public void CommandTable(string heading) => Table(heading, CommandHeader);

    /// <summary>Begins a table of latencies.</summary>
    public void LatencyTable(string heading) => Table(heading, LatencyHeader);

    /// <summary>A row of a load of commands; no buckets for a system that has none.</summary>
    public void Row(string door, string store, int? buckets, LoadPlan plan, LoadResult result)
    {
        var connections = plan.Rate is { } rate ? Invariant($"{plan.Connections} (due {rate:#,0}/s)") : $"{plan.Connections}";
        if (plan.Zipf is { } zipf)
            connections += Invariant($", zipf {zipf}");
        var errors = result.Errors.Count == 0 ? "0" : string.Join(", ", result.Errors.Select(e => $"{e.Value} × {e.Key}"));
        if (result.NeverSent > 0)
            errors += Invariant($"; {result.NeverSent:#,0} due but not sent");
        var cpu = Invariant($"{result.Cpu.Client:0.00} / {Cores(result.Cpu.Server)} / {Cores(result.Cpu.Machine)}");
        Line(Invariant($"| {door} | {store} | {(buckets is { } count ? Invariant($"{count}") : "–")} | {connections} | **{result.PerSecond:#,0}** | {Percentiles(result.Latency)} | {errors} | {cpu} |"));
    }

    /// <summary>A row of a latency.</summary>
    public void Row(string what, string during, double? perSecond, LongHistogram latency) =>
        Line(Invariant($"| {what} | {during} | {(perSecond is { } rate ? Invariant($"{rate:#,0}") : "")} | {Percentiles(latency)} |"));

    /// <summary>Begins a table of one's own; <paramref name="columns"/> that begin with <c>#</c> hold figures.</summary>
    public void Table(string heading, params IEnumerable<string> columns) => Table(heading,
        $"| {string.Join(" | ", columns.Select(c => c.TrimStart('#')))} |\n|{string.Concat(columns.Select(c => c.StartsWith('#') ? "--:|" : "---|"))}");

    /// <summary>A row of it.</summary>
    public void Cells(params IEnumerable<string> cells) => Line($"| {string.Join(" | ", cells)} |");

    /// <summary>A remark.</summary>
    public void Remark(string remark)
    {
        Line("");
        Line(remark);
    }

    /// <summary>Writes the report into <c>bench/results</c> and says where it is.</summary>
    public void Keep()
    {
        Directory.CreateDirectory(Repository.Results);
        var path = Path.Combine(Repository.Results, name);
        File.WriteAllText(path, text.ToString());
        Console.WriteLine($"\nKept as {Path.GetRelativePath(Environment.CurrentDirectory, path)}");
    }

    private static string Percentiles(LongHistogram latency) => latency.TotalCount == 0 ? "| | | |" : string.Join(" | ",
        new[] { 50, 90, 99, 99.9, 100 }.Select(p => Milliseconds(latency.GetValueAtPercentile(p))));

    /// <summary>Milliseconds with three digits that mean something.</summary>
    public static string Milliseconds(double microseconds) => (microseconds / 1000.0) switch
    {
        < 10 and var ms => Invariant($"{ms:0.00}"),
        < 100 and var ms => Invariant($"{ms:0.0}"),
        var ms => Invariant($"{ms:#,0}"),
    };

    private static string Cores(double? cores) => cores is { } value ? Invariant($"{value:0.00}") : "–";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Table(string heading, string header)
    {
        Line("");
        Line($"## {heading}");
        Line("");
        Line(header);
    }

    private void Line(string line)
    {
        text.Append(line).Append('\n');
        Console.WriteLine(line);
    }
}
