namespace SalesGrid.Pipeline;

/// <summary>When the objects of one bucket next want to be woken, earliest first. An object without a due time costs nothing.</summary>
/// <remarks>
/// To the second, which holds a due time in four bytes. Changes leave old places in the queue, which are passed over when they
/// come up and swept out when they are the greater part. Bounded by the objects of the bucket.
/// </remarks>
public sealed class Agenda
{
    /// <summary>How long an object that was woken and is due still is left alone at first; doubled each time.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    /// <summary>Longest it is left alone.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Dictionary<string, uint>> byKind = new(StringComparer.Ordinal);
    private readonly PriorityQueue<AgendaItem, uint> queue = new();
    private readonly Dictionary<AgendaItem, Pause> pauses = [];
    private readonly HashSet<AgendaItem> inHand = [];

    /// <summary>How many objects have a due time.</summary>
    public int Count { get; private set; }

    /// <summary>Places in the queue, old ones included.</summary>
    public int Places => queue.Count;

    /// <summary>Takes when an object is due as it now is; null for never.</summary>
    public void Put(string kind, string id, DateTimeOffset? due)
    {
        var item = new AgendaItem(kind, id);
        if (!byKind.TryGetValue(kind, out var dues))
        {
            if (due is null)
                return;
            byKind.Add(kind, dues = new(StringComparer.Ordinal));
        }
        if (due is not { } moment)
        {
            if (dues.Remove(id))
            {
                Count--;
                pauses.Remove(item);
            }
            return;
        }
        // Upwards: woken before its time an object would do nothing, and be due still.
        var at = SecondOf(moment.AddTicks(moment > DateTimeOffset.MaxValue - TimeSpan.FromSeconds(1) ? 0 : TimeSpan.TicksPerSecond - 1));
        if (dues.TryGetValue(id, out var before) && before == at)
            return;
        Count += dues.TryAdd(id, at) ? 1 : 0;
        dues[id] = at;
        if (pauses.TryGetValue(item, out var pause) && at > pause.Until)
            pauses.Remove(item);
        if (!inHand.Contains(item))
            Enqueue(item);
    }

    /// <summary>Hands out what is due, at most so many. Each is to be given back with <see cref="Woken"/>.</summary>
    public List<AgendaItem> Take(DateTimeOffset now, int most)
    {
        var second = SecondOf(now);
        var taken = new List<AgendaItem>();
        while (taken.Count < most && queue.TryPeek(out var item, out var at) && at <= second)
        {
            queue.Dequeue();
            // Its due time has changed since, or this is a second place for the same one.
            if (TimeOf(item) == at && inHand.Add(item))
                taken.Add(item);
        }
        return taken;
    }

    /// <summary>Gives back what was handed out, whether it could be woken or not. What is due still is left alone for a while.</summary>
    public void Woken(AgendaItem item, DateTimeOffset now)
    {
        inHand.Remove(item);
        if (!byKind[item.Kind].TryGetValue(item.Id, out var due))
            return;
        if (due <= SecondOf(now))
        {
            var times = pauses.TryGetValue(item, out var before) ? before.Times + 1 : 1;
            var pause = times > 4 ? LongestPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << (times - 1)));
            pauses[item] = new(SecondOf(now + pause), times);
        }
        else
        {
            pauses.Remove(item);
        }
        Enqueue(item);
    }

    private void Enqueue(AgendaItem item)
    {
        queue.Enqueue(item, TimeOf(item)!.Value);
        if (queue.Count <= (2 * Count) + 64)
            return;
        queue.Clear();
        foreach (var (kind, dues) in byKind)
        {
            foreach (var id in dues.Keys)
            {
                if (new AgendaItem(kind, id) is var each && !inHand.Contains(each))
                    queue.Enqueue(each, TimeOf(each)!.Value);
            }
        }
    }

    private uint? TimeOf(AgendaItem item) => !byKind[item.Kind].TryGetValue(item.Id, out var due) ? null
        : pauses.TryGetValue(item, out var pause) ? Math.Max(due, pause.Until)
        : due;

    private static uint SecondOf(DateTimeOffset at) => (uint)Math.Clamp(at.ToUnixTimeSeconds(), 0, uint.MaxValue);

    private readonly record struct Pause(uint Until, int Times);
}

/// <summary>An object on the agenda.</summary>
public readonly record struct AgendaItem(string Kind, string Id)
{
    /// <summary>The object, <c>kind/id</c>.</summary>
    public string Subject => $"{Kind}/{Id}";
}
