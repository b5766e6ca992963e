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
        if (CheckActor(terms.OwnerId, request, context) is { } notTheirs)
            return notTheirs;
        if ((CheckOpportunity(context.Opportunity) ?? CheckOwner(terms.OwnerId, context) ?? CheckValidity(terms, request)) is { } refusal)
            return refusal;
        if (!request.Waives(ControlPoints.TrainingMustBeCurrent) && context.Owner!.LapsedFor(Acts.Quote, request.Today) is { } lapsed)
            return ControlPoints.TrainingMustBeCurrent.Refuse(context.Owner.Name, lapsed.Name, $"{lapsed.ValidUntil:yyyy-MM-dd}");
        if (context.Prices is not { } book)
            return ControlPoints.PricesMustBeInForce.Refuse(terms.PriceListId, $"{request.Today:yyyy-MM-dd}");
        if (!QuotePricing.TryPrice(terms, book, request.Today, out var priced, out var unpriced))
            return unpriced;
        if (!request.Waives(ControlPoints.PriceMustNotBeBelowFloor) && QuotePricing.BelowFloor(priced) is { } product)
            return ControlPoints.PriceMustNotBeBelowFloor.RefuseField("lines", product);

        var hash = HashOf(terms, priced);
        var manager = context.Owner!.Place.Manager;
        if (MayBeAtOnce(priced.Totals, terms.OwnerId, request, context.Owner))
        {
            var approval = new QuoteApproval(hash, current.Revision, priced.Totals, request.Actor, WithinAuthority: true);
            return Decision.Record(
                new QuoteSubmitted(priced, hash, null, manager, request.Actor),
                new QuoteApproved(approval, DrawOn(context.Owner, priced.Totals)));
        }
        var route = ApprovalRouting.Of(priced.Totals, book, context.Above, Excluded(current, request.Actor));
        return Decision.Record(new QuoteSubmitted(priced, hash, route, manager, request.Actor));
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
        if (Validation.Optional("note", command.Note, Validation.MaxTextLength) is { } malformed)
            return malformed;
        if (CheckAnswer(current, command.Hash, request) is { } refusal)
            return refusal;
        if (current.Terms!.ValidUntil < request.Today)
            return ControlPoints.QuoteMustBeValid.Refuse($"{current.Terms.ValidUntil:yyyy-MM-dd}", $"{request.Today:yyyy-MM-dd}");
        var answered = AnsweredBy(current.Route!, request, context);
        if (answered.IsEmpty)
            return NotAsked(current.Route!);
        var step = new QuoteStepApproved(answered, request.Actor, command.Note);
        var after = current.Evolve(step, request.At);
        if (!after.Route!.IsComplete)
            return Decision.Record(step);
        var totals = current.Priced!.Totals;
        var drawsOn = DrawOn(BudgetOf(after.Route, request, context), totals);
        return drawsOn is null && totals.Discount.MinorUnits > 0
            ? ControlPoints.DiscountMustHaveBudget.Refuse(totals.Discount)
            : Decision.Record(step, new QuoteApproved(new(current.Hash!, current.Revision, totals, request.Actor, WithinAuthority: false), drawsOn));
    }

    private static Decision Reject(Quote current, RejectQuote command, DecisionContext request, QuoteContext context)
    {
        if (Validation.Required("reason", command.Reason, Validation.MaxTextLength) is { } malformed)
            return malformed;
        if (CheckAnswer(current, null, request) is { } refusal)
            return refusal;
        // One no is enough, whatever the mode.
        return AnsweredBy(current.Route!, request, context).IsEmpty
            ? NotAsked(current.Route!)
            : Decision.Record(new QuoteRejected(request.Actor, command.Reason));
    }

    private static Decision Escalate(Quote current, EscalateApproval command, DecisionContext request, QuoteContext context)
    {
        if (current.Status != QuoteStatus.Submitted || current.Route is not { } route || !route.IsOpen(command.Step)
            || route.Steps[command.Step] is not { EscalatedTo: null, AskedAt: { } since } step
            || since.AddHours(route.AnswerWithinHours) > request.At)
            return Decision.Nothing;
        return Decision.Record(new QuoteStepEscalated(command.Step, ApprovalRouting.NextUp(step, context.Above, Excluded(current, null))));
    }

    private static Refusal? CheckAnswer(Quote current, string? hash, DecisionContext request)
    {
        if (current.Status != QuoteStatus.Submitted)
            return InStatus(current, "待批", "submitted");
        if (hash is not null && hash != current.Hash)
            return ControlPoints.QuoteMustBeAsRead.RefuseField("hash");
        return Excluded(current, null).Contains(request.Actor) ? ControlPoints.QuoteApproverMustBeAnother.Refuse() : null;
    }

    /// <summary>The steps an actor's yes answers: those that wait for them, and in a sequence what would wait for them next.</summary>
    private static ImmutableArray<int> AnsweredBy(ApprovalRoute route, DecisionContext request, QuoteContext context)
    {
        var steps = ImmutableArray.CreateBuilder<int>();
        // A duty beside persons is there for a second pair of eyes: who answered as a person does not answer for it as well.
        var hasAnswered = route.Steps.Any(s => s.ApprovedBy == request.Actor);
        for (var i = 0; i < route.Steps.Length; i++)
        {
            var step = route.Steps[i];
            if (step.ApprovedBy is not null)
                continue;
            var byPerson = IsPerson(step.Approver, request, context) || IsPerson(step.EscalatedTo, request, context);
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

    private static bool IsPerson(Approver? approver, DecisionContext request, QuoteContext context) =>
        approver?.Person is { } id && context.Approvers.TryGetValue(id, out var person) && person.Active && person.IsActedForBy(request.Actor, request.Today);

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

    private static Refusal NotAsked(ApprovalRoute route) => ControlPoints.ApproverMustBeAsked.Refuse(string.Join(", ", route.Steps
        .Where((_, i) => route.IsOpen(i))
        .SelectMany(s => new[] { s.Approver, s.EscalatedTo })
        .OfType<Approver>()
        .Select(a => a.Person ?? a.Duty!.Value.ToString())));

    private static ImmutableHashSet<string> Excluded(Quote current, string? submitter)
    {
        var excluded = current.Authors.ToImmutableHashSet(StringComparer.Ordinal).Add(current.Terms!.OwnerId);
        return submitter is null ? excluded : excluded.Add(submitter);
    }
}
