namespace SalesGrid.Chaos.Faults;

/// <summary>What can be done to a grid.</summary>
public enum FaultKind
{
    /// <summary>SIGKILL: no handler runs, nothing is flushed. Started again after a second.</summary>
    Kill,

    /// <summary>SIGTERM: the process may finish what it has begun. Started again after a second.</summary>
    Terminate,

    /// <summary>SIGSTOP, and SIGCONT before anybody takes it for dead.</summary>
    Pause,

    /// <summary>SIGSTOP until the others have declared it dead, then SIGCONT: it wakes and does not know that it is dead.</summary>
    Zombie,

    /// <summary>One silo more, for a while; then SIGTERM.</summary>
    Join,

    /// <summary>The store answers slowly.</summary>
    StoreSlow,

    /// <summary>The store refuses with 503 and does nothing.</summary>
    StoreRefuses,

    /// <summary>The store does what it is asked and the answer is lost.</summary>
    StoreAnswersLost,

    /// <summary>The store does nothing and never answers.</summary>
    StoreSilent,

    /// <summary>The store does what it is asked when everybody has given up waiting.</summary>
    StoreLate,

    /// <summary>No byte more fits on the disk of the ledger.</summary>
    DiskFull,

    /// <summary>The wall clock jumps, forwards or backwards, and back at the end.</summary>
    ClockJump,
}

/// <summary>One fault of a plan.</summary>
/// <param name="At">When it begins, counted from the beginning of the load.</param>
/// <param name="Kind">What it is.</param>
/// <param name="For">How long it lasts, where it lasts.</param>
/// <param name="Target">Whom it hits: a number the topology takes modulo what there is to hit.</param>
/// <param name="Everything">For a fault of the store: everything, or only appends.</param>
/// <param name="ClockOffset">For a jump of the clock: how far.</param>
public sealed record PlannedFault(
    TimeSpan At, FaultKind Kind, TimeSpan For, int Target, bool Everything, TimeSpan ClockOffset)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var text = FormattableString.Invariant($"{At.TotalSeconds:0.0} s: {Kind} of {Target}");
        if (Kind is not (FaultKind.Kill or FaultKind.Terminate))
            text += FormattableString.Invariant($" for {For.TotalSeconds:0.0} s");
        if (Kind is >= FaultKind.StoreSlow and <= FaultKind.StoreLate)
            text += Everything ? ", everything" : ", appends only";
        return Kind == FaultKind.ClockJump ? FormattableString.Invariant($"{text}, by {ClockOffset}") : text;
    }
}
