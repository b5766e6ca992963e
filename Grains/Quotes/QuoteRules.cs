using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using SalesGrid.Opportunities;
using SalesGrid.Products;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Quotes.QuoteEvent>;

namespace SalesGrid.Quotes;

/// <summary>The rules of a quote. Pure: the same arguments always give the same answer.</summary>
public static partial class QuoteRules
{
    /// <summary>Decides a command.</summary>
    public static Decision Decide(string id, Quote current, QuoteCommand command, DecisionContext request, QuoteContext context) => command switch
    {
        DraftQuote when current.Status != QuoteStatus.None => ControlPoints.QuoteMustBeNew.Refuse(id),
        DraftQuote c => Draft(c, request, context),
        _ when current.Terms is null => ControlPoints.QuoteMustExist.Refuse(id),
        ReviseQuote c => Revise(current, current.Terms, c, request, context),
        SubmitQuote => Submit(current, current.Terms, request, context),
        ApproveQuote c => Approve(current, c, request, context),
        RejectQuote c => Reject(current, c, request, context),
        WithdrawQuote c => Withdraw(current, c, request, context),
        AcceptQuote c => Accept(current, current.Terms, c, request, context),
        _ when !request.HasAny(Duties.Grid) => ControlPoints.QuoteStepMustComeFromGrid.Refuse(),
        ExpireQuote => Expire(current, current.Terms, request),
        EscalateApproval c => Escalate(current, c, request, context),
        ReassignQuote c => Reassign(current, current.Terms, c, request, context),
        QuoteFollowsOpportunity c => Follow(current, current.Terms, c, request, context),
        ReplaceApprover c => Replace(current, c, context),
        // What was submitted is bound to whom it was for.
        MoveQuoteToCustomer when current.Status != QuoteStatus.Draft => InStatus(current, "草稿", "a draft"),
        MoveQuoteToCustomer c => SubjectId.Same(current.Terms.CustomerId, c.From) && SubjectId.IsValid(c.To) ? Decision.Record(new QuoteCustomerFollowed(c.To)) : Decision.Nothing,
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
    };

    /// <summary>The products a command offers, which the rules have to know; empty for most commands.</summary>
    public static ImmutableArray<string> ProductsNamedIn(Quote current, QuoteCommand command) => command switch
    {
        DraftQuote { Lines.IsDefaultOrEmpty: false } c when current.Status == QuoteStatus.None => Named(c.Lines),
        ReviseQuote { Lines: { IsDefaultOrEmpty: false } lines } => Named(lines),
        SubmitQuote when current is { Status: QuoteStatus.Draft, Terms: { } terms } => Named(terms.Lines),
        _ => [],
    };

    /// <summary>SHA-256 of what a quote offers and what it costs, lower-case hexadecimal.</summary>
    public static string HashOf(QuoteTerms terms, PricedQuote priced) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { terms, priced }, GridJson.Options)));

    private static Decision Draft(DraftQuote command, DecisionContext request, QuoteContext context)
    {
        var opportunity = context.Opportunity;
        var terms = new QuoteTerms(command.OpportunityId, command.CustomerId ?? opportunity?.Facts.CustomerId ?? "",
            command.OwnerId ?? opportunity?.OwnerId ?? "", command.PriceListId, command.Lines, command.TotalDiscount, command.ValidUntil, command.PaymentTerms);
        return Refusal.All(
                Check(terms, request),
                opportunity is null && SubjectId.IsValid(command.OpportunityId) ? ControlPoints.OpportunityMustExist.RefuseField("opportunityId", command.OpportunityId) : null,
                CheckOpportunity(opportunity),
                opportunity is null ? null : CheckCustomer(terms.CustomerId, opportunity, context),
                CheckProducts(terms.Lines, request, context),
                opportunity is null && command.OwnerId is null ? null : CheckOwner(terms.OwnerId, context),
                opportunity is not null && !SubjectId.Same(terms.OwnerId, opportunity.OwnerId) ? CheckGiven(opportunity.OwnerId, request) : null,
                CheckValidity(terms, request)) is { } refusal
            ? refusal
            : Decision.Record(new QuoteDrafted(terms, request.Actor));
    }

    // Who answers for a quote draws on their own discount budget: nobody gives that away but a manager.
    private static Refusal? CheckGiven(string owner, DecisionContext request) => request.HasAny(Duties.Manager) || (request.Stands & Standing.Manager) != 0
        ? null
        : ControlPoints.QuoteOwnerMustBeGivenByManager.RefuseField("ownerId", owner);

    private static Refusal? CheckCustomer(string customerId, OpportunityView opportunity, QuoteContext context)
    {
        if (customerId.Length == 0 || (opportunity.Facts.CustomerId is { } customer && customer != customerId))
            return ControlPoints.QuoteMustBeForCustomer.RefuseField("customerId", opportunity.Facts.CustomerId ?? "-").Needing(customerId, opportunity.Facts.CustomerId);
        return context.CustomerMergedInto is { } into ? ControlPoints.CustomerMustNotBeMerged.RefuseField("customerId", customerId, into)
            : context.CustomerIsKnown ? null
            : ControlPoints.CustomerMustBeKnown.RefuseField("customerId", customerId);
    }

    private static Decision Revise(Quote current, QuoteTerms before, ReviseQuote command, DecisionContext request, QuoteContext context)
    {
        if (current.Status == QuoteStatus.Withdrawn)
            return InStatus(current, "草稿、待批、已批、已接受或已过期", "a draft, submitted, approved, accepted or expired");
        if (request.Stands == Standing.DealTeam && current.Status != QuoteStatus.Draft)
            return ControlPoints.TeamMustReviseDrafts.Refuse();
        var terms = before with
        {
            PriceListId = command.PriceListId ?? before.PriceListId,
            Lines = command.Lines ?? before.Lines,
            ValidUntil = command.ValidUntil ?? before.ValidUntil,
            OwnerId = command.OwnerId ?? before.OwnerId,
            TotalDiscount = command.TotalDiscount is { } off ? (off.MinorUnits == 0 ? null : off) : before.TotalDiscount,
            PaymentTerms = command.PaymentTerms ?? before.PaymentTerms,
        };
        var malformed = Refusal.All(Check(terms, request), command.Lines is null ? null : CheckProducts(terms.Lines, request, context), terms.OwnerId == before.OwnerId ? null : Refusal.All(CheckOwner(terms.OwnerId, context), CheckGiven(before.OwnerId, request)));
        if (malformed is null && Same(terms, before))
            return Decision.Nothing;
        if (Refusal.All(
                malformed,
                CheckValidity(terms, request),
                current.Revision >= Quote.MaxRevisions ? ControlPoints.QuoteMustNotBeRewrittenForEver.Refuse(Quote.MaxRevisions) : null) is { } refusal)
            return refusal;
        return current.Approval is { } approval
            ? Decision.Record(new QuoteApprovalVoided(approval.Hash, request.Actor), new QuoteRevised(terms, request.Actor))
            : Decision.Record(new QuoteRevised(terms, request.Actor));
    }

    private static Decision Withdraw(Quote current, WithdrawQuote command, DecisionContext request, QuoteContext context)
    {
        return Refusal.All(
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                current.Status is QuoteStatus.Withdrawn or QuoteStatus.Expired
                    ? InStatus(current, "草稿、待批、已批或已接受", "a draft, submitted, approved or accepted")
                    : CheckActor(current.Terms!.OwnerId, request, context)) is { } refusal
            ? refusal
            : Decision.Record(new QuoteWithdrawn(request.Actor, command.Reason));
    }

    private static Decision Accept(Quote current, QuoteTerms terms, AcceptQuote command, DecisionContext request, QuoteContext context)
    {
        var on = command.On ?? request.Today;
        if (Refusal.All(
                Validation.Required("reference", command.Reference),
                PlausibleDays.Happened("on", on, request.Today, PlausibleDays.ActivityYearsBack),
                current.Status != QuoteStatus.Approved ? InStatus(current, "已批", "approved") : Refusal.All(
                    CheckActor(terms.OwnerId, request, context),
                    context.Opportunity is { } opportunity && IsApprovedBy(current, opportunity.OwnerId) ? ControlPoints.QuoteMustBeApprovedByAnother.Refuse(opportunity.OwnerId) : null,
                    on > terms.ValidUntil
                        ? ControlPoints.QuoteMustBeValid.RefuseField("on", $"{terms.ValidUntil:yyyy-MM-dd}", $"{on:yyyy-MM-dd}").Needing(on, terms.ValidUntil)
                        : null)) is { } refusal)
            return refusal;
        return Decision.Record(new QuoteAccepted(request.Actor, command.Reference, on));
    }

    private static Decision Expire(Quote current, QuoteTerms terms, DecisionContext request) =>
        current.Status is QuoteStatus.Submitted or QuoteStatus.Approved && request.Today > terms.ValidUntil
            ? Decision.Record(new QuoteExpired(request.Today))
            : Decision.Nothing;

    private static Decision Reassign(Quote current, QuoteTerms terms, ReassignQuote command, DecisionContext request, QuoteContext context)
    {
        if (current.Status is QuoteStatus.Withdrawn or QuoteStatus.Expired)
            return InStatus(current, "草稿、待批、已批或已接受", "a draft, submitted, approved or accepted");
        if (Refusal.All(Validation.Required("reason", command.Reason, Validation.MaxTextLength), CheckOwner(command.OwnerId, context)) is { } refusal)
            return refusal;
        return OpportunityRules.CheckFollows(context.Opportunity, terms.OwnerId) is { } stays && terms.OwnerId != context.Owner!.Id
            ? stays
            : Give(current, terms, context.Owner!, command.Reason, request, context);
    }

    private static Decision Give(Quote current, QuoteTerms terms, SalespersonView to, string reason, DecisionContext request, QuoteContext context)
    {
        if (terms.OwnerId == to.Id)
            return Decision.Nothing;
        var reassigned = new QuoteReassigned(to.Id, terms.OwnerId, request.Actor, reason, to.Place.Manager);
        // Nobody has a quote that they approved themselves. What the customer has accepted binds the company all the same.
        if (IsApprovedBy(current, to.Id))
            return Decision.Record(new QuoteApprovalVoided(current.Hash!, request.Actor), reassigned);
        var after = current.Evolve(reassigned, request.At);
        // Whose it is does not approve it: where the successor was to, the next one up is.
        return Decision.Record([reassigned, .. Replaced(after, to.Id, null, context)]);
    }

    private static Decision Follow(Quote current, QuoteTerms terms, QuoteFollowsOpportunity command, DecisionContext request, QuoteContext context)
    {
        if (current.Status is QuoteStatus.Withdrawn or QuoteStatus.Expired)
            return Decision.Nothing;
        // Whoever has the deal has what belongs to it, though they may have left meanwhile.
        if (command.Before.Contains(terms.OwnerId, SubjectId.Comparer))
            return context.Owner is { } owner ? Give(current, terms, owner, command.Reason, request, context) : CheckOwner(command.OwnerId, context)!;
        // Somebody else's stays theirs. Whose deal it is does not approve it all the same.
        if (IsApprovedBy(current, command.OwnerId))
            return Decision.Record(new QuoteApprovalVoided(current.Hash!, request.Actor));
        return Decision.Record([.. Replaced(current, command.OwnerId, null, context)]);
    }

    /// <summary>True for a quote that waits or is approved, and that a person approved, or another for them.</summary>
    private static bool IsApprovedBy(Quote current, string person) => current.Status is QuoteStatus.Submitted or QuoteStatus.Approved
        && current.Route?.Steps.Any(s => s.ApprovedBy is not null
            && new[] { s.ApprovedBy, s.Approver.Person, s.EscalatedTo?.Person }.Contains(person, SubjectId.Comparer)) == true;

    private static Refusal? Check(QuoteTerms terms, DecisionContext request)
    {
        var head = Refusal.All(
            Validation.RequiredId("opportunityId", terms.OpportunityId),
            Validation.OptionalId("customerId", terms.CustomerId.Length == 0 ? null : terms.CustomerId),
            Validation.OptionalId("ownerId", terms.OwnerId.Length == 0 ? null : terms.OwnerId),
            Validation.RequiredId("priceListId", terms.PriceListId),
            PlausibleDays.Until("validUntil", terms.ValidUntil, request.Today, PlausibleDays.PlanYearsAhead),
            Validation.OptionalAmount("totalDiscount", terms.TotalDiscount),
            Validation.Optional("paymentTerms", terms.PaymentTerms, Validation.MaxTextLength));
        if (terms.Lines.Length is < 1 or > Quote.MaxLines)
            return Refusal.All(head, Validation.Invalid("lines", $"须有 1 到 {Quote.MaxLines} 行", $"1 to {Quote.MaxLines}"));
        for (var i = 0; i < terms.Lines.Length; i++)
            head = Refusal.All(head, CheckLine(i, terms.Lines[i]));
        return head;
    }

    private static Refusal? CheckLine(int i, QuoteLine? line) => line is null ? Validation.Invalid($"lines[{i}]", "不能为 null", "it must not be null") : Refusal.All(
        Validation.Required($"lines[{i}].product", line.Product),
        line.QuantityThousandths is < 1 or > QuoteLine.MaxQuantityThousandths
            ? Validation.Invalid($"lines[{i}].quantity", $"须大于 0,至多 {QuoteLine.MaxQuantityThousandths / 1_000}", $"above 0 and at most {QuoteLine.MaxQuantityThousandths / 1_000}")
            : null,
        Validation.OptionalAmount($"lines[{i}].unitPrice", line.UnitPrice),
        line.DiscountBasisPoints is < 0 or > 10_000 ? Validation.Invalid($"lines[{i}].discountBasisPoints", "须在 0 与 10000 之间", "0 to 10,000") : null);

    private static ImmutableArray<string> Named(ImmutableArray<QuoteLine> lines) => [.. lines.Select(l => l?.Product).OfType<string>()];

    /// <summary>What is offered is sold today, in the region of the deal.</summary>
    private static Refusal? CheckProducts(ImmutableArray<QuoteLine> lines, DecisionContext request, QuoteContext context)
    {
        if (!context.Products.IsInForce || lines.IsDefault)
            return null;
        Refusal? found = null;
        for (var i = 0; i < lines.Length; i++)
            found = Refusal.All(found, ProductNames.CheckSold($"lines[{i}].product", lines[i]?.Product, context.Products, request.Today, context.Opportunity?.Region));
        return found;
    }

    private static Refusal? CheckOwner(string ownerId, QuoteContext context) =>
        context.Owner is null ? ControlPoints.OwnerMustBeKnown.RefuseField("ownerId", ownerId)
        : context.Owner.Active ? null
        : ControlPoints.SalespersonMustBeActive.RefuseField("ownerId", ownerId);

    /// <summary>Nothing is offered once the deal is lost. After a win it may be: more is bought, and the contract amended.</summary>
    private static Refusal? CheckOpportunity(OpportunityView? opportunity) => opportunity?.Status == OpportunityStatus.Lost
        ? ControlPoints.OpportunityMustBeOpen.RefuseField("opportunityId", "输单", "lost")
        : null;

    private static Refusal? CheckValidity(QuoteTerms terms, DecisionContext request) => terms.ValidUntil < request.Today
        ? ControlPoints.QuoteMustBeValid.RefuseField("validUntil", $"{terms.ValidUntil:yyyy-MM-dd}", $"{request.Today:yyyy-MM-dd}").Needing(terms.ValidUntil, request.Today)
        : null;

    /// <summary>Somebody who may act on an owner's quote: the owner, who acts for them, or a sales manager.</summary>
    private static Refusal? CheckActor(string ownerId, DecisionContext request, QuoteContext context) =>
        request.HasAny(Duties.Manager) || request.IsOnOwnersSide || ActsForOwner(ownerId, request, context.Owner) ? null : ControlPoints.QuoteMustBeOwners.Refuse(ownerId).Needing(by: Who.Person(ownerId));

    private static bool ActsForOwner(string ownerId, DecisionContext request, SalespersonView? owner) =>
        owner is null ? SubjectId.Same(request.Actor, ownerId) : owner.MayActFor(request.Actor, request.Today, request.Act);

    private static bool Same(QuoteTerms a, QuoteTerms b) => a with { Lines = [] } == b with { Lines = [] } && a.Lines.SequenceEqual(b.Lines);

    private static Refusal InStatus(Quote current, string zh, string en)
    {
        var (nowZh, nowEn) = current.Status switch
        {
            QuoteStatus.Draft => ("草稿", "a draft"),
            QuoteStatus.Submitted => ("待批", "submitted"),
            QuoteStatus.Approved => ("已批", "approved"),
            QuoteStatus.Accepted => ("已接受", "accepted"),
            QuoteStatus.Withdrawn => ("已撤回", "withdrawn"),
            _ => ("已过期", "expired"),
        };
        return ControlPoints.QuoteMustBeInStatus.Refuse(nowZh, nowEn, zh, en).Needing(GridJson.NameOf(current.Status));
    }
}
