using SalesGrid.Gateway.Limits;

namespace SalesGrid.Gateway.Hosting;

/// <summary>
/// The first thing that happens when the gateway is told to stop: for a while it still serves, and only says that it is no
/// longer ready, so that a load balancer can take it out before its door closes.
/// </summary>
public sealed class DrainNotice(RequestLimits limits, TimeProvider time) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) =>
        limits.NoticePeriod > TimeSpan.Zero ? Task.Delay(limits.NoticePeriod, time, cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
