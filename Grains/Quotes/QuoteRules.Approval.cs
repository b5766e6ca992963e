using System.Collections.Immutable;
using SalesGrid.Holds;
using SalesGrid.PriceLists;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Quotes.QuoteEvent>;

namespace SalesGrid.Quotes;

// Submission, approval, rejection and escalation.
public static partial class QuoteRules
{
    private static Decision Submit(Quote current, QuoteTerms terms, Asked asked, QuoteContext context)
    {
        if (current.Status != QuoteStatus.Draft)
            return InStatus(current, "草稿", "a draft");
        if (CheckActor(terms.OwnerId, asked, context) is { } notTheirs)
            return notTheirs;
        if ((CheckOpportunity(context.Opportunity) ?? CheckOwner(terms.OwnerId, context) ?? CheckValidity(terms, asked)) is { } refusal)
            return refusal;
        if (!asked.Waives(ControlPoints.TrainingMustBeCurrent) && context.Owner!.LapsedFor(Acts.Quote, asked.Today) is { } lapsed)
            return ControlPoints.TrainingMustBeCurrent.Refuse(context.Owner.Name, lapsed.Name, $"{lapsed.ValidUntil:yyyy-MM-dd}");
        if (context.Prices is not { } book)
            return ControlPoints.PricesMustBeInForce.Refuse(terms.PriceListId, $"{asked.Today:yyyy-MM-dd}");
        if (!QuotePricing.TryPrice(terms, book, asked.Today, out var priced, out var unpriced))
            return unpriced;
        if (!asked.Waives(ControlPoints.PriceMustNotBeBelowFloor) && QuotePricing.BelowFloor(priced) is { } product)
            return ControlPoints.PriceMustNotBeBelowFloor.RefuseField("lines", product);

        var hash = HashOf(terms, priced);
        var manager = context.Owner!.Place.Manager;
        if (MayBeAtOnce(priced.Totals, terms.OwnerId, asked, context.Owner))
        {
            var approval = new QuoteApproval(hash, current.Revision, priced.Totals, asked.Actor, WithinAuthority: true);
            return Decision.Record(
                new QuoteSubmitted(priced, hash, null, manager, asked.Actor),
                new QuoteApproved(approval, HoldOn(context.Owner, priced.Totals, context)));
        }
        var route = ApprovalRouting.Of(priced.Totals, book, context.Above, Excluded(current, asked.Actor));
        return Decision.Record(new QuoteSubmitted(priced, hash, route, manager, asked.Actor));
    }

    /// <summary>
    /// Within the owner's authority nobody else is needed. It is the owner's to use: a discount somebody else asks for in their
    /// name is looked at by others. At list price there is nothing to allow where no authority was ever given.
    /// </summary>
    private static bool MayBeAtOnce(QuoteTotals totals, string ownerId, Asked asked, SalespersonView owner) => totals.Discount.MinorUnits == 0
        ? owner.Authority is null || ApprovalRouting.Covers(owner.Authority, totals)
        : ApprovalRouting.Covers(owner.Authority, totals) && ActsForOwner(ownerId, asked, owner);

    private static Decision Approve(Quote current, ApproveQuote command, Asked asked, QuoteContext context)
    {
        if (Validation.Optional("note", command.Note, Validation.MaxTextLength) is { } malformed)
            return malformed;
        if (CheckAnswer(current, command.Hash, asked) is { } refusal)
            return refusal;
        if (current.Terms!.ValidUntil < asked.Today)
            return ControlPoints.QuoteMustBeValid.Refuse($"{current.Terms.ValidUntil:yyyy-MM-dd}", $"{asked.Today:yyyy-MM-dd}");
        var answered = AnsweredBy(current.Route!, asked, context);
        if (answered.IsEmpty)
            return NotAsked(current.Route!);
        var step = new QuoteStepApproved(answered, asked.Actor, command.Note);
        var after = current.Evolve(step, asked.At);
        if (!after.Route!.IsComplete)
            return Decision.Record(step);
        var totals = current.Priced!.Totals;
        var hold = HoldOn(BudgetOf(after.Route, asked, context), totals, context);
        return hold is null && totals.Discount.MinorUnits > 0
            ? ControlPoints.DiscountMustHaveBudget.Refuse(totals.Discount)
            : Decision.Record(step, new QuoteApproved(new(current.Hash!, current.Revision, totals, asked.Actor, WithinAuthority: false), hold));
    }

    private static Decision Reject(Quote current, RejectQuote command, Asked asked, QuoteContext context)
    {
        if (Validation.Required("reason", command.Reason, Validation.MaxTextLength) is { } malformed)
            return malformed;
        if (CheckAnswer(current, null, asked) is { } refusal)
            return refusal;
        // One no is enough, whatever the mode.
        return AnsweredBy(current.Route!, asked, context).IsEmpty
            ? NotAsked(current.Route!)
            : Decision.Record(new QuoteRejected(asked.Actor, command.Reason));
    }

    private static Decision Escalate(Quote current, EscalateApproval command, Asked asked, QuoteContext context)
    {
        if (current.Status != QuoteStatus.Submitted || current.Route is not { } route || !route.IsOpen(command.Step)
            || route.Steps[command.Step] is not { EscalatedTo: null, AskedAt: { } since } step
            || since.AddHours(route.AnswerWithinHours) > asked.At)
            return Decision.Nothing;
        return Decision.Record(new QuoteStepEscalated(command.Step, ApprovalRouting.NextUp(step, context.Above, Excluded(current, null))));
    }

    private static Refusal? CheckAnswer(Quote current, string? hash, Asked asked)
    {
        if (current.Status != QuoteStatus.Submitted)
            return InStatus(current, "待批", "submitted");
        if (hash is not null && hash != current.Hash)
            return ControlPoints.QuoteMustBeAsRead.RefuseField("hash");
        return Excluded(current, null).Contains(asked.Actor) ? ControlPoints.QuoteApproverMustBeAnother.Refuse() : null;
    }

    /// <summary>The steps an actor's yes answers: those that wait for them, and in a sequence what would wait for them next.</summary>
    private static ImmutableArray<int> AnsweredBy(ApprovalRoute route, Asked asked, QuoteContext context)
    {
        var steps = ImmutableArray.CreateBuilder<int>();
        // A duty beside persons is there for a second pair of eyes: who answered as a person does not answer for it as well.
        var hasAnswered = route.Steps.Any(s => s.ApprovedBy == asked.Actor);
        for (var i = 0; i < route.Steps.Length; i++)
        {
            var step = route.Steps[i];
            if (step.ApprovedBy is not null)
                continue;
            var byPerson = IsPerson(step.Asked, asked, context) || IsPerson(step.EscalatedTo, asked, context);
            if (byPerson || (!hasAnswered && (HasDuty(step.Asked, asked) || HasDuty(step.EscalatedTo, asked))))
            {
                steps.Add(i);
                hasAnswered = true;
            }
            else if (route.Mode == ApprovalMode.Sequence)
                break;
        }
        return steps.ToImmutable();
    }

    private static bool IsPerson(Approver? approver, Asked asked, QuoteContext context) =>
        approver?.Person is { } id && context.Approvers.TryGetValue(id, out var person) && person.Active && person.IsActedForBy(asked.Actor, asked.Today);

    private static bool HasDuty(Approver? approver, Asked asked) => approver?.Duty is { } duty && asked.HasAny(duty);

    /// <summary>Whose budget a discount draws on: the owner's, or else the last approver's who has any.</summary>
    private static SalespersonView? BudgetOf(ApprovalRoute route, Asked asked, QuoteContext context)
    {
        if (context.Owner is { Authority: not null })
            return context.Owner;
        if (context.Approvers.GetValueOrDefault(asked.Actor) is { Authority: not null } actor)
            return actor;
        return route.Steps.Reverse()
            .Where(s => s.ApprovedBy is not null)
            .SelectMany(s => new[] { s.ApprovedBy, s.EscalatedTo?.Person, s.Asked.Person })
            .Select(id => id is null ? null : context.Approvers.GetValueOrDefault(id))
            .FirstOrDefault(p => p is { Authority: not null });
    }

    private static HeldElsewhere? HoldOn(SalespersonView? person, QuoteTotals totals, QuoteContext context) =>
        person is null || totals.Discount.MinorUnits == 0
            ? null
            : new(SubjectKinds.Salesperson.SubjectOf(person.Id), Accounts.Discount, context.Token, totals.Discount);

    private static Refusal NotAsked(ApprovalRoute route) => ControlPoints.ApproverMustBeAsked.Refuse(string.Join(", ", route.Steps
        .Where((_, i) => route.IsOpen(i))
        .SelectMany(s => new[] { s.Asked, s.EscalatedTo })
        .OfType<Approver>()
        .Select(a => a.Person ?? a.Duty!.Value.ToString())));

    private static ImmutableHashSet<string> Excluded(Quote current, string? submitter)
    {
        var excluded = current.Authors.ToImmutableHashSet(StringComparer.Ordinal).Add(current.Terms!.OwnerId);
        return submitter is null ? excluded : excluded.Add(submitter);
    }
}
