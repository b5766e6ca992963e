using SalesGrid.Gateway.Grid;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Kpis;

/// <summary>
/// Says when the grid moved on: at once after a quiet time, and at most once a period in a busy one. Each projection
/// sends this gateway one message a period at most, however many readers there are.
/// </summary>
public sealed partial class ChangeSignal(GridGateway grid, TimeProvider time, ILogger<ChangeSignal> logger)
    : BackgroundService, IProjectionWatcher
{
    /// <summary>Four signals a second look live and cost one message each.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <summary>Messages of projections may be lost; at this age a signal is given without one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim wanted = new(0, 1);
    private readonly Lock gate = new();
    private TaskCompletionSource next = NewSignal();
    private TaskCompletionSource arrived = NewSignal();
    private Dictionary<int, long> seen = [];
    private int listeners;

    /// <summary>Completes when the grid has moved on since this was called, or may have.</summary>
    public Task Next()
    {
        lock (gate)
            return next.Task;
    }

    /// <summary>Counts a listener until the result is disposed. With none, projections are left in peace.</summary>
    public IDisposable Listen()
    {
        lock (gate)
        {
            if (++listeners == 1 && wanted.CurrentCount == 0)
                wanted.Release();
        }
        return new Listening(this);
    }

    /// <inheritdoc/>
    public Task Changed(int bucket, long watermark)
    {
        lock (gate)
        {
            seen[bucket] = Math.Max(watermark, seen.GetValueOrDefault(bucket, -1));
            arrived.TrySetResult();
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Grains hold it weakly: this field of the loop is what keeps it alive.
        IProjectionWatcher? self = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (Volatile.Read(ref listeners) == 0)
                    await wanted.WaitAsync(stoppingToken);
                self ??= grid.Refer(this);
                await Arm(self, stoppingToken);
                await Wait(stoppingToken);
                Signal();
                await Task.Delay(Period, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(e);
                self = null;
                Signal();
                await Task.Delay(Patience, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Arm(IProjectionWatcher self, CancellationToken stoppingToken)
    {
        Dictionary<int, long> known;
        lock (gate)
            known = new(seen);
        await grid.AskAll(async (projection, bucket) =>
        {
            await projection.Watch(self, known.GetValueOrDefault(bucket, -1));
            return 0;
        }, stoppingToken);
    }

    private async Task Wait(CancellationToken stoppingToken)
    {
        Task waited;
        lock (gate)
            waited = arrived.Task;
        await waited.WaitAsync(Patience, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stoppingToken.ThrowIfCancellationRequested();
    }

    private void Signal()
    {
        lock (gate)
        {
            // Anew before the listeners read: what a bucket says from here on, while this loop pauses or arms, is known
            // to its projection as said, and would otherwise wait for the next change.
            arrived = NewSignal();
            next.TrySetResult();
            next = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Listening(ChangeSignal owner) : IDisposable
    {
        private ChangeSignal? owner = owner;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref owner, null) is { } counted)
            {
                lock (counted.gate)
                    counted.listeners--;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Listening to the grid failed; trying again shortly")]
    private partial void LogFailed(Exception exception);
}
