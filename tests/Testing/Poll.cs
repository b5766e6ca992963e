namespace SalesGrid.Testing;

/// <summary>Waits for something outside this process, which cannot tell us when it is there.</summary>
public static class Poll
{
    /// <summary>Asks every 50 ms until there is an answer.</summary>
    /// <exception cref="TimeoutException">There was none in time.</exception>
    public static Task<T> Until<T>(Func<T?> ask, TimeSpan timeout, CancellationToken cancellationToken)
        where T : class =>
        Until(() => Task.FromResult(ask()), timeout, cancellationToken);

    /// <inheritdoc cref="Until{T}(Func{T}, TimeSpan, CancellationToken)"/>
    public static async Task<T> Until<T>(Func<Task<T?>> ask, TimeSpan timeout, CancellationToken cancellationToken)
        where T : class
    {
        var started = TimeProvider.System.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do
        {
            if (await ask() is { } answer)
                return answer;
            if (TimeProvider.System.GetElapsedTime(started) > timeout)
                throw new TimeoutException($"Waited {timeout} in vain.");
        }
        while (await tick.WaitForNextTickAsync(cancellationToken));
        throw new OperationCanceledException(cancellationToken);
    }
}
