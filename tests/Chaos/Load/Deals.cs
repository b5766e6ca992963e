namespace SalesGrid.Chaos.Load;

/// <summary>What the load believes of an opportunity. Only a guide for choosing sensible commands: it may be behind.</summary>
internal sealed class Deal(string id)
{
    private int commands;

    public string Id => id;

    /// <summary>Index of its stage.</summary>
    public volatile int Stage;

    /// <summary>Pieces of evidence put on it in its present stage.</summary>
    public volatile int Evidence;

    public volatile bool Closed;

    public volatile bool Valued;

    /// <summary>Counts a command; false once it has had so many that the grid might forget the first of them.</summary>
    /// <remarks>An object remembers its last 1,000 commands. A retry must find its own among them, or it would rightly count as new.</remarks>
    public bool TryCount() => Interlocked.Increment(ref commands) <= CommandsMax;

    private const int CommandsMax = 700;
}

/// <summary>The opportunities of a run. A few are hot: every worker works on them.</summary>
internal sealed class Deals
{
    private readonly Lock gate = new();
    private readonly List<Deal> cold = [];
    private readonly List<Deal> hot = [];

    public const int HotCount = 5;

    /// <summary>An opportunity that was opened.</summary>
    public void Add(Deal deal)
    {
        lock (gate)
        {
            if (hot.Count < HotCount)
                hot.Add(deal);
            else
                cold.Add(deal);
        }
    }

    /// <summary>One of them, hot ones one time in three; null while there is none.</summary>
    public Deal? Choose(Random random)
    {
        var (isHot, share) = (random.Next(3) == 0, random.NextDouble());
        lock (gate)
        {
            var list = isHot || cold.Count == 0 ? hot : cold;
            if (list.Count == 0)
                return null;
            var index = (int)(share * list.Count);
            var deal = list[index];
            if (deal.TryCount())
                return deal;
            // Worn out: it leaves, and the next one opened takes a hot one's place.
            list.RemoveAt(index);
            return null;
        }
    }
}
