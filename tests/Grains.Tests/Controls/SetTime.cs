namespace SalesGrid.Grains.Tests;

/// <summary>A clock that stands until it is set ahead. Timers run by the machine's: a silo needs them, and they say nothing of the hour.</summary>
internal sealed class SetTime(DateTimeOffset? start = null) : TimeProvider
{
    private long ticks = (start ?? new DateTimeOffset(2026, 9, 15, 9, 30, 0, TimeSpan.Zero)).UtcTicks;

    public DateTimeOffset Now => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);
}
