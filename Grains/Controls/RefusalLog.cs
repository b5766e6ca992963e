using System.Text.Json;
using Microsoft.Extensions.Logging;
using SalesGrid.Decisions;
using SalesGrid.Hosting;
using SalesGrid.Ledger;
using SalesGrid.Reservations;
using SalesGrid.Subjects;

namespace SalesGrid.Controls;

/// <summary>Records refusals in the ledger, each as an object of its own beside the one that refused.</summary>
/// <remarks>
/// <para>
/// Recorded is what a rule forbids, what is in the way, and what was not for its sender. A malformed command, one for an object that is not there, one that saw an
/// older version, one that is too large or came when the grid was busy says nothing about how somebody sells. Nor is a refused reservation
/// recorded where it was refused: whoever asked for it refuses the command of the person who acted, and that is recorded.
/// </para>
/// <para>
/// Its object needs no grain, since it begins and ends with one event (as in <c>IntakeGrain</c>): the ledger admits it at version 0
/// only, and a conflict says that it is there already.
/// </para>
/// </remarks>
public sealed partial class RefusalLog(GridLedger journal, IGrainFactory grains, ILogger<RefusalLog> logger)
    : IRefusalLog, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>Attempts while the bucket is on its way to another silo.</summary>
    private const int AttemptsMax = 3;

    private readonly RefusalLimiter limiter = new(journal.Options.RefusalLog, journal.Time);
    private readonly CommandTurn<RefusedCommand, RefusalEvent> turn = new(RefusedCommandKind.Kind, journal.Options.CommandBytesMax);
    private readonly CancellationTokenSource stopped = new();
    private Task flushing = Task.CompletedTask;
    private long lost;

    /// <summary>Refusals nobody will find in the ledger, since this silo started.</summary>
    public long Lost => Volatile.Read(ref lost);

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle)
    {
        if (!journal.Options.RefusalLog.On)
            return;
        // Stopped after the buckets were handed over: no command is decided here any more, and those who take what is left still serve.
        lifecycle.Subscribe(nameof(RefusalLog), ServiceLifecycleStage.Active, Start, Stop);
    }

    /// <inheritdoc/>
    public void Dispose() => stopped.Dispose();

    /// <summary>True for a sort of refusal that is a fact of business.</summary>
    public static bool IsKept(RefusalKind kind) => kind is RefusalKind.Rule or RefusalKind.Conflict or RefusalKind.Forbidden;

    /// <inheritdoc/>
    public ValueTask Note(string subject, Command command, ulong fingerprint, Envelope envelope, Refusal refusal, DecisionContext request)
    {
        if (!IsKept(refusal.Kind) || command is ReservationCommand)
            return ValueTask.CompletedTask;
        var bucket = journal.BucketOf(subject);
        var id = RefusalNote.IdOf(subject, refusal.ControlPoint, envelope.Actor, envelope.CommandId, fingerprint, bucket, journal.Description.BucketCount);
        var note = new RefusalNote(id, bucket, fingerprint, new(subject, command.GetType().Name, envelope.CommandId, refusal.ControlPoint,
            envelope.Actor, RefusalNote.Kept(refusal.Reason), request.At, Field: refusal.Field)
        { Missing = refusal.Missing }, KeptDecision.Write(command, envelope, request, request.Inputs, request.Version));
        var (fate, suppressed) = limiter.Admit(note);
        switch (fate)
        {
            case RefusalFate.Record:
                return new(WaitPatiently(note, Record(note, suppressed)));
            case RefusalFate.Suppress:
                GridMeter.Refusal(GridMeter.Suppressed, 1);
                return ValueTask.CompletedTask;
            case RefusalFate.Lose:
                Lose(null, note, 1);
                return ValueTask.CompletedTask;
            default:
                return ValueTask.CompletedTask;
        }
    }

    /// <summary>Records what was only counted so far, where there is room again.</summary>
    /// <param name="all">Whether there has to be room.</param>
    public Task Flush(bool all = false) => Task.WhenAll(limiter.TakeDue(all).Select(due => Record(due.Note, due.Suppressed)));

    /// <summary>The caller has their answer soon, whatever becomes of the fact.</summary>
    private async Task WaitPatiently(RefusalNote note, Task recorded)
    {
        try
        {
            await recorded.WaitAsync(journal.Options.RefusalLog.Patience, journal.Time);
        }
        catch (TimeoutException)
        {
            LogSlow(note.Refused.Subject, note.Refused.ControlPoint);
        }
    }

    /// <summary>Never fails: what cannot be recorded is counted.</summary>
    private async Task Record(RefusalNote note, long suppressed)
    {
        var sent = false;
        try
        {
            var ledger = grains.GetGrain<ILedgerGrain>(note.Bucket);
            for (var attempt = 1; attempt <= AttemptsMax; attempt++)
            {
                // Looked for out here, so that nobody else's append waits in the ledger until it was looked for.
                if (await ledger.Load(note.Subject) is not null)
                {
                    limiter.GiveBackCarried(note, suppressed);
                    return;
                }
                var request = RequestFor(note, suppressed);
                sent = true;
                var reply = await journal.Append(ledger, note.Bucket, request);
                sent = false;
                if (reply.Outcome == AppendVerdict.Committed)
                {
                    GridMeter.Refusal(GridMeter.Recorded, 1);
                    return;
                }
                if (reply.Outcome == AppendVerdict.Full)
                    break;
            }
            limiter.GiveBack(note, suppressed);
        }
        catch (Exception e) when (!sent)
        {
            LogLater(e, note.Refused.Subject, note.Refused.ControlPoint);
            limiter.GiveBack(note, suppressed);
        }
        catch (Exception e)
        {
            // It may be there or not. Taken for lost: counting it once more might count it twice.
            Lose(e, note, suppressed + 1);
        }
    }

    private AppendRequest RequestFor(RefusalNote note, long suppressed)
    {
        var r = note.Refused;
        var happened = new CommandRefused(r.Subject, r.Command, r.CommandId, r.ControlPoint, r.Actor, r.Reason, r.At, suppressed, r.Field, [.. r.Missing], JsonElement.Parse(note.Decision));
        // All its texts have limits, which together are far below that of a command's events unless somebody set that very low.
        var (none, at) = (RefusedCommandKind.Kind.Empty, journal.Time.GetUtcNow());
        var body = turn.Evolve<SubjectEvent>(none.Body, [happened], at);
        return turn.Prepare(note.Subject, none, body, [happened], new(r.CommandId, r.Actor), note.Fingerprint, at).Append
            ?? throw new InvalidOperationException($"The refusal of {r.CommandId} by {r.ControlPoint} is too large to be recorded.");
    }

    private void Lose(Exception? e, RefusalNote note, long count)
    {
        Interlocked.Add(ref lost, count);
        limiter.Forget(note);
        GridMeter.Refusal(GridMeter.Lost, count);
        LogLost(e, count, note.Refused.ControlPoint, note.Refused.Actor, note.Refused.Subject);
    }

    private Task Start(CancellationToken cancellationToken)
    {
        flushing = FlushNowAndThen();
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        await stopped.CancelAsync();
        await flushing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Flush(all: true).WaitAsync(journal.Options.RefusalLog.Patience, journal.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task FlushNowAndThen()
    {
        using var timer = new PeriodicTimer(journal.Options.RefusalLog.FlushPeriod, journal.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopped.Token))
                await Flush();
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Subject}: its refusal by {ControlPoint} was answered before it was recorded")]
    private partial void LogSlow(string subject, string controlPoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Subject}: its refusal by {ControlPoint} could not be recorded now; it is carried by the next one")]
    private partial void LogLater(Exception exception, string subject, string controlPoint);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} refusals by {ControlPoint} of {Actor} are lost, the last of them on {Subject}")]
    private partial void LogLost(Exception? exception, long count, string controlPoint, string actor, string subject);
}
