using System.Diagnostics;

namespace SalesGrid.Chaos.Processes;

/// <summary>A program that is kept running, as a service manager would: whenever it ends it is started again, until it is put down.</summary>
/// <param name="name">What reports call it.</param>
/// <param name="command">Program and arguments.</param>
/// <param name="environment">Added to the environment of this program.</param>
/// <param name="log">File its output is appended to.</param>
internal sealed class Service(string name, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string log) : IAsyncDisposable
{
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(70);

    private readonly CancellationTokenSource down = new();
    private readonly Lock gate = new();
    private readonly List<Exit> exits = [];
    private Child? child;
    private Task running = Task.CompletedTask;
    private bool expected;

    /// <summary>What reports call it.</summary>
    public string Name => name;

    /// <summary>File its output is appended to.</summary>
    public string Log => log;

    /// <summary>Process id; 0 while it is not running.</summary>
    public int Id => child is { Ended.IsCompleted: false } alive ? alive.Id : 0;

    /// <summary>Every end so far.</summary>
    public IReadOnlyList<Exit> Exits
    {
        get
        {
            lock (gate)
                return [.. exits];
        }
    }

    /// <summary>Starts it and keeps it running.</summary>
    public async Task Up()
    {
        child = await Child.Start(command, environment, log);
        running = Keep(child);
    }

    /// <summary>Sends a signal to the present run.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="endExpected">Whether an end of this run is then a matter of course.</param>
    public void Send(Signal signal, bool endExpected)
    {
        expected |= endExpected;
        child?.Send(signal);
    }

    /// <summary>Completes when the present run has ended.</summary>
    public Task RunEnded() => child?.Ended ?? Task.CompletedTask;

    /// <summary>Waits until something stands in its log.</summary>
    /// <exception cref="TimeoutException">It did not say so in time.</exception>
    public async Task UntilSaid(string what, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await tick.WaitForNextTickAsync(cancellationToken))
        {
            // Shared with its writer.
            using var reader = new StreamReader(new FileStream(log, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite));
            var said = await reader.ReadToEndAsync(cancellationToken);
            if (said.Contains(what, StringComparison.Ordinal))
                return;
            if (Stopwatch.GetElapsedTime(started) > timeout)
                throw new TimeoutException($"{name} did not say '{what}' within {timeout}. It said:\n{said}");
        }
    }

    /// <summary>Ends it for good: SIGTERM, and SIGKILL when that does not help in time.</summary>
    /// <returns>How long it took, or null when it had to be killed.</returns>
    public async Task<TimeSpan?> Down()
    {
        var started = Stopwatch.GetTimestamp();
        expected = true;
        await down.CancelAsync();
        // A process that is stopped takes no SIGTERM.
        child?.Send(Signal.Continue);
        child?.Send(Signal.Terminate);
        try
        {
            await running.WaitAsync(StopTimeout);
            return Stopwatch.GetElapsedTime(started);
        }
        catch (TimeoutException)
        {
            child?.Send(Signal.Kill);
            await running;
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        expected = true;
        await down.CancelAsync();
        child?.Send(Signal.Kill);
        await running;
    }

    private async Task Keep(Child first)
    {
        var current = first;
        while (true)
        {
            var code = await current.Ended;
            current.Dispose();
            lock (gate)
                exits.Add(new(name, code, expected, DateTimeOffset.UtcNow));
            expected = false;
            await Task.Delay(RestartPause, down.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (down.IsCancellationRequested)
                return;
            child = current = await Child.Start(command, environment, log);
            // Put down between the two: nobody else would end this run.
            if (down.IsCancellationRequested)
                current.Send(Signal.Terminate);
        }
    }
}

/// <summary>An end of a run.</summary>
/// <param name="Service">Whose.</param>
/// <param name="Code">Exit code: 128 and more for a signal.</param>
/// <param name="Expected">True when a fault or the end of the run brought it about.</param>
/// <param name="At">When.</param>
internal sealed record Exit(string Service, int Code, bool Expected, DateTimeOffset At);
