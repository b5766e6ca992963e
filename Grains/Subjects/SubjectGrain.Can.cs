using System.Collections.Immutable;
using SalesGrid.Controls;
using SalesGrid.Decisions;
using SalesGrid.Reservations;

namespace SalesGrid.Subjects;

// What a command would be answered, without carrying it out: the rules, the context and the overrides are those of the command itself.
public abstract partial class SubjectGrain<TState, TEvent, TCommand>
{
    /// <inheritdoc/>
    public async Task<Verdict> Can(Command command, Envelope envelope)
    {
        var current = await Current();
        if (WhyNotAsked(command, envelope) is { } unfit)
            return new(current.Version, unfit, []);
        var known = await Known(current, command, envelope);
        var fingerprint = known is null ? 0 : turn.FingerprintOf(command);
        if (known is { } mark && await IsRetry(mark, fingerprint, envelope))
            return new(current.Version, null, []);
        var then = AsOf.Ambient;
        var at = then?.At ?? services.Time.GetUtcNow();
        var inputs = new Inputs(GrainFactory, current, then is null ? null : new(then, []));
        var lifted = new List<OverrideUsed>();
        var answer = await Consider(current, command, envelope, at, then?.Today ?? services.Calendar.DayOf(at), inputs, known, fingerprint, lifted);
        var refusal = answer.Refusal ?? await WhyNotRecorded(current, command, envelope, answer.Events, at, inputs);
        return new(refusal?.Kind == RefusalKind.Forbidden && answer.IsNotTheirs ? 0 : current.Version, refusal, [.. lifted.Select(used => used.ControlPoint)])
        {
            // What it rests on is for objects that decide something by it, and for nobody else.
            Inputs = (envelope.Duties & Duties.Grid) != 0 ? [.. inputs.Versions, new(Subject, current.Version)] : [],
        };
    }

    /// <summary>What the rules answer to a command, who may send it first. Changes nothing.</summary>
    /// <param name="current">The object's record.</param>
    /// <param name="command">The command.</param>
    /// <param name="envelope">What goes with it.</param>
    /// <param name="at">When it is decided.</param>
    /// <param name="today">The business day then.</param>
    /// <param name="inputs">By which other objects are read.</param>
    /// <param name="known">The command that was carried out under its id; null where none was.</param>
    /// <param name="fingerprint">XxHash3 of its content.</param>
    /// <param name="lifted">Collects the uses of overrides.</param>
    private async ValueTask<(Refusal? Refusal, ImmutableArray<SubjectEvent> Events, bool IsNotTheirs)> Consider(SubjectRecord<TState> current, Command command, Envelope envelope,
        DateTimeOffset at, DateOnly today, Inputs inputs, CommandMark? known, ulong fingerprint, List<OverrideUsed> lifted)
    {
        var request = new DecisionContext(current.Version, at, today, envelope.Actor, await DutiesHere(current, command, envelope, today, inputs)) { IsQuestion = true, Inputs = inputs, Act = SentByAttribute.Of(command.GetType()).Act };
        var (stands, notTheirs) = await Sender(current, command, request, envelope.ByMachine);
        if (notTheirs is not null)
            return (notTheirs, [], true);
        if (known is { } used)
            return (IdIsTaken(used, fingerprint), [], false);
        if (envelope.ExpectedVersion is { } expected && expected != current.Version)
            return (ControlPoints.VersionMustMatch.Refuse(current.Version, expected), [], false);
        var decision = await Decide(current, command, request with { Stands = stands.As, StandsFor = stands.For }, lifted);
        return (decision.Refusal, decision.Refusal is null ? decision.Events : [], false);
    }

    private Refusal? WhyNotAsked(Command command, Envelope envelope)
    {
        if (command is not (TCommand or ReservationCommand or ControlCommand))
            return ControlPoints.CommandMustFitObject.Refuse(Subject, command.GetType().Name);
        if (otherSpelling is { } written)
            return ControlPoints.IdMustBeWrittenAsItIs.Refuse(Id, SubjectKinds.IdOf(written));
        return CommandTurn<TState, TEvent>.Check(envelope);
    }

    /// <summary>What keeps events that the rules decided from being recorded: their size, or what others do not grant. All of those are asked.</summary>
    private async Task<Refusal?> WhyNotRecorded(
        SubjectRecord<TState> current, Command command, Envelope envelope, ImmutableArray<SubjectEvent> decided, DateTimeOffset at, Inputs inputs)
    {
        if (decided.IsEmpty)
            return null;
        var (events, body, wanted, notNow) = Plan(current, command, decided, at);
        return notNow
            ?? turn.Prepare(Subject, current, body, events, envelope, 0, at).Refusal
            ?? Refusal.All(await WouldGrant(wanted, envelope, inputs));
    }

    /// <summary>What providers would say to reservations, in their order; null for each that would be granted.</summary>
    private Task<Refusal?[]> WouldGrant(IEnumerable<ReservationToTake> wanted, Envelope envelope, Inputs inputs) => Task.WhenAll(wanted.Select(async w =>
    {
        var verdict = await inputs.Can(w.Reservation.Provider,
            new TakeReservation(w.Reservation.Account, w.Reservation.Token, Subject, w.Reservation.Amount), Envelope.ByGrid("can", envelope.Actor));
        return w.Field is null ? verdict.Refusal : verdict.Refusal?.At(w.Field);
    }));

    /// <summary>What is recorded for events the rules decided, with the steps with other objects that follow from them.</summary>
    private (ImmutableArray<SubjectEvent> Events, SubjectBody<TState> Body, ImmutableArray<ReservationToTake> Take, Refusal? Refusal) Plan(
        SubjectRecord<TState> current, Command command, ImmutableArray<SubjectEvent> events, DateTimeOffset at)
    {
        var body = turn.Evolve(current.Body, events, at);
        if (command is not TCommand)
            return (events, body, [], null);
        var steps = kind.StepsAfter(Id, current.Version, at, body);
        if (steps.Events.IsDefault)
            return (events, body, steps.Take.IsDefault ? [] : steps.Take, steps.Refusal);
        return (events.AddRange(steps.Events), turn.Evolve(body, steps.Events, at), steps.Take.IsDefault ? [] : steps.Take, steps.Refusal);
    }
}
