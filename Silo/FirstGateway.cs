using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace SalesGrid.Silo;

/// <summary>Lets a client that starts before the first silo wait for one.</summary>
internal sealed class FirstGateway(TimeProvider time) : IClientConnectionRetryFilter
{
    /// <summary>Beyond this the start fails: whoever starts programs should hear of a cluster that does not come up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly long started = time.GetTimestamp();

    /// <inheritdoc/>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        // No gateway in the table, one that is going, or one that has gone without being declared dead yet.
        if (exception is not (SiloUnavailableException or OrleansMessageRejectionException or ConnectionFailedException)
            || time.GetElapsedTime(started) > Patience)
        {
            return false;
        }
        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }
}
