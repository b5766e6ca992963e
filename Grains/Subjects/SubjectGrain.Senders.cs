using System.Collections.Immutable;
using SalesGrid.Decisions;

namespace SalesGrid.Subjects;

// Who may send a command: asked of every command of every kind, before its rules.
public abstract partial class SubjectGrain<TState, TEvent, TCommand>
{
    /// <summary>Who owns what a command is for. Where it begins the object: whom it is begun for.</summary>
    protected virtual ValueTask<string?> OwnerFor(TState current, TCommand command, Inputs inputs) => new(kind.OwnedBy?.Invoke(Id, current));

    /// <summary>Who works on what a command is for, beside its owner.</summary>
    protected virtual ValueTask<ImmutableArray<string>> TeamFor(TState current, TCommand command, Inputs inputs) => new(kind.TeamOf?.Invoke(current) ?? []);

    /// <summary>
    /// True where what a command is for lies within one of the units its sender's duties are limited to: where its owner is in one, or
    /// below. What nobody owns lies within none.
    /// </summary>
    protected virtual async ValueTask<bool> LiesWithin(TState current, TCommand command, ImmutableArray<string> units, DateOnly today, Inputs inputs) =>
        await OwnerFor(current, command, inputs) is { } owner && await services.Organisation.IsWithin(owner, units, today, inputs);

    /// <summary>What the sender answers for here: nothing outside the units their duties are limited to.</summary>
    private async ValueTask<Duties> DutiesHere(SubjectRecord<TState> current, Command command, Envelope envelope, DateOnly today, Inputs inputs)
    {
        if (envelope.Units.IsDefaultOrEmpty)
            return envelope.Duties;
        var within = command is TCommand own
            ? await LiesWithin(current.State, own, envelope.Units, today, inputs)
            : kind.OwnedBy?.Invoke(Id, current.State) is { } owner && await services.Organisation.IsWithin(owner, envelope.Units, today, inputs);
        return within ? envelope.Duties : Duties.None;
    }

    /// <summary>How the sender stands towards the object, or why they may not send the command.</summary>
    private async ValueTask<(Stood As, Refusal? Refusal)> Sender(SubjectRecord<TState> current, Command command, DecisionContext request, bool byMachine)
    {
        var by = SentByAttribute.Of(command.GetType());
        // What a duty decides needs no owner, and finding one out may take a question.
        var owner = !by.NeverByOwner && (by.Standing == Standing.None || request.HasAny(by.Admits)) ? null
            : command is TCommand own ? await OwnerFor(current.State, own, request.Inputs)
            : kind.OwnedBy?.Invoke(Id, current.State);
        var verdict = SenderRules.Decide(by, owner, request.Actor, request.Duties, byMachine);
        if (verdict.MaySend)
            return (new(verdict.As), SenderRules.NeedsWindow(by, request.Duties) ? await services.Imports.WhyNot(request.Actor, request.Inputs) : null);
        var found = verdict.ToAsk == Standing.None ? default : await HowTheyStand(current, command, owner!, verdict.ToAsk, by.Act, request);
        if (found.As != Standing.None)
            return (found, null);
        var refusal = SenderRules.Refuse(by, owner, request.Actor, Subject, found.Only);
        if (by.ToldBy.IsEmpty && current.Version > 0)
            return (default, refusal);
        var told = await Decide(current, command, request with { IsQuestion = true });
        return (default, SenderRules.InWordsOf(by, told.Refusal, current.Version > 0, refusal));
    }

    /// <summary>The first of some ways in which the sender stands towards the object. Whoever leads or acts for the owner stands so, in the team or not.</summary>
    private async ValueTask<Stood> HowTheyStand(SubjectRecord<TState> current, Command command, string owner, Standing ways, string? act, DecisionContext request)
    {
        var known = ways & ~Standing.DealTeam;
        var found = known == Standing.None ? default : await services.Organisation.Of(request.Actor, owner, known, act, request.Today, request.Inputs);
        if (found.As == Standing.None && ways.HasFlag(Standing.DealTeam)
            && command is TCommand own && (await TeamFor(current.State, own, request.Inputs)).Contains(request.Actor, SubjectId.Comparer))
        {
            return new(Standing.DealTeam);
        }
        return found;
    }
}
