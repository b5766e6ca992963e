using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using SalesGrid.Controls;
using SalesGrid.Decisions;
using SalesGrid.Hosting;
using SalesGrid.Ledger;
using SalesGrid.Reservations;
using SalesGrid.Warnings;

namespace SalesGrid.Subjects;

/// <summary>
/// The shell around one business object: loads its record, lets the rules decide, appends, replies. One command at a
/// time; reads interleave and see what was last committed.
/// </summary>
public abstract partial class SubjectGrain<TState, TEvent, TCommand>(SubjectKind<TState, TEvent> kind, SubjectServices services) : Grain, ISubject, ICommittedMemory
    where TEvent : SubjectEvent
    where TCommand : Command
{
    /// <summary>Attempts when another activation of the object or of its ledger gets in between.</summary>
    private const int AttemptsMax = 5;

    /// <summary>Most commands one wake-up sends: what is left wants another one.</summary>
    private const int WakeCommandsMax = 16;

    /// <summary>Most entries one trail shows, and most reservations one page does.</summary>
    private const int PageMax = 500;

    private readonly CommandTurn<TState, TEvent> turn = new(kind, services.Ledger.Options.CommandBytesMax);
    private readonly long since = services.Time.GetTimestamp();
    private ILogger logger = null!;
    private ILedgerGrain ledger = null!;
    private int bucket;
    private bool stale;
    private bool justLoaded;
    private Task waking = Task.CompletedTask;
    private string? otherSpelling;

    /// <summary>The object's record as last committed.</summary>
    protected SubjectRecord<TState> Record { get; private set; } = kind.Empty;

    /// <summary>What objects use of their silo.</summary>
    protected SubjectServices Services => services;

    /// <summary>The object's own id.</summary>
    protected string Id { get; private set; } = "";

    /// <summary>The object, <c>kind/id</c>.</summary>
    protected string Subject { get; private set; } = "";

    string ICommittedMemory.Subject => Subject;

    int ICommittedMemory.Bucket => bucket;

    int ICommittedMemory.Version => Record.Version;

    long ICommittedMemory.ConfirmedUnder { get; set; }

    Task ICommittedMemory.Refresh() => Load();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Subject = this.GetPrimaryKeyString();
        Id = SubjectKinds.IdOf(Subject);
        bucket = services.Ledger.BucketOf(Subject);
        logger = services.Loggers.CreateLogger(GetType());
        ledger = GrainFactory.GetGrain<ILedgerGrain>(bucket);
        await Load();
        justLoaded = true;
    }

    /// <summary>The object's record as last committed, for a reader.</summary>
    protected async ValueTask<SubjectRecord<TState>> Current()
    {
        // As it was, for a decision that is made again on what it was made on.
        if (AsOf.Ambient is { } then)
            return await Past(then.VersionOf(Subject));
        await ReloadIfAbsent();
        return Record;
    }

    /// <summary>Returns once the change is durable, or at once when a rule forbids it.</summary>
    public Task<Receipt> Execute(TCommand command, Envelope envelope) => Counted(command, envelope);

    /// <inheritdoc/>
    public Task<Receipt> Do(Command command, Envelope envelope) => command is TCommand or ReservationCommand or ControlCommand
        ? Counted(command, envelope)
        : Task.FromResult(Refused(ControlPoints.CommandMustFitObject.Refuse(Subject, command.GetType().Name)));

    /// <inheritdoc/>
    public async Task<object?> See() => kind.View(Id, await Current());

    /// <inheritdoc/>
    public async Task<SubjectOwner> Owner() => await Current() is var record ? new(record.Version, kind.OwnerOf(Id, record)) : default;

    /// <inheritdoc/>
    public virtual async Task<ImmutableArray<string>> SharedWith() => kind.SharedWith?.Invoke((await Current()).State) ?? [];

    /// <inheritdoc/>
    public async Task<ControlsView> Controls()
    {
        var record = await Current();
        var controls = record.Controls ?? ObjectControls.None;
        var granted = record.Granted ?? GrantedReservations.None;
        return new(Subject, record.Version, [.. granted.Here.OrderBy(r => r.Token, StringComparer.Ordinal)],
            controls.Waivers, controls.Warnings, record.Taken?.Standing ?? [], granted.Count);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<HistoryEntry>> Trail(int afterVersion, int limit)
    {
        afterVersion = Math.Max(0, afterVersion);
        limit = Math.Clamp(limit, 1, PageMax);
        var places = new TrailPlaces(Subject, afterVersion, limit);
        await ReloadIfAbsent();
        var recent = Record.Commands;
        if (afterVersion < recent.AfterVersion)
            places.Add(await ledger.Marks(Subject, afterVersion, limit));
        places.Add(recent);
        return await ledger.Entries(places.Seqs);
    }

    /// <inheritdoc/>
    // Whoever wakes it while it is at it waits for that: a wake-up that takes long is not begun again beside itself.
    public Task Wake() => waking.IsCompleted ? waking = WakeUp() : waking;

    /// <summary>Lets the rules decide. May read other objects; changes nothing here.</summary>
    protected abstract ValueTask<Decision<TEvent>> Decide(string id, TState current, TCommand command, DecisionContext request);

    /// <summary>Called when a change is durable, before it is answered. What fails here is taken up again by a wake-up.</summary>
    protected virtual Task Committed(SubjectRecord<TState> record, ImmutableArray<SubjectEvent> events, Envelope envelope) => Task.CompletedTask;

    /// <summary>Another object, whatever its kind.</summary>
    protected ISubject Other(string subject) =>
        GrainFactory.GetGrain<ISubject>(GrainId.Create(subject[..subject.IndexOf('/', StringComparison.Ordinal)], subject));

    private Task<Receipt> Counted(Command command, Envelope envelope)
    {
        return GridMeter.CountsCommands ? Count() : Carry(command, envelope);

        async Task<Receipt> Count()
        {
            Receipt? receipt = null;
            try
            {
                return receipt = await Carry(command, envelope);
            }
            finally
            {
                GridMeter.Command(kind.Name, command.GetType(), receipt);
            }
        }
    }

    private async Task<Receipt> Carry(Command command, Envelope envelope)
    {
        if (AsOf.Ambient is not null)
            throw new InvalidOperationException($"{Subject} is to be changed while a decision is made again.");
        // With its bucket, once this command is answered. Carried out first: a move is no reason to let a caller wait.
        if (services.Homes.IsAway(bucket) && services.Homes.IsSettled(since))
            MigrateOnIdle();
        if (CommandTurn<TState, TEvent>.Check(envelope) is { } malformed)
            return Refused(malformed);
        var fingerprint = turn.FingerprintOf(command);
        var taken = default(ImmutableArray<ReservationToTake>);
        for (var attempt = 1; ; attempt++)
        {
            if (stale)
                await Load();
            else
                await ReloadIfAbsent();
            if (!taken.IsDefaultOrEmpty)
                await GiveUp(taken, envelope);
            if (otherSpelling is { } written)
                return await Noted(command, fingerprint, envelope, ControlPoints.IdMustBeWrittenAsItIs.Refuse(Id, SubjectKinds.IdOf(written)), NothingRead(envelope));
            // One record throughout: a read may interleave and find a newer one meanwhile.
            var current = Record;
            var known = await Known(current, command, envelope);
            if (known is { } mark && await IsRetry(mark, fingerprint, envelope))
                return new(Subject, mark.Version, bucket, mark.FirstSeq + mark.Events - 1, Replayed: true, null);

            var at = services.Time.GetUtcNow();
            var today = services.Calendar.DayOf(at);
            var inputs = new Inputs(GrainFactory, current);
            var request = new DecisionContext(current.Version, at, today, envelope.Actor, await DutiesHere(current, command, envelope, today, inputs)) { Inputs = inputs, Act = SentByAttribute.Of(command.GetType()).Act };
            // Who, before what: somebody whom the object does not concern is told nothing of it, not even that it has moved on.
            var (stands, notTheirs) = await Sender(current, command, request, envelope.ByMachine);
            request = request with { Stands = stands.As, StandsFor = stands.For };
            if (notTheirs is not null)
            {
                if (attempt == 1)
                    services.Decisions.Count(bucket, command.GetType());
                return await Noted(command, fingerprint, envelope, notTheirs, request);
            }
            if (known is { } used)
                return await Noted(command, fingerprint, envelope, IdIsTaken(used, fingerprint), request);
            if (envelope.ExpectedVersion is { } expected && expected != current.Version)
                return Refused(ControlPoints.VersionMustMatch.Refuse(current.Version, expected));

            using var deciding = GridTrace.Decide(Subject, command.GetType());
            var decision = await Decide(current, command, request);
            deciding?.Dispose();
            if (attempt == 1)
                services.Decisions.Count(bucket, command.GetType());
            if (decision.Refusal is { } refusal)
                return await Noted(command, fingerprint, envelope, refusal, request);
            if (decision.Events.IsEmpty)
                return new(Subject, current.Version, bucket, 0, Replayed: false, null);

            var (events, body, wanted, notNow) = Plan(current, command, decision.Events, at);
            if (notNow is not null)
                return await Noted(command, fingerprint, envelope, notNow, request);
            taken = wanted;
            var (append, tooLarge) = turn.Prepare(Subject, current, body, events, envelope, fingerprint, at);
            if (append is null)
                return Refused(tooLarge!);
            if (!taken.IsDefaultOrEmpty && await Take(taken, envelope, inputs) is { } notGranted)
                return await Noted(command, fingerprint, envelope, notGranted, request);
            append.Decision = KeptDecision.Write(command, envelope, request, inputs);
            var reply = await Append(append);
            switch (reply.Outcome)
            {
                case AppendVerdict.Committed:
                    Record = (SubjectRecord<TState>)append.CommittedAt(reply.FirstSeq);
                    last = (CommandMark.HashOf(envelope.CommandId), envelope.Actor);
                    if (current.Commands.LeftIn(Record.Commands) is { IsEmpty: false } left)
                        (earlier ??= new(Subject, ledger)).Add(left);
                    if (Record.Granted is { } granted)
                        beside?.Add(granted);
                    var receipt = new Receipt(Subject, Record.Version, bucket, Record.Seq, Replayed: false,
                        command is ResolveReservation resolved ? ControlPoints.ReservationMustBeWanted.Refuse(resolved.Token) : null);
                    await AfterCommit(events, taken, envelope);
                    return receipt;
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

    /// <summary>
    /// Decides whatever command it is. Where a rule refuses that an override lifts, the rules are asked again without it: so an
    /// override is used only where it is needed, and its use is recorded with what it let pass.
    /// </summary>
    /// <param name="current">The object's record.</param>
    /// <param name="command">The command.</param>
    /// <param name="request">The request.</param>
    /// <param name="lifted">Collects the uses of overrides, also where the command is refused all the same; null where nobody asks.</param>
    private async ValueTask<Decision<SubjectEvent>> Decide(
        SubjectRecord<TState> current, Command command, DecisionContext request, List<OverrideUsed>? lifted = null)
    {
        List<OverrideUsed>? used = lifted;
        while (true)
        {
            var decision = command switch
            {
                ReservationCommand c => ReservationRules.Decide(Subject, current.Granted ?? GrantedReservations.None, await NamedBeside(current, c, request.Inputs), current.Taken, current.Told, c,
                    kind.AdmitReservation is { } admit ? wanted => admit(Id, current.State, wanted, current.Granted ?? GrantedReservations.None, request) : null, request),
                ControlCommand c => await DecideControl(current, c, request),
                _ => Decision<SubjectEvent>.Widen(await Decide(Id, current.State, (TCommand)command, request)),
            };
            if (decision.Refusal is { } refusal && current.Controls?.Lifts(refusal, request) is { } waiver)
            {
                (used ??= []).Add(new OverrideUsed(waiver.Id, waiver.ControlPoint, request.Actor, command.GetType().Name));
                request = request with { Waived = request.Waived.With(waiver.ControlPoint) };
                continue;
            }
            return used is not { Count: > 0 } || decision.Refusal is not null || decision.Events.IsEmpty
                ? decision
                : decision with { Events = decision.Events.AddRange(used) };
        }
    }

    private async ValueTask<Decision<SubjectEvent>> DecideControl(SubjectRecord<TState> current, ControlCommand command, DecisionContext request)
    {
        var policy = await PolicyFor(request.Inputs);
        return ControlRules.Decide(Subject, current.Version, current.Controls ?? ObjectControls.None, command,
            await Addressed(kind.WarningCausesOf(Id, current, policy), policy, current, command, request), policy, request);
    }

    /// <summary>
    /// The causes with whom a warning that is to be raised is for as of today: what an object knows of its owner's manager may be out of
    /// date, and somebody who has left answers nothing.
    /// </summary>
    private async ValueTask<IEnumerable<WarningCause>> Addressed(
        IEnumerable<WarningCause> causes, WarningPolicy policy, SubjectRecord<TState> current, ControlCommand command, DecisionContext request)
    {
        if (command is not LookForWarnings)
            return causes;
        var known = current.Controls?.Warnings ?? [];
        List<WarningCause> addressed = [.. causes];
        Dictionary<string, Led>? led = null;
        for (var i = 0; i < addressed.Count; i++)
        {
            var cause = addressed[i];
            if (cause.Owner is not { } owner || cause.At > request.At || known.Any(w => w.Id == cause.Id)
                || policy.Of(cause.Code)?.Owner is not (WarningOwner.Owner or WarningOwner.Manager))
                continue;
            if (!(led ??= new(SubjectId.Comparer)).TryGetValue(owner, out var by))
                led.Add(owner, by = await services.Organisation.LedBy(owner, request.Today, request.Inputs));
            addressed[i] = cause with { Owner = by.IsActive ? owner : null, Manager = by.By ?? cause.Manager };
        }
        return addressed;
    }

    /// <summary>What follows from a change that is durable. It cannot fail the command any more.</summary>
    private async Task AfterCommit(ImmutableArray<SubjectEvent> events, ImmutableArray<ReservationToTake> taken, Envelope envelope)
    {
        var isWithin = IsWithinTurn;
        try
        {
            if (!taken.IsDefaultOrEmpty)
                await Confirm(taken, envelope);
            await Committed(Record, events, envelope);
            // A wake-up that is at it saw the object as it was before this: it has to look once more.
            if (resuming && !IsStepOfResume(envelope))
                moreToResume = true;
            IsWithinTurn = true;
            await Resume(Carry);
        }
        catch (Exception e)
        {
            LogUnfinished(e, Subject);
        }
        finally
        {
            IsWithinTurn = isWithin;
        }
    }

    private async Task<AppendReply> Append(AppendRequest request)
    {
        using var span = GridTrace.Append(bucket);
        var begun = GridMeter.TimesAppends ? services.Time.GetTimestamp() : 0;
        try
        {
            var reply = await services.Ledger.Append(ledger, bucket, request);
            if (begun != 0)
                GridMeter.Appended(services.Time.GetElapsedTime(begun));
            return reply;
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
        var stored = await ledger.Load(Subject);
        otherSpelling = stored is not null && stored.Subject != Subject ? stored.Subject : null;
        var loaded = otherSpelling is null ? (SubjectRecord<TState>?)stored?.Record ?? kind.Empty : kind.Empty;
        // A read that interleaves with a command may come back after it.
        if (stale || loaded.Version > Record.Version)
            Record = loaded;
        stale = false;
    }

    /// <summary>
    /// An object may be created beside its grain, by a load of many (<c>IntakeGrain</c>). So a grain that knows of
    /// nothing asks again, except right after it was activated for the purpose.
    /// </summary>
    private async ValueTask ReloadIfAbsent()
    {
        if (Record.Version == 0 && !justLoaded)
            await Load();
        justLoaded = false;
    }

    private async ValueTask<Receipt> Noted(Command command, ulong fingerprint, Envelope envelope, Refusal refusal, DecisionContext request)
    {
        await services.Refusals.Note(Subject, command, fingerprint, envelope, refusal, request);
        return Refused(refusal);
    }

    private DecisionContext NothingRead(Envelope envelope) => services.Time.GetUtcNow() is var at
        ? new(0, at, services.Calendar.DayOf(at), envelope.Actor) { Inputs = new(GrainFactory, kind.Empty) }
        : default;

    // Whom the object does not concern is not told how far it is either.
    private Receipt Refused(Refusal refusal) => new(Subject, refusal.Kind == RefusalKind.Forbidden ? 0 : Record.Version, bucket, 0, Replayed: false, refusal);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Subject}: a step with another object was not completed; it is taken up again later")]
    private partial void LogUnfinished(Exception exception, string subject);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Subject}: something its time has come for could not be done; it is woken again")]
    private partial void LogWakeFailed(Exception exception, string subject);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Subject}: {Command}, sent when its time had come, was refused by {ControlPoint}")]
    private partial void LogTimerRefused(string subject, string command, string controlPoint);
}
