namespace SalesGrid.Grains.Tests;

/// <summary>The real clock, and how far the test has put it forward.</summary>
public sealed class MovableTime : TimeProvider
{
    private long forwardTicks;

    /// <summary>Puts the clock forward.</summary>
    public void Forward(TimeSpan by) => Interlocked.Add(ref forwardTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref forwardTicks));

    public override long GetTimestamp() =>
        base.GetTimestamp() + (long)(Interlocked.Read(ref forwardTicks) * ((double)TimestampFrequency / TimeSpan.TicksPerSecond));
}
