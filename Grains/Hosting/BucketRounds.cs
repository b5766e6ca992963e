using Microsoft.Extensions.Logging;
using SalesGrid.Ledger;
using SalesGrid.Projections;
using SalesGrid.Subjects;
using SalesGrid.Warnings;

namespace SalesGrid.Hosting;

/// <summary>
/// Sees to what nobody asks for: that every bucket at home here has its projection, which keeps the agenda, and that this silo
/// knows the warning policy. One call for each bucket now and then; a bucket that lives already answers at once.
/// </summary>
public sealed partial class BucketRounds(
    BucketHomes homes, ILocalSiloDetails local, IGrainFactory grains, GridLedger ledger, WarningPolicySource warnings, ILogger<BucketRounds> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>A round comes after so many periods of the agenda: half a minute.</summary>
    private const int Periods = 6;

    private readonly CancellationTokenSource stopped = new();
    private Task going = Task.CompletedTask;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) =>
        // The last to start, and the first to stop: no bucket is called here that is about to leave.
        lifecycle.Subscribe(nameof(BucketRounds), ServiceLifecycleStage.Active + 2, Start, Stop);

    /// <inheritdoc/>
    public void Dispose() => stopped.Dispose();

    private Task Start(CancellationToken cancellationToken)
    {
        going = Task.Run(Go, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        await stopped.CancelAsync();
        await going.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Go()
    {
        while (true)
        {
            // Not at once: whoever waits for the silo to start comes first.
            await Task.Delay(ledger.Options.AgendaPeriod * (warnings.IsKnown ? Periods : 1), ledger.Time, stopped.Token);
            try
            {
                await LearnPolicy();
            }
            catch (Exception e) when (!stopped.IsCancellationRequested)
            {
                LogPolicyUnknown(e);
            }
            for (var bucket = 0; bucket < ledger.Description.BucketCount; bucket++)
            {
                if (!homes.Of(bucket).Equals(local.SiloAddress))
                    continue;
                try
                {
                    await grains.GetGrain<IProjectionFeed>(bucket).Live().WaitAsync(stopped.Token);
                }
                catch (Exception e) when (!stopped.IsCancellationRequested)
                {
                    LogNotLive(e, bucket);
                }
            }
        }
    }

    private async Task LearnPolicy()
    {
        var policy = grains.GetGrain<ISubject>(GrainId.Create(WarningPolicyKind.Kind.Name, WarningPolicyCommand.Subject));
        warnings.Adopt(await policy.See().WaitAsync(stopped.Token) is WarningPolicyView set
            ? new() { Version = set.Policy, Criteria = set.Criteria }
            : ShippedWarnings.Policy);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The warning policy could not be read; the one known before stays in force, and it is read again")]
    private partial void LogPolicyUnknown(Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Bucket {Bucket} did not answer; it is called again")]
    private partial void LogNotLive(Exception exception, int bucket);
}
