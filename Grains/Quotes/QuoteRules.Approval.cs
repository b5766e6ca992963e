using System.Collections.Immutable;
using SalesGrid.PriceLists;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Quotes.QuoteEvent>;

namespace SalesGrid.Quotes;

// Submission, approval, rejection and escalation.
public static partial class QuoteRules
{
    private static Decision Submit(Quote current, QuoteTerms terms, DecisionContext request, QuoteContext context)
    {
        if (current.Status != QuoteStatus.Draft)
            return InStatus(current, "草稿", "a draft");
        var unpriced = Price(terms, request, context, out var priced);
        if (Refusal.All(
                CheckActor(terms.OwnerId, request, context),
                CheckOpportunity(context.Opportunity),
                CheckOwner(terms.OwnerId, context),
                CheckValidity(terms, request),
                CheckProducts(terms.Lines, request, context),
                TrainingRules.MustBeCurrent(context.Owner, Acts.Quote, request),
                unpriced) is { } refusal)
            return refusal;

        var (book, hash) = (context.Prices!, HashOf(terms, priced!));
        var manager = context.Owner!.Place.Manager;
        if (MayBeAtOnce(priced!.Totals, terms.OwnerId, request, context.Owner))
        {
            var approval = new QuoteApproval(hash, current.Revision, priced.Totals, request.Actor, WithinAuthority: true);
            return Decision.Record(
                new QuoteSubmitted(priced, hash, null, manager, request.Actor),
                new QuoteApproved(approval, DrawOn(context.Owner, priced.Totals)));
        }
        var route = ApprovalRouting.Of(priced.Totals, book, context.Above, Excluded(current, request.Actor, context));
        return Decision.Record(new QuoteSubmitted(priced, hash, route, manager, request.Actor));
    }

    /// <summary>What keeps the terms from having a price, and one they may have; null when they have one.</summary>
    private static Refusal? Price(QuoteTerms terms, DecisionContext request, QuoteContext context, out PricedQuote? priced)
    {
        priced = null;
        if (context.Prices is not { } book)
            return ControlPoints.PricesMustBeInForce.Refuse(terms.PriceListId, $"{request.Today:yyyy-MM-dd}").Needing(need: request.Today);
        if (!QuotePricing.TryPrice(terms, book, request.Today, out priced, out var unpriced))
            return unpriced;
        return request.Waives(ControlPoints.PriceMustNotBeBelowFloor)
            ? null
            : Refusal.All([.. QuotePricing.BelowFloor(priced).Select(product => ControlPoints.PriceMustNotBeBelowFloor.RefuseField("lines", product))]);
    }

    /// <summary>
    /// Within the owner's authority nobody else is needed. It is the owner's to use: a discount somebody else asks for in their
    /// name is looked at by others. At list price there is nothing to allow where no authority was ever given.
    /// </summary>
    private static bool MayBeAtOnce(QuoteTotals totals, string ownerId, DecisionContext request, SalespersonView owner) => totals.Discount.MinorUnits == 0
        ? owner.Authority is null || ApprovalRouting.Covers(owner.Authority, totals)
        : ApprovalRouting.Covers(owner.Authority, totals) && ActsForOwner(ownerId, request, owner);

    private static Decision Approve(Quote current, ApproveQuote command, DecisionContext request, QuoteContext context)
    {
        var malformed = Validation.Optional("note", command.Note, Validation.MaxTextLength);
        if (current.Status != QuoteStatus.Submitted)
            return Refusal.All(malformed, InStatus(current, "待批", "submitted"))!;
        var answered = AnsweredBy(current, current.Route!, request, context);
        if (Refusal.All(
                malformed,
                CheckAnswer(current, command.Hash, request, context),
                current.Terms!.ValidUntil < request.Today
                    ? ControlPoints.QuoteMustBeValid.Refuse($"{current.Terms.ValidUntil:yyyy-MM-dd}", $"{request.Today:yyyy-MM-dd}").Needing(current.Terms.ValidUntil, request.Today)
                    : null,
                answered.IsEmpty ? NotAsked(current.Route!) : null) is { } refusal)
            return refusal;
        var step = new QuoteStepApproved(answered, request.Actor, command.Note);
        var after = current.Evolve(step, request.At);
        if (!after.Route!.IsComplete)
            return Decision.Record(step);
        var totals = current.Priced!.Totals;
        var drawsOn = DrawOn(BudgetOf(after.Route, request, context), totals);
        return drawsOn is null && totals.Discount.MinorUnits > 0
            ? ControlPoints.DiscountMustHaveBudget.Refuse(totals.Discount).Needing(need: totals.Discount)
            : Decision.Record(step, new QuoteApproved(new(current.Hash!, current.Revision, totals, request.Actor, WithinAuthority: false), drawsOn));
    }

    private static Decision Reject(Quote current, RejectQuote command, DecisionContext request, QuoteContext context)
    {
        var malformed = Validation.Required("reason", command.Reason, Validation.MaxTextLength);
        if (current.Status != QuoteStatus.Submitted)
            return Refusal.All(malformed, InStatus(current, "待批", "submitted"))!;
        return Refusal.All(
                malformed,
                CheckAnswer(current, null, request, context),
                // One no is enough, whatever the mode.
                AnsweredBy(current, current.Route!, request, context).IsEmpty ? NotAsked(current.Route!) : null) is { } refusal
            ? refusal
            : Decision.Record(new QuoteRejected(request.Actor, command.Reason));
    }

    private static Decision Escalate(Quote current, EscalateApproval command, DecisionContext request, QuoteContext context)
    {
        if (current.Status != QuoteStatus.Submitted || current.Route is not { } route || !route.IsOpen(command.Step)
            || route.Steps[command.Step] is not { EscalatedTo: null, AskedAt: { } since } step
            || since.AddHours(route.AnswerWithinHours) > request.At)
            return Decision.Nothing;
        return Decision.Record(new QuoteStepEscalated(command.Step, ApprovalRouting.NextUp(step, context.Above, Excluded(current, null, context))));
    }

    private static Decision Replace(Quote current, ReplaceApprover command, QuoteContext context) =>
        Decision.Record([.. Replaced(current, command.Person, command.To, context)]);

    /// <summary>Asks somebody else in the steps that somebody is asked in, or will be, and nobody yet beside them.</summary>
    private static IEnumerable<QuoteEvent> Replaced(Quote current, string person, string? to, QuoteContext context)
    {
        if (current is not { Status: QuoteStatus.Submitted, Route: { } route })
            yield break;
        var excluded = Excluded(current, null, context);
        for (var i = 0; i < route.Steps.Length; i++)
        {
            var step = route.Steps[i];
            if (step.ApprovedBy is not null || !SubjectId.Same((step.EscalatedTo ?? step.Approver).Person, person))
                continue;
            var next = to is not null && !excluded.Contains(to) ? new Approver(to) : ApprovalRouting.NextUp(step, context.Above, excluded.Add(person));
            if (next != step.EscalatedTo)
                yield return new QuoteStepEscalated(i, next);
        }
    }

    private static Refusal? CheckAnswer(Quote current, string? hash, DecisionContext request, QuoteContext context) => Refusal.All(
        hash is null || hash == current.Hash ? null : ControlPoints.QuoteMustBeAsRead.RefuseField("hash"),
        context.Opportunity?.EverInTeam.Contains(request.Actor, SubjectId.Comparer) == true ? ControlPoints.TeamMustDecideNothing.Refuse(request.Actor)
        : Excluded(current, null, context).Contains(request.Actor) ? ControlPoints.QuoteApproverMustBeAnother.Refuse()
        : null);

    /// <summary>The steps an actor's yes answers: those that wait for them, and in a sequence what would wait for them next.</summary>
    private static ImmutableArray<int> AnsweredBy(Quote current, ApprovalRoute route, DecisionContext request, QuoteContext context)
    {
        var steps = ImmutableArray.CreateBuilder<int>();
        // A duty beside persons is there for a second pair of eyes: who answered as a person does not answer for it as well.
        var hasAnswered = route.Steps.Any(s => SubjectId.Same(s.ApprovedBy, request.Actor));
        var excluded = Excluded(current, null, context);
        for (var i = 0; i < route.Steps.Length; i++)
        {
            var step = route.Steps[i];
            if (step.ApprovedBy is not null)
                continue;
            var byPerson = IsPerson(step.Approver, excluded, request, context) || IsPerson(step.EscalatedTo, excluded, request, context);
            if (byPerson || (!hasAnswered && (HasDuty(step.Approver, request) || HasDuty(step.EscalatedTo, request))))
            {
                steps.Add(i);
                hasAnswered = true;
            }
            else if (route.Mode == ApprovalMode.Sequence)
                break;
        }
        return steps.ToImmutable();
    }

    // Nor does anybody in the name of somebody who may not.
    private static bool IsPerson(Approver? approver, ImmutableHashSet<string> excluded, DecisionContext request, QuoteContext context) =>
        approver?.Person is { } id && !excluded.Contains(id) && context.Approvers.TryGetValue(id, out var person) && person.Active && person.MayActFor(request.Actor, request.Today, request.Act);

    private static bool HasDuty(Approver? approver, DecisionContext request) => approver?.Duty is { } duty && request.HasAny(duty);

    /// <summary>Whose budget a discount draws on: the owner's, or else the last approver's who has any.</summary>
    private static SalespersonView? BudgetOf(ApprovalRoute route, DecisionContext request, QuoteContext context)
    {
        if (context.Owner is { Authority: not null })
            return context.Owner;
        if (context.Approvers.GetValueOrDefault(request.Actor) is { Authority: not null } actor)
            return actor;
        return route.Steps.Reverse()
            .Where(s => s.ApprovedBy is not null)
            .SelectMany(s => new[] { s.ApprovedBy, s.EscalatedTo?.Person, s.Approver.Person })
            .Select(id => id is null ? null : context.Approvers.GetValueOrDefault(id))
            .FirstOrDefault(p => p is { Authority: not null });
    }

    private static string? DrawOn(SalespersonView? person, QuoteTotals totals) => totals.Discount.MinorUnits == 0 ? null : person?.Id;

    private static Refusal NotAsked(ApprovalRoute route)
    {
        var asked = route.Steps.Where((_, i) => route.IsOpen(i)).SelectMany(s => new[] { s.Approver, s.EscalatedTo }).OfType<Approver>().ToArray();
        return ControlPoints.ApproverMustBeAsked.Refuse(string.Join(", ", asked.Select(a => a.Person ?? a.Duty!.Value.ToString())))
            .Needing(by: [.. asked.Select(a => a.Person is { } person ? Who.Person(person) : Who.Duty(a.Duty!.Value)).Distinct()]);
    }

    /// <summary>Who does not approve it: whose it is or was, whose deal it is, who wrote or submitted it, and who works or worked on the deal.</summary>
    private static ImmutableHashSet<string> Excluded(Quote current, string? submitter, QuoteContext context)
    {
        var excluded = current.Authors.Concat(current.Formerly).Concat(context.Opportunity?.EverInTeam ?? []).ToImmutableHashSet(SubjectId.Comparer).Add(current.Terms!.OwnerId);
        if (context.Opportunity is { } deal)
            excluded = excluded.Add(deal.OwnerId);
        return submitter is null ? excluded : excluded.Add(submitter);
    }
}
