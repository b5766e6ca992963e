namespace SalesGrid.Grains.Tests;

/// <summary>A clock that runs as the machine's does and shows what it was set to. Timers run as ever.</summary>
public sealed class ShiftedTime(DateTimeOffset start) : TimeProvider
{
    private readonly long since = System.GetTimestamp();
    private long aheadTicks = start.UtcTicks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(Volatile.Read(ref aheadTicks), TimeSpan.Zero) + System.GetElapsedTime(since);

    /// <summary>Sets the clock forward to a moment.</summary>
    public void Set(DateTimeOffset at) => Volatile.Write(ref aheadTicks, (at - System.GetElapsedTime(since)).UtcTicks);
}
