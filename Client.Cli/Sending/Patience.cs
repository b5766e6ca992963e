namespace SalesGrid.Sending;

/// <summary>How long to wait before trying again, and when to give up: doubling from 200 ms to 5 s, for a limited time in all.</summary>
/// <param name="limit">Longest time without progress.</param>
/// <param name="time">Clock.</param>
public sealed class Patience(TimeSpan limit, TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private DateTimeOffset? since;
    private TimeSpan delay = First;

    /// <summary>The next wait; null when patience is at its end.</summary>
    /// <param name="asked">What the server asked for; at most the longest wait is granted.</param>
    public TimeSpan? Next(TimeSpan? asked)
    {
        var now = time.GetUtcNow();
        since ??= now;
        var left = since.Value + limit - now;
        if (left <= TimeSpan.Zero)
            return null;
        var wait = asked is { } wanted && wanted > delay ? wanted : delay;
        delay = Min(delay * 2, Longest);
        // The last try comes at the very end of the limit.
        return Min(Min(wait, Longest), left);
    }

    /// <summary>There was progress.</summary>
    public void Reset() => (since, delay) = (null, First);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
