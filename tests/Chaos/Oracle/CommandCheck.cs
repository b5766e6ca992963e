using System.Text.Json;
using SalesGrid.Chaos.Load;

namespace SalesGrid.Chaos.Oracle;

/// <summary>Holds what was answered against what lies in the ledger, command by command and entry by entry.</summary>
/// <remarks>
/// A command is found by the token in its content, not by its id: a grid that mixes ids up must not deceive the oracle. A
/// step of the process has no token; it is found by its id, and one that came in under another id shows as a stranger.
/// </remarks>
internal sealed class CommandCheck(IReadOnlyCollection<SentCommand> commands, LedgerImage ledger, Findings findings)
{
    private readonly Dictionary<string, SentCommand> byToken = commands.Where(c => c.Token is not null).ToDictionary(c => c.Token!, StringComparer.Ordinal);
    private readonly Dictionary<(string, string), SentCommand> byKey = commands.ToDictionary(c => (c.Subject, c.Key));
    private readonly Dictionary<SentCommand, List<Line>> found = [];
    private readonly HashSet<(string Subject, string Key, string ControlPoint)> refused = [];
    private readonly HashSet<(string Subject, string Warning)> warned = [];
    private readonly Dictionary<string, int> toFollow = new(StringComparer.Ordinal);

    /// <summary>Commands that were not acknowledged and yet are in the ledger, rightly: an open attempt was carried out.</summary>
    public int CarriedOutUnseen { get; private set; }

    public void Run()
    {
        foreach (var line in ledger.Lines)
        {
            if (line.Subject.StartsWith("refusal/", StringComparison.Ordinal))
                CheckRefusal(line);
            else if (line.IsWarning)
                CheckWarning(line);
            else if (line.Type == "PapersFollowed")
                CheckFollowed(line);
            else if (CommandOf(line) is { } command)
            {
                if (!found.TryGetValue(command, out var lines))
                    found.Add(command, lines = []);
                lines.Add(line);
                if (line.Type == "OpportunityReassigned")
                    toFollow[line.Subject] = 2;
            }
            else
            {
                findings.Add(Wrong.Stranger, $"{Name(line)} comes from no command of this run (command id '{line.Command}')");
            }
        }
        foreach (var command in commands)
            Check(command, found.GetValueOrDefault(command, []));
    }

    /// <summary>
    /// A refusal is a fact beside its command, not an effect of it. Whether the sender was told so it cannot be held against: an answer
    /// may be lost, and the same command be carried out later.
    /// </summary>
    private void CheckRefusal(Line line)
    {
        var (subject, key, point) = (line.Data.GetProperty("subject").GetString()!, line.Data.GetProperty("commandId").GetString()!, line.Data.GetProperty("controlPoint").GetString()!);
        if (!byKey.ContainsKey((subject, key)) || line.Command != key)
            findings.Add(Wrong.Stranger, $"{Name(line)} refuses a command {key} on {subject} that nobody of this run sent");
        else if (!refused.Add((subject, key, point)))
            findings.Add(Wrong.Twice, $"{Name(line)}: the refusal of {key} on {subject} by {point} is in the ledger already");
    }

    /// <summary>A warning comes from no command, is raised by the grid alone, and once for its occasion.</summary>
    private void CheckWarning(Line line)
    {
        if (!line.Command.StartsWith("grid:look:", StringComparison.Ordinal))
            findings.Add(Wrong.Stranger, $"{Name(line)} was not written by the grid (command id '{line.Command}')");
        else if (line.Type == "WarningRaised" && !warned.Add((line.Subject, line.Data.GetProperty("id").GetString()!)))
            findings.Add(Wrong.Twice, $"{Name(line)} is raised a second time");
    }

    /// <summary>That quotes and contracts followed a deal comes from no command of this run; the grid notes it, twice at most for each new owner.</summary>
    private void CheckFollowed(Line line)
    {
        if (!line.Command.StartsWith("grid:resume:", StringComparison.Ordinal) || !toFollow.ContainsKey(line.Subject))
            findings.Add(Wrong.Stranger, $"{Name(line)} was not written by the grid after a deal was given away (command id '{line.Command}')");
        else if (--toFollow[line.Subject] < 0)
            findings.Add(Wrong.Twice, $"{Name(line)} is noted a third time");
    }

    private void Check(SentCommand command, List<Line> lines)
    {
        if (lines.Count > 1)
            findings.Add(Wrong.Twice, $"{Name(command)} is in the ledger {lines.Count} times: {string.Join(", ", lines.Take(3).Select(Name))}");
        if (command.RefusedAfterReceipt is { } refusal)
            findings.Add(Wrong.Receipt, $"{Name(command)} was acknowledged, and a retry was refused by {refusal}");
        if (lines.Count > 0 && (lines[0].Subject != command.Subject || lines[0].Command != command.Key))
            findings.Add(Wrong.Stranger, $"{Name(lines[0])} holds the content of {Name(command)}, but says it is {lines[0].Command} on {lines[0].Subject}");

        switch (command.Outcome)
        {
            case Outcome.Accepted:
                CheckReceipts(command, lines);
                break;
            case Outcome.Refused when lines.Count > 0 && !command.RefusedAfterUnknown:
                findings.Add(Wrong.RefusedYetThere, $"{Name(command)} was refused by {command.ControlPoint} and is {Name(lines[0])}");
                break;
            case Outcome.Refused when lines.Count > 0:
                CarriedOutUnseen++;
                break;
            case Outcome.Unknown:
                findings.Add(Wrong.Unresolved, $"{Name(command)}: {command.UnknownAttempts} attempts without a definite answer; in the ledger {lines.Count} times");
                break;
        }
    }

    private void CheckReceipts(SentCommand command, List<Line> lines)
    {
        // Nothing to change: nothing to record. Sent again it is a new command, and then it may have had something to change.
        var written = command.Receipts.Where(r => r.Seq > 0).ToArray();
        if (written.Length == 0)
            return;
        foreach (var other in written.Skip(1).Where(r => r with { Replayed = written[0].Replayed } != written[0]))
            findings.Add(Wrong.Receipt, $"{Name(command)} got two receipts: {written[0]} and {other}");
        if (lines.Count == 0)
        {
            findings.Add(Wrong.Lost, $"{Name(command)} was acknowledged as {written[0].Bucket}:{written[0].Seq}, version {written[0].Version}, and is not in the ledger");
            return;
        }
        if (!lines.Any(l => l.Bucket == written[0].Bucket && l.Seq == written[0].Seq && l.Version == written[0].Version))
            findings.Add(Wrong.Stranger, $"{Name(command)} was acknowledged as {written[0].Bucket}:{written[0].Seq}, version {written[0].Version}, and is {Name(lines[0])}");
        if (command.EventType is { } type && lines[0].Type != type)
            findings.Add(Wrong.Stranger, $"{Name(command)} is recorded as {lines[0].Type}");
    }

    private SentCommand? CommandOf(Line line)
    {
        // The token decides. What an entry repeats of an earlier one, such as a name, is not in an event by itself.
        foreach (var text in Texts(line.Data))
        {
            if (byToken.TryGetValue(text, out var command))
                return command;
        }
        return byKey.TryGetValue((line.Subject, line.Command), out var stepped) && stepped.Token is null ? stepped : null;
    }

    /// <summary>Every text and every whole number in an event.</summary>
    private static IEnumerable<string> Texts(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Object => e.EnumerateObject().SelectMany(p => Texts(p.Value)),
        JsonValueKind.Array => e.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [e.GetString()!],
        JsonValueKind.Number => [e.GetRawText()],
        _ => [],
    };

    private static string Name(Line line) => $"entry {line.Bucket}:{line.Seq} ({line.Type}, version {line.Version} of {line.Subject})";

    private static string Name(SentCommand command) => $"command {command.Key} on {command.Subject} ({command.Token ?? command.Body.ToJsonString()})";
}
