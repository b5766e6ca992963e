namespace SalesGrid.Gateway.Users;

/// <summary>
/// How many users nobody knows yet may be looked up: so that made-up ids wake no more than that many grains. One that turns out to be a user
/// gives its place back.
/// </summary>
public sealed class LookupAllowance(TimeProvider time)
{
    /// <summary>Most lookups at once.</summary>
    public const int AtOnce = 1_000;

    /// <summary>Lookups a second beyond that.</summary>
    public const int PerSecond = 100;

    private readonly Lock gate = new();
    private double left = AtOnce;
    private long since = time.GetTimestamp();

    /// <summary>Takes one; false where none is left.</summary>
    public bool TryTake()
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            left = Math.Min(AtOnce, left + (time.GetElapsedTime(since, now).TotalSeconds * PerSecond));
            since = now;
            if (left < 1)
                return false;
            left--;
            return true;
        }
    }

    /// <summary>Gives one back.</summary>
    public void GiveBack()
    {
        lock (gate)
            left = Math.Min(AtOnce, left + 1);
    }
}
