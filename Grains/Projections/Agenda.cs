using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SalesGrid.Projections;

/// <summary>When the objects of one bucket next want to be woken, earliest first. An object without a due time costs nothing.</summary>
/// <remarks>
/// To the second, which holds a due time in four bytes. An object keeps its place in the queue when it comes to be due later, as
/// most changes have it, and takes its new one when the old comes up: such a change costs no more than noting the time. One that
/// comes to be due earlier takes a second place; places that do not count any more are passed over when they come up and swept
/// out when they are the greater part. Bounded by the objects of the bucket.
/// </remarks>
public sealed class Agenda
{
    /// <summary>How long an object that was woken and is due still is left alone at first; doubled each time.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    /// <summary>Longest it is left alone.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Dictionary<string, Due>> byKind = new(StringComparer.Ordinal);
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
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(dues, id, out var known);
        if (known && place.At == at)
            return;
        Count += known ? 0 : 1;
        place = new(at, known ? place.Queued : Due.Nowhere);
        if (pauses.Count > 0 && pauses.TryGetValue(item, out var pause) && at > pause.Until)
            pauses.Remove(item);
        if (!inHand.Contains(item))
            TakePlace(item, ref place);
    }

    /// <summary>Hands out what is due, at most so many. Each is to be given back with <see cref="Woken"/>.</summary>
    public List<AgendaItem> Take(DateTimeOffset now, int most)
    {
        var second = SecondOf(now);
        var taken = new List<AgendaItem>();
        while (taken.Count < most && queue.TryPeek(out var item, out var at) && at <= second)
        {
            queue.Dequeue();
            ref var place = ref CollectionsMarshal.GetValueRefOrNullRef(byKind[item.Kind], item.Id);
            // It is not due at all any more, or has another place.
            if (Unsafe.IsNullRef(ref place) || place.Queued != at)
                continue;
            place = place with { Queued = Due.Nowhere };
            if (TimeOf(item, place) > at)
                TakePlace(item, ref place);
            else if (inHand.Add(item))
                taken.Add(item);
        }
        return taken;
    }

    /// <summary>Gives back what was handed out, whether it could be woken or not. What is due still is left alone for a while.</summary>
    public void Woken(AgendaItem item, DateTimeOffset now)
    {
        inHand.Remove(item);
        ref var place = ref CollectionsMarshal.GetValueRefOrNullRef(byKind[item.Kind], item.Id);
        if (Unsafe.IsNullRef(ref place))
            return;
        if (place.At <= SecondOf(now))
        {
            var times = pauses.TryGetValue(item, out var before) ? before.Times + 1 : 1;
            var pause = times > 4 ? LongestPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << (times - 1)));
            pauses[item] = new(SecondOf(now + pause), times);
        }
        else
        {
            pauses.Remove(item);
        }
        TakePlace(item, ref place);
    }

    /// <summary>Takes a place in the queue, where it has none that comes up in time.</summary>
    private void TakePlace(AgendaItem item, ref Due place)
    {
        var at = TimeOf(item, place);
        if (place.Queued <= at)
            return;
        place = place with { Queued = at };
        queue.Enqueue(item, at);
        if (queue.Count > (2 * Count) + 64)
            Sweep();
    }

    private void Sweep()
    {
        var counting = new List<(AgendaItem, uint)>(Count);
        foreach (var (kind, dues) in byKind)
        {
            foreach (var (id, place) in dues)
            {
                if (place.Queued != Due.Nowhere)
                    counting.Add((new(kind, id), place.Queued));
            }
        }
        queue.Clear();
        queue.EnqueueRange(counting);
    }

    private uint TimeOf(AgendaItem item, Due place) =>
        pauses.Count > 0 && pauses.TryGetValue(item, out var pause) ? Math.Max(place.At, pause.Until) : place.At;

    private static uint SecondOf(DateTimeOffset at) => (uint)Math.Clamp(at.ToUnixTimeSeconds(), 0, Due.Nowhere - 1);

    /// <summary>When an object is due, and where its place in the queue is.</summary>
    private readonly record struct Due(uint At, uint Queued)
    {
        /// <summary>No place: in hand, or new.</summary>
        public const uint Nowhere = uint.MaxValue;
    }

    private readonly record struct Pause(uint Until, int Times);
}

/// <summary>An object on the agenda.</summary>
public readonly record struct AgendaItem(string Kind, string Id)
{
    /// <summary>The object, <c>kind/id</c>.</summary>
    public string Subject => $"{Kind}/{Id}";
}
