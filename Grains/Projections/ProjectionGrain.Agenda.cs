using Microsoft.Extensions.Logging;
using SalesGrid.Subjects;

namespace SalesGrid.Projections;

public sealed partial class ProjectionGrain
{
    /// <summary>Objects woken side by side: enough to keep the ledger's batches filled, few enough to leave room for callers.</summary>
    private const int WakesAtOnce = 64;

    /// <summary>Most objects woken in one round. More are due only after a change of policy or a long standstill; they wait for the next.</summary>
    private const int WakesInOneRound = 2_048;

    private Exception? lastFault;

    /// <summary>Follows the warning policy, then wakes what is due.</summary>
    private async Task KeepAgenda(CancellationToken cancellationToken)
    {
        if (!policies.IsKnown)
            return;
        try
        {
            await Rebuilt();
            await FollowPolicy(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogAgendaWaits(e, bucket);
            return;
        }
        for (var woken = 0; woken < WakesInOneRound && !cancellationToken.IsCancellationRequested; woken += WakesAtOnce)
        {
            // That of this moment: the projection may be made anew meanwhile, with an agenda of its own.
            var agenda = projection.Agenda;
            var due = agenda.Take(journal.Time.GetUtcNow(), WakesAtOnce);
            await Task.WhenAll(due.Select(item => Wake(agenda, item)));
            if (due.Count < WakesAtOnce)
                break;
        }
        if (projection.Fault is { } fault && fault.Reason != lastFault)
            LogFault(lastFault = fault.Reason, fault.Subject);
    }

    /// <summary>Tells every due time anew when the policy has changed, which means reading the bucket: policies change seldom.</summary>
    private async Task FollowPolicy(CancellationToken cancellationToken)
    {
        var current = projection;
        var wanted = policies.Current;
        if (current.Policy.Version == wanted.Version)
            return;
        await Rebuilding.WaitAsync(cancellationToken);
        try
        {
            await current.Follow(wanted, journal.Store, bucket, cancellationToken);
        }
        finally
        {
            Rebuilding.Release();
        }
    }

    private async Task Wake(Agenda agenda, AgendaItem item)
    {
        try
        {
            await GrainFactory.GetGrain<ISubject>(GrainId.Create(item.Kind, item.Subject)).Wake();
        }
        catch (Exception e)
        {
            // It stays due, and has its turn again after a pause.
            LogNotWoken(e, item.Subject);
        }
        agenda.Woken(item, journal.Time.GetUtcNow());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Bucket {Bucket} could not be read; what is due in it waits until it can")]
    private partial void LogAgendaWaits(Exception exception, int bucket);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Subject} could not be woken")]
    private partial void LogNotWoken(Exception exception, string subject);

    [LoggerMessage(Level = LogLevel.Error, Message = "When {Subject} is due could not be told: a mistake in the warnings or timers of its kind")]
    private partial void LogFault(Exception exception, string subject);
}
