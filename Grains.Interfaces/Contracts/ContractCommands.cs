using System.Collections.Immutable;

namespace SalesGrid.Contracts;

/// <summary>What can be asked of a contract.</summary>
[GenerateSerializer, Immutable, Alias("sg.ContractCommand")]
public abstract record ContractCommand : Command;

/// <summary>Draws up a contract from an approved quote. Amount, customer, opportunity and owner are the quote's.</summary>
/// <param name="QuoteId">A quote that stands and carries no other contract that does.</param>
/// <param name="Clauses">Its clauses; may be completed until it is submitted for review.</param>
/// <param name="DueOn">Day it is to be paid by; null when the payment terms name no single day.</param>
[GenerateSerializer, Immutable, Alias("sg.DraftContract")]
[SentBy(Standing.OwnersSide, Duties.Manager, nameof(ControlPoints.ContractMustComeFromQuote), Act = "contract.create")]
public sealed record DraftContract(
    [property: Id(0)] string QuoteId,
    [property: Id(1)] ContractClauses Clauses,
    [property: Id(2)] DateOnly? DueOn = null) : ContractCommand, IRefersTo
{
    /// <inheritdoc/>
    public IEnumerable<ObjectReference> References() => [new("quote", QuoteId, "quoteId")];
}

/// <summary>
/// Changes a contract: a new version, and every review of the one before is void. A signed contract stays signed as it was until
/// the change is reviewed and signed as well. The amount changes only through a quote. What is null stays.
/// </summary>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
/// <param name="Clauses">Clauses that change; those left null stay.</param>
/// <param name="QuoteId">A quote that stands, for the same customer and opportunity: another one, or the same approved anew.</param>
/// <param name="DueOn">Day it is to be paid by.</param>
[GenerateSerializer, Immutable, Alias("sg.AmendContract")]
[SentBy(Standing.OwnersSide, Duties.Manager | Duties.Legal, Act = "contract.amend")]
public sealed record AmendContract(
    [property: Id(0)] string Reason,
    [property: Id(1)] ContractClauses? Clauses = null,
    [property: Id(2)] string? QuoteId = null,
    [property: Id(3)] DateOnly? DueOn = null) : ContractCommand, IRefersTo
{
    /// <inheritdoc/>
    public IEnumerable<ObjectReference> References() => [new("quote", QuoteId, "quoteId")];
}

/// <summary>Asks legal and finance to review a complete draft.</summary>
[GenerateSerializer, Immutable, Alias("sg.SubmitForReview")]
[SentBy(Standing.OwnersSide, Duties.Manager, Act = "contract.submit")]
public sealed record SubmitForReview : ContractCommand;

/// <summary>A reviewer's verdict on a contract. One no makes it a draft again.</summary>
/// <param name="Side">Which side of it was reviewed; needs the duty of that side.</param>
/// <param name="Verdict">Approved or rejected.</param>
/// <param name="Note">What was found, at most 4,000 characters; required for a rejection.</param>
/// <param name="Hash">Hash of what was read; null when the reviewer relies on the expected version of the object.</param>
[GenerateSerializer, Immutable, Alias("sg.ReviewContract")]
[SentBy(Duties.Legal | Duties.Finance, nameof(ControlPoints.ReviewMustBeOfDuty))]
public sealed record ReviewContract(
    [property: Id(0)] ReviewSide Side,
    [property: Id(1)] ReviewVerdict Verdict,
    [property: Id(2)] string? Note = null,
    [property: Id(3), Masked(Fields.ContentHash)] string? Hash = null) : ContractCommand;

/// <summary>
/// Signs a contract that both sides have reviewed. It takes the customer's credit and the owner's sales allowance for what is
/// not yet received of it.
/// </summary>
/// <param name="SignedOn">Day it was signed, not in the future.</param>
/// <param name="Reference">Number of the signed document, 1 to 200 characters.</param>
/// <param name="Counterparty">Who signed for the customer, 1 to 200 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.SignContract")]
[SentBy(Standing.OwnersSide, Duties.Legal | Duties.Manager, nameof(ControlPoints.ContractMustBeOwners), Act = "contract.sign")]
public sealed record SignContract(
    [property: Id(0)] DateOnly SignedOn,
    [property: Id(1)] string Reference,
    [property: Id(2)] string Counterparty) : ContractCommand;

/// <summary>Money came in. It frees that much of the credit and the allowance. Needs <see cref="Duties.Finance"/>.</summary>
/// <param name="Amount">How much, more than 0; in the contract's currency, also where none is stated.</param>
/// <param name="On">Day it came in, not in the future.</param>
/// <param name="Reference">The bank's reference, 1 to 200 characters; the same one again is the same money.</param>
[GenerateSerializer, Immutable, Alias("sg.RecordContractReceipt")]
[SentBy(Duties.Finance, nameof(ControlPoints.ContractNeedsDuty))]
public sealed record RecordReceipt(
    [property: Id(0)] StatedAmount Amount,
    [property: Id(1)] DateOnly On,
    [property: Id(2)] string Reference) : ContractCommand;

/// <summary>Everything is delivered and paid.</summary>
[GenerateSerializer, Immutable, Alias("sg.CompleteContract")]
[SentBy(Duties.Finance | Duties.Manager, nameof(ControlPoints.ContractNeedsDuty))]
public sealed record CompleteContract : ContractCommand;

/// <summary>Ends a contract for good and gives back what is still reserved for it. Needs <see cref="Duties.Legal"/> or <see cref="Duties.Manager"/>.</summary>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.TerminateContract")]
[SentBy(Duties.Legal | Duties.Manager, nameof(ControlPoints.ContractNeedsDuty))]
public sealed record TerminateContract([property: Id(0)] string Reason) : ContractCommand;

/// <summary>Puts a contract that has ended into the archive. Needs <see cref="Duties.Legal"/> or <see cref="Duties.Manager"/>.</summary>
/// <param name="Location">Where its papers lie, 1 to 200 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.ArchiveContract")]
[SentBy(Duties.Legal | Duties.Manager, nameof(ControlPoints.ContractNeedsDuty))]
public sealed record ArchiveContract([property: Id(0)] string Location) : ContractCommand;

/// <summary>
/// Gives a contract to another salesperson as it is: its reviews stand, and so does what was drawn of the allowance of who signed it. Sent by the
/// grid when somebody's business is handed over.
/// </summary>
/// <param name="OwnerId">The successor.</param>
/// <param name="Reason">Why.</param>
[GenerateSerializer, Immutable, Alias("sg.ReassignContract")]
[SentBy(Duties.Grid)]
public sealed record ReassignContract([property: Id(0)] string OwnerId, [property: Id(1)] string Reason) : ContractCommand;

/// <summary>
/// The opportunity of a contract has another owner. What was its owner's goes to the successor (<see cref="ReassignContract"/>); another's stays
/// theirs. Either way the successor does not have reviewed it. Sent by the grid.
/// </summary>
/// <param name="OwnerId">Whose the opportunity is.</param>
/// <param name="Before">Whose it was before, 1 to 20.</param>
/// <param name="Reason">Why.</param>
[GenerateSerializer, Immutable, Alias("sg.ContractFollowsOpportunity")]
[SentBy(Duties.Grid)]
public sealed record ContractFollowsOpportunity(
    [property: Id(0)] string OwnerId,
    [property: Id(1)] ImmutableArray<string> Before,
    [property: Id(2)] string Reason) : ContractCommand;

/// <summary>The clauses a contract must have, each at most 4,000 characters.</summary>
/// <param name="Quantity">数量.</param>
/// <param name="Quality">质量.</param>
/// <param name="Price">价格.</param>
/// <param name="PaymentTerms">付款条件.</param>
/// <param name="Delivery">交付.</param>
/// <param name="Breach">违约责任.</param>
[GenerateSerializer, Immutable, Alias("sg.ContractClauses")]
public sealed record ContractClauses(
    [property: Id(0)] string? Quantity = null,
    [property: Id(1)] string? Quality = null,
    [property: Id(2)] string? Price = null,
    [property: Id(3)] string? PaymentTerms = null,
    [property: Id(4)] string? Delivery = null,
    [property: Id(5)] string? Breach = null);

/// <summary>Sides a contract is reviewed from. Numbers are fixed: they cross process boundaries.</summary>
public enum ReviewSide
{
    /// <summary>Legal (法务).</summary>
    Legal = 1,

    /// <summary>Finance (财务).</summary>
    Finance = 2,
}

/// <summary>What a reviewer finds. Numbers are fixed: they cross process boundaries.</summary>
public enum ReviewVerdict
{
    /// <summary>It may be signed.</summary>
    Approved = 1,

    /// <summary>It may not.</summary>
    Rejected = 2,
}
