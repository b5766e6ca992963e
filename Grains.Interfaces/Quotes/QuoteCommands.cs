using System.Collections.Immutable;

namespace SalesGrid.Quotes;

/// <summary>What can be asked of a quote.</summary>
[GenerateSerializer, Immutable, Alias("sg.QuoteCommand")]
public abstract record QuoteCommand : Command;

/// <summary>Draws up a quote for an opportunity that is not lost.</summary>
/// <param name="OpportunityId">The opportunity.</param>
/// <param name="PriceListId">The price list its prices come from.</param>
/// <param name="Lines">1 to 200 lines.</param>
/// <param name="ValidUntil">Last day the customer may accept it, today or later.</param>
/// <param name="CustomerId">The customer; null for the opportunity's. Where the opportunity has one, it is that one.</param>
/// <param name="OwnerId">Salesperson who answers for it; null for the opportunity's owner.</param>
/// <param name="TotalDiscount">Taken off the sum of the lines beside their own discounts; null for nothing.</param>
/// <param name="PaymentTerms">Payment terms, at most 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.DraftQuote")]
[SentBy(Standing.OwnersSide | Standing.DealTeam, Duties.Manager, nameof(ControlPoints.OpportunityMustExist), Act = "quote.create")]
public sealed record DraftQuote(
    [property: Id(0)] string OpportunityId,
    [property: Id(1)] string PriceListId,
    [property: Id(2)] ImmutableArray<QuoteLine> Lines,
    [property: Id(3)] DateOnly ValidUntil,
    [property: Id(4)] string? CustomerId = null,
    [property: Id(5)] string? OwnerId = null,
    [property: Id(6)] Money? TotalDiscount = null,
    [property: Id(7)] string? PaymentTerms = null) : QuoteCommand, IRefersTo
{
    /// <inheritdoc/>
    public IEnumerable<ObjectReference> References() => [new("opportunity", OpportunityId, "opportunityId"), new("customer", CustomerId, "customerId")];
}

/// <summary>
/// Changes a quote, which is a draft again from then on: an approval, and a customer's acceptance, are void. What is null stays.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.ReviseQuote")]
[SentBy(Standing.OwnersSide | Standing.DealTeam, Duties.Manager, Act = "quote.revise")]
public sealed record ReviseQuote(
    [property: Id(0)] string? PriceListId = null,
    [property: Id(1)] ImmutableArray<QuoteLine>? Lines = null,
    [property: Id(2)] DateOnly? ValidUntil = null,
    [property: Id(3)] string? OwnerId = null,
    [property: Id(4)] Money? TotalDiscount = null,
    [property: Id(5)] string? PaymentTerms = null) : QuoteCommand;

/// <summary>
/// Prices a draft by the list in force and asks for its approval. Within the owner's authority, and asked for by the owner
/// or who acts for them, it is approved at once.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.SubmitQuote")]
[SentBy(Standing.OwnersSide, Duties.Manager, nameof(ControlPoints.QuoteMustBeOwners), Act = "quote.submit")]
public sealed record SubmitQuote : QuoteCommand;

/// <summary>An approver says yes. It answers every step that waits for them.</summary>
/// <param name="Note">A remark, at most 4,000 characters.</param>
/// <param name="Hash">Hash of what the approver read; null when they rely on the expected version of the object.</param>
[GenerateSerializer, Immutable, Alias("sg.ApproveQuote")]
[SentBy(Standing.Asked, Act = "quote.approve")]
public sealed record ApproveQuote([property: Id(0)] string? Note = null, [property: Id(1), Masked(Fields.ContentHash)] string? Hash = null) : QuoteCommand;

/// <summary>An approver says no: the quote is a draft again.</summary>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.RejectQuote")]
[SentBy(Standing.Asked, Act = "quote.reject")]
public sealed record RejectQuote([property: Id(0)] string Reason) : QuoteCommand;

/// <summary>Takes a quote back for good.</summary>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.WithdrawQuote")]
[SentBy(Standing.OwnersSide, Duties.Manager, nameof(ControlPoints.QuoteMustBeOwners), Act = "quote.withdraw")]
public sealed record WithdrawQuote([property: Id(0)] string Reason) : QuoteCommand;

/// <summary>The customer has accepted an approved quote while it was valid.</summary>
/// <param name="Reference">The customer's order or letter, 1 to 200 characters.</param>
/// <param name="On">Day of it; null for today.</param>
[GenerateSerializer, Immutable, Alias("sg.AcceptQuote")]
[SentBy(Standing.OwnersSide, Duties.Manager, nameof(ControlPoints.QuoteMustBeOwners), Act = "quote.accept")]
public sealed record AcceptQuote([property: Id(0)] string Reference, [property: Id(1)] DateOnly? On = null) : QuoteCommand;

/// <summary>The last day of a quote has passed. Sent by the grid.</summary>
[GenerateSerializer, Immutable, Alias("sg.ExpireQuote")]
[SentBy(Duties.Grid, nameof(ControlPoints.QuoteStepMustComeFromGrid))]
public sealed record ExpireQuote : QuoteCommand;

/// <summary>An approver has not answered in time: the next one up is asked as well. Sent by the grid.</summary>
/// <param name="Step">Index of the step in the quote's route, from 0.</param>
[GenerateSerializer, Immutable, Alias("sg.EscalateApproval")]
[SentBy(Duties.Grid, nameof(ControlPoints.QuoteStepMustComeFromGrid))]
public sealed record EscalateApproval([property: Id(0)] int Step) : QuoteCommand;

/// <summary>
/// Gives a quote to another salesperson as it is: an approval stands, and what its discount drew on stays drawn. Sent by the grid when somebody's
/// business is handed over.
/// </summary>
/// <param name="OwnerId">The successor.</param>
/// <param name="Reason">Why.</param>
[GenerateSerializer, Immutable, Alias("sg.ReassignQuote")]
[SentBy(Duties.Grid, nameof(ControlPoints.QuoteStepMustComeFromGrid))]
public sealed record ReassignQuote([property: Id(0)] string OwnerId, [property: Id(1)] string Reason) : QuoteCommand;

/// <summary>
/// The opportunity of a quote has another owner. What was its owner's goes to the successor (<see cref="ReassignQuote"/>); another's stays theirs.
/// Either way the successor does not have approved it. Sent by the grid.
/// </summary>
/// <param name="OwnerId">Whose the opportunity is.</param>
/// <param name="Before">Whose it was before, 1 to 20.</param>
/// <param name="Reason">Why.</param>
[GenerateSerializer, Immutable, Alias("sg.QuoteFollowsOpportunity")]
[SentBy(Duties.Grid, nameof(ControlPoints.QuoteStepMustComeFromGrid))]
public sealed record QuoteFollowsOpportunity(
    [property: Id(0)] string OwnerId,
    [property: Id(1)] ImmutableArray<string> Before,
    [property: Id(2)] string Reason) : QuoteCommand;

/// <summary>
/// Somebody who is asked to approve is not there any more, or hands over: a successor is asked in their place, or the next one up. Sent by
/// the grid.
/// </summary>
/// <param name="Person">Who was asked.</param>
/// <param name="To">Who is asked instead; null for the next one up.</param>
[GenerateSerializer, Immutable, Alias("sg.ReplaceApprover")]
[SentBy(Duties.Grid, nameof(ControlPoints.QuoteStepMustComeFromGrid))]
public sealed record ReplaceApprover([property: Id(0)] string Person, [property: Id(1)] string? To = null) : QuoteCommand;

/// <summary>The customer of a draft was merged into another, which it is for from now on. Sent by the grid.</summary>
/// <param name="From">The customer that was merged.</param>
/// <param name="To">The customer that stays.</param>
[GenerateSerializer, Immutable, Alias("sg.MoveQuoteToCustomer")]
[SentBy(Duties.Grid, nameof(ControlPoints.QuoteStepMustComeFromGrid))]
public sealed record MoveQuoteToCustomer([property: Id(0)] string From, [property: Id(1)] string To) : QuoteCommand;

/// <summary>One line of a quote.</summary>
/// <param name="Product">Product code on the price list.</param>
/// <param name="QuantityThousandths">Quantity in thousandths of a unit: 2,500 is two and a half. 1 to 1,000,000,000.</param>
/// <param name="UnitPrice">Price of one unit before the line's discount; null for the list price.</param>
/// <param name="DiscountBasisPoints">Discount off it, hundredths of a percent, 0 to 10,000.</param>
[GenerateSerializer, Immutable, Alias("sg.QuoteLine")]
public sealed record QuoteLine(
    [property: Id(0)] string Product,
    [property: Id(1)] long QuantityThousandths,
    [property: Id(2)] Money? UnitPrice = null,
    [property: Id(3)] int DiscountBasisPoints = 0)
{
    /// <summary>Largest quantity: a million units.</summary>
    public const long MaxQuantityThousandths = 1_000_000_000;
}
