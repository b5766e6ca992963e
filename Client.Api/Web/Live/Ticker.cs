namespace SalesGrid.Gateway.Web.Live;

/// <summary>One beat a second for everything on a page that shows how time passes.</summary>
/// <remarks>One for each circuit: however many ages a page shows, they share a timer and tick together.</remarks>
public sealed class Ticker(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private ITimer? timer;
    private Action? beat;

    /// <summary>The time now.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Raised once a second, on any thread, while anybody listens.</summary>
    public event Action Beat
    {
        add
        {
            lock (gate)
            {
                beat += value;
                timer ??= time.CreateTimer(_ => beat?.Invoke(), null, Period, Period);
            }
        }
        remove
        {
            lock (gate)
            {
                beat -= value;
                if (beat is not null)
                    return;
                timer?.Dispose();
                timer = null;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            beat = null;
            timer?.Dispose();
            timer = null;
        }
    }
}
