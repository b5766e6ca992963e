namespace SalesGrid.Import;

/// <summary>What was found while one row was read: the first reason to reject it, and the warnings of its table that apply.</summary>
public sealed class RowCheck
{
    /// <summary>Why the row is rejected; null while nothing forbids it.</summary>
    public Refusal? Problem { get; private set; }

    /// <summary>A bit for each warning, by its number in <see cref="WarningKinds"/>.</summary>
    public ulong Warnings { get; private set; }

    /// <summary>Forgets the row before.</summary>
    public void Reset() => (Problem, Warnings) = (null, 0);

    /// <summary>Rejects the row; the first reason stays.</summary>
    public void Reject(Refusal refusal) => Problem ??= refusal;

    /// <summary>Adds a warning.</summary>
    public void Warn(int kind) => Warnings |= 1UL << kind;
}

/// <summary>The kinds of warning the rows of one table can have.</summary>
public sealed class WarningKinds
{
    private readonly List<Warning> kinds = [];

    /// <summary>They, by number.</summary>
    public IReadOnlyList<Warning> All => kinds;

    /// <summary>Adds a kind and gives its number. A table has at most 14 fields with two kinds each, so 64 bits hold them.</summary>
    public int Add(string code, string zh, string en)
    {
        kinds.Add(new(code, new(zh, en)));
        return kinds.Count - 1;
    }
}

/// <summary>A kind of warning.</summary>
/// <param name="Code">Fixed name, e.g. <c>missing customerId</c>.</param>
/// <param name="Text">What a person reads.</param>
public sealed record Warning(string Code, LocalText Text);
