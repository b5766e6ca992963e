using System.Diagnostics;

namespace SalesGrid.Bench.Load;

/// <summary>
/// The clock of an open loop: commands fall due at a fixed rate whether or not the last ones were answered, and each
/// counts from when it fell due.
/// </summary>
/// <remarks>
/// Due times are whole milliseconds, as far as a sleeping thread can be relied on: at 5,000 a second five fall due
/// together. A thread that span between them would take a core from what is measured.
/// </remarks>
public sealed class Pacer : IDisposable
{
    private static readonly long Millisecond = Stopwatch.Frequency / 1000;

    private readonly double perSecond;
    private readonly long begin;
    private readonly long end;
    private readonly int workers;
    private readonly SemaphoreSlim due = new(0);
    private readonly Thread thread;
    private long released;
    private long taken;

    /// <param name="perSecond">Rate.</param>
    /// <param name="begin">Timestamp of the first command.</param>
    /// <param name="end">Timestamp after which nothing is handed out.</param>
    /// <param name="workers">Number of workers that ask.</param>
    public Pacer(double perSecond, long begin, long end, int workers)
    {
        (this.perSecond, this.begin, this.end, this.workers) = (perSecond, begin, end, workers);
        thread = new Thread(Pace) { IsBackground = true, Name = "pacer" };
        thread.Start();
    }

    /// <summary>When the next command was due; null when time is up.</summary>
    public async ValueTask<long?> Next(CancellationToken cancellationToken)
    {
        await due.WaitAsync(cancellationToken);
        return Stopwatch.GetTimestamp() >= end ? null : DueAt(Interlocked.Increment(ref taken) - 1);
    }

    /// <summary>Due times of commands that no worker came to before time was up.</summary>
    public IEnumerable<long> NeverSent()
    {
        for (var ticket = Volatile.Read(ref taken); DueAt(ticket) < end; ticket++)
            yield return DueAt(ticket);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        thread.Join();
        due.Dispose();
    }

    private long DueAt(long ticket)
    {
        var exact = (long)(ticket / perSecond * Stopwatch.Frequency);
        return begin + ((exact + Millisecond - 1) / Millisecond * Millisecond);
    }

    private void Pace()
    {
        while (Stopwatch.GetTimestamp() is var now && now < end)
        {
            var count = 0;
            for (; DueAt(released) <= now; released++)
                count++;
            if (count > 0)
                due.Release(count);
            Thread.Sleep(1);
        }
        // Everyone who still waits learns that time is up.
        due.Release(workers);
    }
}
