using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using SalesGrid.Chaos.Load;
using SalesGrid.Chaos.Topologies;

namespace SalesGrid.Chaos.Reports;

/// <summary>A run in Markdown.</summary>
internal static class Report
{
    public static string Of(RunResult run)
    {
        var text = new StringBuilder();
        var settings = run.Settings;
        Line($"# Chaos, seed {settings.Seed}: {(run.Ok ? "nothing lost, nothing twice, every figure right" : $"{run.Findings.Counts.Values.Sum()} findings")}");
        Line($"");
        Line($"- {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC; {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
        Line($"- {run.Topology}");
        Line($"- {settings.Workers} workers for {(run.Ended - run.Began).TotalSeconds:0} s; broken on purpose: {settings.Broken}");
        Line($"- the seed fixes the plan of faults and every worker's dice, not the schedule: threads, processes and the network interleave as they like");
        foreach (var remark in run.Remarks)
            Line($"- {remark}");
        Commands(run, Line);
        Faults(run, Line);
        Findings(run, Line);
        Line($"");
        Line($"## What happened");
        Line($"");
        Line($"```");
        foreach (var note in run.Log.Notes)
            Line($"{note}");
        foreach (var exit in run.Exits)
            Line($"{exit.Service} ended with {exit.Code} at {exit.At:HH:mm:ss}{(exit.Expected ? "" : ", of its own accord")}");
        Line($"```");
        if (run.LastWords.Length > 0)
        {
            Line($"");
            Line($"## What the processes said last");
            Line($"");
            Line($"```");
            Line($"{run.LastWords}");
            Line($"```");
        }
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static void Commands(RunResult run, Action<FormattableString> line)
    {
        var commands = run.Log.Commands;
        var (gap, from) = Availability.LongestGap(run.Log.Acknowledgements, run.Began, run.Ended);
        line($"");
        line($"## Commands");
        line($"");
        line($"| | |");
        line($"|---|--:|");
        line($"| sent | {commands.Count:#,0} |");
        line($"| acknowledged | {commands.Count(c => c.Outcome == Outcome.Accepted):#,0} |");
        line($"| refused by a rule | {commands.Count(c => c.Outcome == Outcome.Refused):#,0} |");
        line($"| with an unknown attempt, then resolved | {commands.Count(c => c.UnknownAttempts > 0 && c.Outcome != Outcome.Unknown):#,0} |");
        line($"| of these refused at last, yet carried out by an attempt nobody answered | {run.CarriedOutUnseen:#,0} |");
        line($"| never resolved | {commands.Count(c => c.Outcome == Outcome.Unknown):#,0} |");
        line($"| lost | {run.Findings.Counts.GetValueOrDefault(Oracle.Wrong.Lost):#,0} |");
        line($"| twice | {run.Findings.Counts.GetValueOrDefault(Oracle.Wrong.Twice):#,0} |");
        line($"| entries in the ledger | {run.Entries:#,0} |");
        line($"| KPI questions held against the entries | {run.KpiQuestions:#,0} |");
        line($"| answers to readers looked at | {run.LookedAt:#,0} |");
        line($"| longest time without any receipt | {gap.TotalSeconds:0.0} s, from {from.TotalSeconds:0.0} s |");
        line($"");
        line($"Answers beside receipts: {string.Join(", ", run.Log.Answers.OrderByDescending(a => a.Value).Select(a => $"{a.Value} × {a.Key}"))}.");
    }

    private static void Faults(RunResult run, Action<FormattableString> line)
    {
        line($"");
        line($"## Faults");
        line($"");
        line($"Every bucket again: the longest time from the beginning of a fault until each bucket had acknowledged an attempt begun after it. What a fault");
        line($"holds up on purpose is in it, and what another fault does meanwhile.");
        line($"");
        line($"| fault | times | every bucket again after at most | median |");
        line($"|---|--:|--:|--:|");
        foreach (var kind in run.Faults.GroupBy(f => f.Fault.Kind).OrderBy(g => g.Key))
        {
            var times = kind
                .Select(f => Availability.UntilEveryBucketAnswered(run.Log.Acknowledgements, f.Begun, GatewaySettings.BucketCount))
                .OfType<TimeSpan>().Order().ToArray();
            if (times.Length == 0)
                line($"| {kind.Key} | {kind.Count()} | not before the load ended | |");
            else
                line($"| {kind.Key} | {kind.Count()} | {times[^1].TotalSeconds:0.0} s | {times[times.Length / 2].TotalSeconds:0.0} s |");
        }
        line($"");
        line($"The plan:");
        line($"");
        foreach (var fault in run.Plan)
            line($"- {fault}");
    }

    private static void Findings(RunResult run, Action<FormattableString> line)
    {
        line($"");
        line($"## Findings");
        line($"");
        if (run.Ok)
            line($"None.");
        foreach (var (wrong, count) in run.Findings.Counts.OrderBy(c => c.Key))
            line($"- {wrong}: {count:#,0}");
        line($"");
        foreach (var finding in run.Findings.Kept)
            line($"- {finding}");
    }
}
