using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using SalesGrid.Opportunities;
using SalesGrid.Quotes;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Contracts.ContractEvent>;

namespace SalesGrid.Contracts;

/// <summary>The rules of a contract. Pure: the same arguments always give the same answer.</summary>
public static partial class ContractRules
{
    /// <summary>Decides a command.</summary>
    public static Decision Decide(string id, Contract current, ContractCommand command, DecisionContext request, ContractContext context) => command switch
    {
        DraftContract when current.Status != ContractStatus.None => ControlPoints.ContractMustBeNew.Refuse(id),
        DraftContract c => Draft(c, request, context),
        _ when current.Content is null => ControlPoints.ContractMustExist.Refuse(id),
        AmendContract c => Amend(current, current.Content, c, request, context),
        SubmitForReview => Submit(current, current.Content, request),
        ReviewContract c => Review(current, current.Content, c, request, context),
        SignContract c => Sign(current, current.Content, c, request, context),
        RecordReceipt c => Receive(current, c, request, context),
        CompleteContract => Complete(current, request),
        TerminateContract c => Terminate(current, c, request),
        ArchiveContract c => Archive(current, c, request),
        ReassignContract c => Reassign(current, current.Content, c, request, context),
        ContractFollowsOpportunity c => Follow(current, current.Content, c, request, context),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
    };

    /// <summary>SHA-256 of what a contract says, lower-case hexadecimal.</summary>
    public static string HashOf(ContractContent content) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, GridJson.Options)));

    private static Refusal? CheckDue(DateOnly? dueOn, DecisionContext request) => PlausibleDays.Within("dueOn", dueOn,
        request.Today.AddYears(-PlausibleDays.DocumentYearsBack), request.Today.AddYears(PlausibleDays.DueYearsAhead));

    private static Decision Draft(DraftContract command, DecisionContext request, ContractContext context)
    {
        if (Refusal.All(
                Validation.RequiredId("quoteId", command.QuoteId),
                CheckDue(command.DueOn, request),
                Check(command.Clauses),
                SubjectId.IsValid(command.QuoteId) ? StandingQuote(command.QuoteId, context.Quote, request) : null) is { } refusal)
            return refusal;
        var content = ContentOf(context.Quote!, command.Clauses, command.DueOn);
        return Decision.Record(new ContractDrafted(content, HashOf(content), context.Owner?.Place.Manager, request.Actor));
    }

    private static Decision Amend(Contract current, ContractContent before, AmendContract command, DecisionContext request, ContractContext context)
    {
        var malformed = Refusal.All(
            Validation.Required("reason", command.Reason, Validation.MaxTextLength),
            Validation.OptionalId("quoteId", command.QuoteId),
            CheckDue(command.DueOn, request),
            command.Clauses is { } clauses ? Check(clauses) : null);
        if (current.Status is not (ContractStatus.Draft or ContractStatus.Review or ContractStatus.Approved or ContractStatus.Signed))
            return Refusal.All(malformed, InStatus(current, "草稿、评审中、已评审或已签订", "a draft, in review, approved or signed"))!;
        var content = before with { Clauses = Merge(before.Clauses, command.Clauses), DueOn = command.DueOn ?? before.DueOn };
        if (SubjectId.IsValid(command.QuoteId))
        {
            if (StandingQuote(command.QuoteId!, context.Quote, request) is { } fallen)
                return Refusal.All(malformed, fallen)!;
            content = ContentOf(context.Quote!, content.Clauses, content.DueOn);
        }
        if (malformed is null && content == before)
            return Decision.Nothing;
        if (Refusal.All(
                malformed,
                content.CustomerId != before.CustomerId || content.OpportunityId != before.OpportunityId
                    ? ControlPoints.AmendmentMustBeSameDeal.RefuseField("quoteId", command.QuoteId)
                    : null,
                CheckReceived(current, content.Amount),
                current.Revision >= Contract.MaxRevisions ? ControlPoints.ContractMustNotBeAmendedForEver.Refuse(Contract.MaxRevisions) : null) is { } refusal)
            return refusal;
        return Decision.Record(new ContractAmended(content, HashOf(content), command.Reason, request.Actor));
    }

    private static Decision Submit(Contract current, ContractContent content, DecisionContext request)
    {
        if (current.Status != ContractStatus.Draft)
            return InStatus(current, "草稿", "a draft");
        var missing = Named(content.Clauses).Where(c => string.IsNullOrWhiteSpace(c.Text)).ToArray();
        return missing.Length > 0
            ? ControlPoints.ContractMustBeComplete
                .Refuse(string.Join("、", missing.Select(m => m.Name.Zh)), string.Join(", ", missing.Select(m => m.Name.En)))
                .Listing(missing.Select(m => ControlPoints.ContractMustBeComplete.RefuseField($"clauses.{m.Field}", m.Name.Zh, m.Name.En)))
            : Decision.Record(new ContractSubmitted(current.Hash, request.Actor));
    }

    private static Decision Review(Contract current, ContractContent content, ReviewContract command, DecisionContext request, ContractContext context)
    {
        var malformed = Refusal.All(
            Enum.IsDefined(command.Side) ? null : Validation.Invalid("side", "须为 legal 或 finance", "it must be legal or finance"),
            Enum.IsDefined(command.Verdict) ? null : Validation.Invalid("verdict", "须为 approved 或 rejected", "it must be approved or rejected"),
            command.Verdict == ReviewVerdict.Rejected
                ? Validation.Required("note", command.Note, Validation.MaxTextLength)
                : Validation.Optional("note", command.Note, Validation.MaxTextLength));
        if (current.Status != ContractStatus.Review)
            return Refusal.All(malformed, InStatus(current, "评审中", "in review"))!;
        var (duty, zh, en) = command.Side == ReviewSide.Legal ? (Duties.Legal, "法务", "legal") : (Duties.Finance, "财务", "finance");
        var by = Who.Duty(duty);
        if (Refusal.All(
                malformed,
                request.HasAny(duty) ? null : ControlPoints.ReviewMustBeOfDuty.Refuse(zh, en).Needing(by: by),
                SubjectId.Same(request.Actor, content.OwnerId) || current.Authors.Concat(current.Formerly).Contains(request.Actor, SubjectId.Comparer) ? ControlPoints.ReviewerMustNotBeAuthor.Refuse().Needing(by: by) : null,
                context.EverInTeam.Contains(request.Actor, SubjectId.Comparer) ? ControlPoints.TeamMustDecideNothing.Refuse(request.Actor).Needing(by: by) : null,
                command.Hash is { } read && read != current.Hash ? ControlPoints.ContractMustBeAsRead.RefuseField("hash") : null,
                current.Reviews.Any(r => r.Side != command.Side && SubjectId.Same(r.By, request.Actor)) ? ControlPoints.ReviewersMustBeTwo.Refuse().Needing(by: by) : null) is { } refusal)
            return refusal;
        return command.Verdict == ReviewVerdict.Approved && current.Reviews.Any(r => r.Side == command.Side)
            ? Decision.Nothing
            : Decision.Record(new ContractReviewed(command.Side, command.Verdict, current.Hash, command.Note, request.Actor));
    }

    private static Decision Reassign(Contract current, ContractContent content, ReassignContract command, DecisionContext request, ContractContext context)
    {
        if (current.Status is ContractStatus.Completed or ContractStatus.Terminated or ContractStatus.Archived)
            return InStatus(current, "未结束", "under way");
        return Refusal.All(
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                context.Owner is null ? ControlPoints.OwnerMustBeKnown.RefuseField("ownerId", command.OwnerId)
                : context.Owner.Active ? null
                : ControlPoints.SalespersonMustBeActive.RefuseField("ownerId", command.OwnerId)) is { } refusal ? refusal
            : content.OwnerId != context.Owner!.Id && OpportunityRules.CheckFollows(context.Opportunity, content.OwnerId) is { } stays ? stays
            : Give(current, content, context.Owner, command.Reason, request);
    }

    private static Decision Give(Contract current, ContractContent content, SalespersonView to, string reason, DecisionContext request) => content.OwnerId == to.Id
        ? Decision.Nothing
        : Decision.Record(new ContractReassigned(to.Id, content.OwnerId, request.Actor, reason, to.Place.Manager, ReviewsOf(current, to.Id)));

    private static Decision Follow(Contract current, ContractContent content, ContractFollowsOpportunity command, DecisionContext request, ContractContext context)
    {
        if (current.Status is ContractStatus.Completed or ContractStatus.Terminated or ContractStatus.Archived)
            return Decision.Nothing;
        // Whoever has the deal has what belongs to it, though they may have left meanwhile.
        if (command.Before.Contains(content.OwnerId, SubjectId.Comparer))
            return context.Owner is { } owner ? Give(current, content, owner, command.Reason, request) : ControlPoints.OwnerMustBeKnown.RefuseField("ownerId", command.OwnerId);
        // Somebody else's stays theirs. Whose deal it is does not review it all the same.
        return ReviewsOf(current, command.OwnerId) is { IsEmpty: false } voided ? Decision.Record(new ContractReviewsVoided(voided, command.OwnerId, request.Actor)) : Decision.Nothing;
    }

    /// <summary>Reviews somebody gave of what is not signed yet. One of them answered for a side, so it is at most one.</summary>
    private static ImmutableArray<ReviewSide> ReviewsOf(Contract current, string person) => current.Status is ContractStatus.Review or ContractStatus.Approved
        ? [.. current.Reviews.Where(r => SubjectId.Same(r.By, person)).Select(r => r.Side)]
        : [];

    /// <summary>A refusal unless a contract may be drawn up from the quote today.</summary>
    private static Refusal? StandingQuote(string quoteId, QuoteView? quote, DecisionContext request) =>
        quote is { Stands: true, Approval: not null } && (quote.Status == QuoteStatus.Accepted || quote.Terms.ValidUntil >= request.Today)
            ? null
            : ControlPoints.ContractMustComeFromQuote.RefuseField("quoteId", quoteId);

    private static ContractContent ContentOf(QuoteView quote, ContractClauses clauses, DateOnly? dueOn) => new(quote.Id, quote.Approval!.Hash,
        quote.Terms.OpportunityId, quote.Terms.CustomerId, quote.Terms.OwnerId, quote.Approval.Totals.Net, clauses, dueOn);

    private static Refusal? CheckReceived(Contract current, Money amount) => current.Signed is { } signed && current.ReceivedMinor > 0
            && (amount.Currency != signed.Amount.Currency || amount.MinorUnits < current.ReceivedMinor)
        ? ControlPoints.AmountMustCoverReceipts.RefuseField("quoteId", amount, signed.Amount with { MinorUnits = current.ReceivedMinor })
            .Needing(amount, signed.Amount with { MinorUnits = current.ReceivedMinor })
        : null;

    private static Refusal? Check(ContractClauses clauses) => Refusal.All(
        Validation.Optional("clauses.quantity", clauses.Quantity, Validation.MaxTextLength),
        Validation.Optional("clauses.quality", clauses.Quality, Validation.MaxTextLength),
        Validation.Optional("clauses.price", clauses.Price, Validation.MaxTextLength),
        Validation.Optional("clauses.paymentTerms", clauses.PaymentTerms, Validation.MaxTextLength),
        Validation.Optional("clauses.delivery", clauses.Delivery, Validation.MaxTextLength),
        Validation.Optional("clauses.breach", clauses.Breach, Validation.MaxTextLength));

    private static ContractClauses Merge(ContractClauses before, ContractClauses? change) => change is null ? before : new(
        change.Quantity ?? before.Quantity, change.Quality ?? before.Quality, change.Price ?? before.Price,
        change.PaymentTerms ?? before.PaymentTerms, change.Delivery ?? before.Delivery, change.Breach ?? before.Breach);

    private static (string? Text, LocalText Name, string Field)[] Named(ContractClauses c) =>
    [
        (c.Quantity, new("数量", "quantity"), "quantity"), (c.Quality, new("质量", "quality"), "quality"), (c.Price, new("价格", "price"), "price"),
        (c.PaymentTerms, new("付款条件", "payment terms"), "paymentTerms"), (c.Delivery, new("交付", "delivery"), "delivery"),
        (c.Breach, new("违约责任", "breach"), "breach"),
    ];

    private static Refusal InStatus(Contract current, string zh, string en)
    {
        var (nowZh, nowEn) = current.Status switch
        {
            ContractStatus.Draft => ("草稿", "a draft"),
            ContractStatus.Review => ("评审中", "in review"),
            ContractStatus.Approved => ("已评审", "approved"),
            ContractStatus.Signed => ("已签订", "signed"),
            ContractStatus.Completed => ("已办结", "completed"),
            ContractStatus.Terminated => ("已终止", "terminated"),
            _ => ("已归档", "archived"),
        };
        return ControlPoints.ContractMustBeInStatus.Refuse(nowZh, nowEn, zh, en).Needing(GridJson.NameOf(current.Status));
    }
}
