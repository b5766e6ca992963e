namespace SalesGrid.Controls;

/// <summary>What becomes of a refusal.</summary>
public enum RefusalFate
{
    /// <summary>It is to be recorded.</summary>
    Record = 1,

    /// <summary>There are too many of its sort: it was counted, and will be carried by the next that is recorded.</summary>
    Suppress = 2,

    /// <summary>It was seen before: a retry.</summary>
    Seen = 3,

    /// <summary>Too many sorts are busy at once: nothing is known of it from here on.</summary>
    Lose = 4,
}

/// <summary>
/// Decides which refusals are recorded one by one: for each pair of control point and actor a bucket of tokens. What finds none
/// is counted, and its newest stands for all of them once there is a token again. Safe from any thread.
/// </summary>
public sealed class RefusalLimiter(RefusalLogOptions options, TimeProvider time)
{
    /// <summary>How many ids are remembered to tell a retry, at least; at most twice as many.</summary>
    private const int SeenMax = 16_384;

    /// <summary>A token is so much time. Kept in whole ticks, which add up exactly however often they are looked at.</summary>
    private readonly long ticksPerToken = TimeSpan.TicksPerMinute / options.PerMinute;

    private readonly Lock gate = new();
    private readonly Dictionary<(string ControlPoint, string Actor), Sort> sorts = [];
    private HashSet<string> seen = new(StringComparer.Ordinal);
    private HashSet<string> seenBefore = new(StringComparer.Ordinal);

    /// <summary>Pairs that are followed now.</summary>
    public int Pairs
    {
        get
        {
            lock (gate)
                return sorts.Count;
        }
    }

    /// <summary>Decides what becomes of a refusal.</summary>
    /// <returns>Its fate, and how many suppressed ones it carries if it is recorded.</returns>
    public (RefusalFate Fate, long Suppressed) Admit(RefusalNote note)
    {
        lock (gate)
        {
            if (seen.Contains(note.Id) || seenBefore.Contains(note.Id))
                return (RefusalFate.Seen, 0);
            if (Find(note) is not { } sort)
                return (RefusalFate.Lose, 0);
            Remember(note.Id);
            if (!TryTake(sort))
            {
                sort.Suppressed++;
                sort.Newest = note;
                return (RefusalFate.Suppress, 0);
            }
            return (RefusalFate.Record, Carry(sort));
        }
    }

    /// <summary>Takes back a refusal that was certainly not recorded: it counts as suppressed, with those it carried.</summary>
    public void GiveBack(RefusalNote note, long suppressed)
    {
        lock (gate)
        {
            var sort = Make(note);
            sort.Suppressed += suppressed + 1;
            sort.Newest ??= note;
        }
    }

    /// <summary>Takes back what a refusal carried that turned out to be recorded already.</summary>
    public void GiveBackCarried(RefusalNote note, long suppressed)
    {
        if (suppressed == 0)
            return;
        lock (gate)
            Make(note).Suppressed += suppressed;
    }

    /// <summary>Forgets a refusal whose recording failed: sent again it is a new one.</summary>
    public void Forget(RefusalNote note)
    {
        lock (gate)
        {
            seen.Remove(note.Id);
            seenBefore.Remove(note.Id);
        }
    }

    /// <summary>The newest of each sort that was only counted, with how many it stands for beside itself.</summary>
    /// <param name="all">Whether there has to be a token.</param>
    public List<(RefusalNote Note, long Suppressed)> TakeDue(bool all = false)
    {
        lock (gate)
        {
            var due = new List<(RefusalNote, long)>();
            foreach (var sort in sorts.Values)
            {
                if (sort.Newest is { } note && (TryTake(sort) || all))
                    due.Add((note, Carry(sort) - 1));
            }
            DropThoseAtRest();
            return due;
        }
    }

    private static long Carry(Sort sort)
    {
        var carried = sort.Suppressed;
        (sort.Suppressed, sort.Newest) = (0, null);
        return carried;
    }

    private Sort? Find(RefusalNote note)
    {
        if (sorts.TryGetValue(PairOf(note), out var sort))
            return sort;
        if (sorts.Count >= options.PairsMax)
            DropThoseAtRest();
        return sorts.Count >= options.PairsMax ? null : Make(note);
    }

    private Sort Make(RefusalNote note)
    {
        if (!sorts.TryGetValue(PairOf(note), out var sort))
            sorts.Add(PairOf(note), sort = new() { Ticks = options.AtOnce * ticksPerToken, At = time.GetTimestamp() });
        return sort;
    }

    private static (string, string) PairOf(RefusalNote note) => (note.Refused.ControlPoint, note.Refused.Actor);

    private bool TryTake(Sort sort)
    {
        Refill(sort);
        if (sort.Ticks < ticksPerToken)
            return false;
        sort.Ticks -= ticksPerToken;
        return true;
    }

    private void Refill(Sort sort)
    {
        var now = time.GetTimestamp();
        sort.Ticks = Math.Min(options.AtOnce * ticksPerToken, sort.Ticks + time.GetElapsedTime(sort.At, now).Ticks);
        sort.At = now;
    }

    /// <summary>One that has all its tokens and carries nothing is as good as one nobody knows.</summary>
    private void DropThoseAtRest()
    {
        foreach (var (pair, sort) in sorts)
        {
            Refill(sort);
            if (sort.Suppressed == 0 && sort.Ticks >= options.AtOnce * ticksPerToken)
                sorts.Remove(pair);
        }
    }

    private void Remember(string id)
    {
        if (seen.Count >= SeenMax)
            (seenBefore, seen) = (seen, new(StringComparer.Ordinal));
        seen.Add(id);
    }

    private sealed class Sort
    {
        public long Ticks { get; set; }
        public long At { get; set; }
        public long Suppressed { get; set; }
        public RefusalNote? Newest { get; set; }
    }
}
