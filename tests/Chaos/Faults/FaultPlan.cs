namespace SalesGrid.Chaos.Faults;

/// <summary>Faults in order of their beginning, made from a seed. The same arguments give the same plan.</summary>
/// <remarks>The plan is what the seed fixes. Threads, processes and the network still interleave as they like.</remarks>
public static class FaultPlan
{
    /// <summary>Nothing happens at first, so that there is something to lose.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    /// <summary>Makes a plan.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="length">How long the load runs; the last fault ends before.</param>
    /// <param name="kinds">What may happen. Each kind comes once before any comes again, in an order of the seed's choice.</param>
    public static IReadOnlyList<PlannedFault> Make(int seed, TimeSpan length, IReadOnlyList<FaultKind> kinds)
    {
        var random = new Random(seed);
        var plan = new List<PlannedFault>();
        var deck = new Queue<FaultKind>();
        for (var at = Quiet; kinds.Count > 0; )
        {
            if (deck.Count == 0)
            {
                var cards = kinds.ToArray();
                random.Shuffle(cards);
                deck = new(cards);
            }
            var kind = deck.Dequeue();
            var lasts = TimeSpan.FromSeconds(Seconds(kind, random));
            // All choices are made whether the kind needs them or not: one more kind must not change the others.
            var fault = new PlannedFault(at, kind, lasts, random.Next(1_000), random.Next(2) == 0, Jump(random));
            if (at + lasts + Quiet > length)
                return plan;
            plan.Add(fault);
            // Now and then the next begins before this one has ended.
            at += random.Next(4) == 0 ? lasts / 2 : lasts + TimeSpan.FromSeconds(2 + (random.NextDouble() * 4));
        }
        return plan;
    }

    private static double Seconds(FaultKind kind, Random random)
    {
        var share = random.NextDouble();
        return kind switch
        {
            // A process is back some seconds after it was ended; nothing to hold.
            FaultKind.Kill or FaultKind.Terminate => 3,
            FaultKind.Pause => 1 + (share * 3),
            // A silo is taken for dead after 6 seconds of silence, and the verdict takes its time on a busy machine.
            FaultKind.Zombie => 12 + (share * 6),
            FaultKind.Join => 12 + (share * 10),
            FaultKind.StoreSlow => 4 + (share * 6),
            // Longer than one request may take (10 seconds), or the late answer is just a slow one.
            FaultKind.StoreLate => 12 + (share * 4),
            _ => 2 + (share * 8),
        };
    }

    private static TimeSpan Jump(Random random) => random.Next(4) switch
    {
        0 => TimeSpan.FromMinutes(3),
        1 => TimeSpan.FromHours(26),
        2 => TimeSpan.FromMinutes(-3),
        _ => TimeSpan.FromHours(-26),
    };
}
