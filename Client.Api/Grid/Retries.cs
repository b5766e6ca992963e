using System.Runtime.CompilerServices;
using SalesGrid.Ledger;

namespace SalesGrid.Gateway.Grid;

/// <summary>
/// Calls of grains that outlast a silo: what failed in passing is called again, with the same arguments, until it is
/// answered, the time is up, or the caller has gone. A command carries its id, so that calling it twice carries it out once.
/// </summary>
/// <remarks>The first attempt is a plain call; nothing else is made or run unless it fails.</remarks>
public sealed partial class Retries(RetrySettings settings, TimeProvider time, ILogger<Retries> logger)
{
    /// <summary>A grain's answer, or the failure of the last attempt.</summary>
    /// <param name="target">What is called.</param>
    /// <param name="argument">What <paramref name="call"/> needs; handed over so that it need not capture anything.</param>
    /// <param name="call">The call. Made once or several times.</param>
    /// <param name="gone">The caller is no longer there.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TAnswer> Call<TTarget, TArgument, TAnswer>(
        TTarget target, TArgument argument, Func<TTarget, TArgument, Task<TAnswer>> call, CancellationToken gone)
    {
        var started = time.GetTimestamp();
        Exception? failure = null;
        TAnswer answer = default!;
        try
        {
            answer = await call(target, argument);
            if (!IsPassing(answer))
                return answer;
        }
        catch (Exception e) when (IsPassing(e))
        {
            failure = e;
        }
        return await Again(target, argument, call, new(answer, failure), started, gone);
    }

    /// <summary>True for failures that pass: a silo is gone or going, a bucket moves, an answer was lost. Whether the call had an effect is open.</summary>
    public static bool IsPassing(Exception exception) => exception switch
    {
        // The grid is full: to call again at once would fill it more. Its caller is told to come back.
        GatewayTooBusyException or LimitExceededException => false,
        TimeoutException or LedgerUnavailableException or OrleansException => true,
        _ => false,
    };

    private static bool IsPassing<TAnswer>(TAnswer answer) =>
        answer is Receipt { Refusal: { } refusal } && refusal.ControlPoint == ControlPoints.BucketMustBeSettled.Id;

    private async Task<TAnswer> Again<TTarget, TArgument, TAnswer>(TTarget target, TArgument argument,
        Func<TTarget, TArgument, Task<TAnswer>> call, Outcome<TAnswer> last, long started, CancellationToken gone)
    {
        var pause = settings.FirstPause;
        for (var attempt = 2; attempt <= settings.AttemptsMax; attempt++)
        {
            // Half of the pause is left to chance: callers that failed together must not come back together.
            var wait = pause * (0.5 + (Random.Shared.NextDouble() / 2));
            var left = settings.Deadline - time.GetElapsedTime(started);
            if (left <= wait)
                break;
            await Task.Delay(wait, time, gone);
            pause = pause * 2 < settings.LongestPause ? pause * 2 : settings.LongestPause;
            try
            {
                var answer = await call(target, argument).WaitAsync(left - wait, time, gone);
                if (!IsPassing(answer))
                {
                    LogRecovered(attempt, time.GetElapsedTime(started).TotalMilliseconds);
                    return answer;
                }
                last = new(answer, null);
            }
            catch (Exception e) when (IsPassing(e))
            {
                last = new(default!, e);
            }
        }
        LogGivenUp(last.Failure, time.GetElapsedTime(started).TotalMilliseconds);
        return last.Failure is { } failure ? throw new GridUnavailableException(failure.Message, failure) : last.Answer;
    }

    private readonly record struct Outcome<TAnswer>(TAnswer Answer, Exception? Failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "Answered at attempt {Attempt}, after {Milliseconds:F0} ms")]
    private partial void LogRecovered(int attempt, double milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No answer in {Milliseconds:F0} ms")]
    private partial void LogGivenUp(Exception? exception, double milliseconds);
}

/// <summary>The grid did not answer in the time a caller is kept waiting; whether a command was carried out is not known.</summary>
public sealed class GridUnavailableException : TimeoutException
{
    public GridUnavailableException() { }

    public GridUnavailableException(string message) : base(message) { }

    public GridUnavailableException(string message, Exception innerException) : base(message, innerException) { }
}
