namespace SalesGrid.Grains.Tests;

/// <summary>A clock that runs as the machine's does, from a moment of its own, and as far ahead as the test has put it. Timers run as ever.</summary>
public sealed class MovableTime(DateTimeOffset? start = null) : TimeProvider
{
    private long aheadTicks = start is { } at ? (at - System.GetUtcNow()).Ticks : 0;

    /// <summary>Puts the clock forward.</summary>
    public void Forward(TimeSpan by) => Interlocked.Add(ref aheadTicks, by.Ticks);

    /// <summary>Sets the clock to a moment.</summary>
    public void Set(DateTimeOffset at) => Interlocked.Exchange(ref aheadTicks, (at - System.GetUtcNow()).Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref aheadTicks));

    /// <inheritdoc/>
    public override long GetTimestamp() =>
        System.GetTimestamp() + (long)(Interlocked.Read(ref aheadTicks) * ((double)TimestampFrequency / TimeSpan.TicksPerSecond));
}
