namespace SalesGrid.Control.Tests.Checker;

/// <summary>
/// The story of one object, read line by line against what the catalogue's texts forbid. Knows nothing of the rules: it is
/// written from their words.
/// </summary>
internal abstract class ObjectModel(string subject, Findings findings)
{
    private HashSet<string> waived = [];

    protected string Subject => subject;

    protected string Id => subject[(subject.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Takes what one command recorded.</summary>
    public void Take(Turn turn)
    {
        waived = [.. turn.Waived];
        Begin(turn);
        foreach (var line in turn.Lines)
            Read(line);
    }

    /// <summary>Looks at a command as a whole before its lines are read.</summary>
    protected virtual void Begin(Turn turn)
    {
    }

    protected abstract void Read(Line line);

    /// <summary>Reports a state that should not exist, unless an override lifted the control point for this command.</summary>
    protected void Must(bool holds, string controlPoint, Line line, string what)
    {
        if (!holds && !waived.Contains(controlPoint))
            findings.Add(controlPoint, $"{line.Where}: {what}");
    }
}

/// <summary>What was found, at most so many of each sort in full.</summary>
internal sealed class Findings
{
    private const int ShownOfEach = 5;
    private readonly Dictionary<string, (int Count, List<string> Shown)> byPoint = new(StringComparer.Ordinal);

    public int Count => byPoint.Values.Sum(f => f.Count);

    public IReadOnlyCollection<string> ControlPoints => byPoint.Keys;

    public void Add(string controlPoint, string what)
    {
        var (count, shown) = byPoint.GetValueOrDefault(controlPoint, (0, []));
        if (shown.Count < ShownOfEach)
            shown.Add(what);
        byPoint[controlPoint] = (count + 1, shown);
    }

    public override string ToString() => string.Join('\n', byPoint.Select(f => $"{f.Key} x {f.Value.Count}\n  {string.Join("\n  ", f.Value.Shown)}"));
}
