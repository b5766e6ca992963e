namespace SalesGrid.Testing;

/// <summary>What becomes of one call to a store.</summary>
public enum Fault
{
    /// <summary>Nothing: the call goes through.</summary>
    None,

    /// <summary>The caller gets an exception; nothing happened.</summary>
    FailBefore,

    /// <summary>The caller gets an exception; it happened all the same.</summary>
    FailAfter,

    /// <summary>The caller gets an exception at once; it happens later, on <see cref="FaultyLedgerStore.Release()"/>.</summary>
    LandLate,

    /// <summary>Nothing happens and nobody is answered until <see cref="FaultyLedgerStore.Release()"/>.</summary>
    Hang,

    /// <summary>It happens, but the caller is answered only on <see cref="FaultyLedgerStore.Release()"/>.</summary>
    AnswerLate,

    /// <summary>It is delivered twice, one after the other; the caller gets the first answer.</summary>
    DeliverTwice,
}

/// <summary>The kinds of calls a plan tells apart.</summary>
public enum LedgerCall
{
    /// <summary>An append.</summary>
    Append,

    /// <summary>A write of heads.</summary>
    WriteHeads,

    /// <summary>The opening of a bucket.</summary>
    OpenBucket,

    /// <summary>Any read.</summary>
    Read,
}

/// <summary>Decides the fault of each call. Safe for concurrent calls.</summary>
/// <param name="call">The call about to be made.</param>
public delegate Fault FaultPlan(LedgerCall call);

/// <summary>Plans one can replay.</summary>
public static class FaultPlans
{
    /// <summary>The first faults in order for calls of one kind; no fault after the last and for other calls.</summary>
    public static FaultPlan Script(LedgerCall kind, params Fault[] faults)
    {
        var next = -1;
        return call => call == kind && Interlocked.Increment(ref next) is var i && i < faults.Length ? faults[i] : Fault.None;
    }

    /// <summary>With the given probability (0 to 1) one of <paramref name="faults"/>, for calls of one kind.</summary>
    public static FaultPlan Seeded(int seed, LedgerCall kind, double probability, params Fault[] faults)
    {
        var random = new Random(seed);
        return call =>
        {
            if (call != kind)
                return Fault.None;
            lock (random)
                return random.NextDouble() < probability ? faults[random.Next(faults.Length)] : Fault.None;
        };
    }
}
