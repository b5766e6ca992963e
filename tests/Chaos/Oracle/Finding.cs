namespace SalesGrid.Chaos.Oracle;

/// <summary>What the oracle can find wrong. Any of them is a bug of the product, or of the oracle.</summary>
public enum Wrong
{
    /// <summary>The journal cannot be read, or its hashes do not link.</summary>
    Chain,

    /// <summary>A sequence or a version is missing or doubled.</summary>
    Gap,

    /// <summary>A command was acknowledged and is not in the ledger.</summary>
    Lost,

    /// <summary>A command is in the ledger more than once.</summary>
    Twice,

    /// <summary>An entry comes from no command of the run, or is not where its command's receipt says.</summary>
    Stranger,

    /// <summary>A refused command is in the ledger, though no attempt of it was left open.</summary>
    RefusedYetThere,

    /// <summary>Retries of one command were answered differently.</summary>
    Receipt,

    /// <summary>What became of a command cannot be found out.</summary>
    Unresolved,

    /// <summary>A KPI is not what the entries say.</summary>
    Kpi,

    /// <summary>A reader was shown something that went backwards, or missed what it held a receipt for.</summary>
    Reader,

    /// <summary>The product's own check of its ledger complains.</summary>
    OwnCheck,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Wrong">What sort of thing.</param>
/// <param name="What">The facts.</param>
public sealed record Finding(Wrong Wrong, string What)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Wrong}: {What}";
}

/// <summary>Collects findings: all are counted, the first of each sort are kept.</summary>
internal sealed class Findings
{
    private const int KeptOfEachSort = 10;

    private readonly List<Finding> kept = [];
    private readonly Dictionary<Wrong, int> counts = [];

    /// <summary>The first of each sort.</summary>
    public IReadOnlyList<Finding> Kept => kept;

    /// <summary>How many there are of each sort.</summary>
    public IReadOnlyDictionary<Wrong, int> Counts => counts;

    public void Add(Wrong wrong, string what)
    {
        var count = counts[wrong] = counts.GetValueOrDefault(wrong) + 1;
        if (count <= KeptOfEachSort)
            kept.Add(new(wrong, what));
    }
}
