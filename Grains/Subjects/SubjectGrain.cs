using Microsoft.Extensions.DependencyInjection;
using SalesGrid.Hosting;
using SalesGrid.Ledger;

namespace SalesGrid.Subjects;

/// <summary>
/// The shell around one business object: loads its record, lets the rules decide, appends, replies. One command at a
/// time; reads interleave and see what was last committed.
/// </summary>
public abstract class SubjectGrain<TState, TEvent, TCommand>(SubjectKind<TState, TEvent> kind, LedgerHost host) : Grain
    where TEvent : class
    where TCommand : class
{
    /// <summary>Attempts when another activation of the object or of its ledger gets in between.</summary>
    private const int AttemptsMax = 5;

    private readonly CommandTurn<TState, TEvent> turn = new(kind, host);
    private readonly long since = host.Time.GetTimestamp();
    private ILedgerGrain ledger = null!;
    private BucketHomes homes = null!;
    private int bucket;
    private bool stale;
    private bool justLoaded;

    /// <summary>The object's record as last committed.</summary>
    protected SubjectRecord<TState> Record { get; private set; } = kind.Empty;

    /// <summary>What grains need of their surroundings.</summary>
    protected LedgerHost Host => host;

    /// <summary>The object's own id.</summary>
    protected string Id { get; private set; } = "";

    /// <summary>The ledger of the object's bucket.</summary>
    protected ILedgerGrain Ledger => ledger;

    private string Subject { get; set; } = "";

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Subject = this.GetPrimaryKeyString();
        Id = SubjectKinds.IdOf(Subject);
        bucket = host.BucketOf(Subject);
        homes = ServiceProvider.GetRequiredService<BucketHomes>();
        ledger = GrainFactory.GetGrain<ILedgerGrain>(bucket);
        await Load();
        justLoaded = true;
    }

    /// <summary>The object's record as last committed, for a reader.</summary>
    protected async ValueTask<SubjectRecord<TState>> Current()
    {
        await BelieveInAbsenceOnlyOnce();
        return Record;
    }

    /// <summary>Returns once the change is durable, or at once when a rule forbids it.</summary>
    public async Task<Receipt> Execute(TCommand command, Envelope envelope)
    {
        // With its bucket, once this command is answered. Carried out first: a move is no reason to let a caller wait.
        if (homes.IsAway(bucket) && homes.IsSettled(since))
            MigrateOnIdle();
        if (CommandTurn<TState, TEvent>.Check(envelope) is { } malformed)
            return Refused(malformed);
        var fingerprint = turn.FingerprintOf(command);
        for (var attempt = 1; ; attempt++)
        {
            if (stale)
                await Load();
            else
                await BelieveInAbsenceOnlyOnce();
            // One record throughout: a read may interleave and find a newer one meanwhile.
            var current = Record;
            // A retry of a command that was carried out is a success, whatever has happened since.
            if (current.Find(envelope.CommandId) is { } mark)
            {
                return mark.Fingerprint == fingerprint
                    ? new(Subject, mark.Version, bucket, mark.FirstSeq + mark.Events - 1, Replayed: true, null)
                    : Refused(ControlPoints.CommandIdMustNotBeReused.Refuse());
            }
            if (envelope.ExpectedVersion is { } expected && expected != current.Version)
                return Refused(ControlPoints.VersionMustMatch.Refuse(current.Version, expected));

            var at = host.Time.GetUtcNow();
            var decision = await Decide(Id, current.State, command, host.DayOf(at));
            if (decision.Refusal is { } refusal)
                return Refused(refusal);
            if (decision.Events.IsEmpty)
                return new(Subject, current.Version, bucket, 0, Replayed: false, null);

            var (append, tooLarge) = turn.Prepare(Subject, current, decision.Events, envelope, fingerprint, at);
            if (append is null)
                return Refused(tooLarge!);
            var reply = await Append(append);
            switch (reply.Outcome)
            {
                case AppendVerdict.Committed:
                    Record = (SubjectRecord<TState>)append.CommittedAt(reply.FirstSeq);
                    return new(Subject, Record.Version, bucket, Record.Seq, Replayed: false, null);
                case AppendVerdict.Full:
                    return Refused(ControlPoints.GridMustHaveRoom.Refuse());
                default:
                    // Another activation was faster. What it committed decides what this command means now.
                    stale = true;
                    if (attempt == AttemptsMax)
                        return Refused(ControlPoints.BucketMustBeSettled.Refuse());
                    break;
            }
        }
    }

    /// <summary>Lets the rules decide. May read other objects first; changes nothing.</summary>
    protected abstract ValueTask<Decision<TEvent>> Decide(string id, TState current, TCommand command, DateOnly today);

    private async Task<AppendReply> Append(AppendRequest request)
    {
        try
        {
            return await host.Append(ledger, bucket, request);
        }
        catch
        {
            // The events may or may not be durable. Only a fresh look can say, and the next command begins with one.
            stale = true;
            throw;
        }
    }

    private async Task Load()
    {
        var loaded = (SubjectRecord<TState>?)await ledger.Load(Subject) ?? kind.Empty;
        // A read that interleaves with a command may come back after it.
        if (stale || loaded.Version > Record.Version)
            Record = loaded;
        stale = false;
    }

    /// <summary>
    /// An object may be created beside its grain, by a load of many (<c>IntakeGrain</c>). So a grain that knows of
    /// nothing asks again, except right after it was activated for the purpose.
    /// </summary>
    private async ValueTask BelieveInAbsenceOnlyOnce()
    {
        if (Record.Version == 0 && !justLoaded)
            await Load();
        justLoaded = false;
    }

    private Receipt Refused(Refusal refusal) => new(Subject, Record.Version, bucket, 0, Replayed: false, refusal);
}
