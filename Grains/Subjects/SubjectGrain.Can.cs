using System.Collections.Immutable;
using SalesGrid.Controls;
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
        var at = services.Time.GetUtcNow();
        var today = services.Calendar.DayOf(at);
        var request = new DecisionContext(current.Version, at, today, envelope.Actor, await DutiesHere(current, command, envelope, today)) { IsQuestion = true };
        var (stands, notTheirs) = await Sender(current, command, request, envelope.ByMachine);
        if (notTheirs is not null)
            return new(notTheirs.Kind == RefusalKind.Forbidden ? 0 : current.Version, notTheirs, []);
        if (known is { } used)
            return new(current.Version, IdIsTaken(used, fingerprint), []);
        if (envelope.ExpectedVersion is { } expected && expected != current.Version)
            return new(current.Version, ControlPoints.VersionMustMatch.Refuse(current.Version, expected), []);
        var lifted = new List<OverrideUsed>();
        var decision = await Decide(current, command, request with { Stands = stands }, lifted);
        var refusal = decision.Refusal ?? await WhyNotRecorded(current, command, envelope, decision.Events, at);
        return new(current.Version, refusal, [.. lifted.Select(used => used.ControlPoint)]);
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
        SubjectRecord<TState> current, Command command, Envelope envelope, ImmutableArray<SubjectEvent> decided, DateTimeOffset at)
    {
        if (decided.IsEmpty)
            return null;
        var (events, body, wanted, notNow) = Plan(current, command, decided, at);
        return notNow
            ?? turn.Prepare(Subject, current, body, events, envelope, 0, at).Refusal
            ?? Refusal.All(await WouldGrant(wanted, envelope));
    }

    /// <summary>What providers would say to reservations, in their order; null for each that would be granted.</summary>
    private Task<Refusal?[]> WouldGrant(IEnumerable<ReservationToTake> wanted, Envelope envelope) => Task.WhenAll(wanted.Select(async w =>
    {
        var verdict = await Other(w.Reservation.Provider).Can(
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
