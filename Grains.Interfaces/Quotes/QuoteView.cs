using System.Collections.Immutable;
using SalesGrid.Opportunities;
using SalesGrid.PriceLists;

namespace SalesGrid.Quotes;

/// <summary>Where a quote stands. Numbers are fixed: they cross process boundaries.</summary>
public enum QuoteStatus
{
    /// <summary>There is no such quote.</summary>
    None = 0,

    /// <summary>Being written; also after a rejection, and after a change of what was approved.</summary>
    Draft = 1,

    /// <summary>Waiting for approval.</summary>
    Submitted = 2,

    /// <summary>Approved.</summary>
    Approved = 3,

    /// <summary>Approved, and accepted by the customer.</summary>
    Accepted = 4,

    /// <summary>Taken back.</summary>
    Withdrawn = 5,

    /// <summary>Its last day passed before the customer accepted it.</summary>
    Expired = 6,
}

/// <summary>What a quote offers, as it was written.</summary>
[GenerateSerializer, Immutable, Alias("sg.QuoteTerms")]
public sealed record QuoteTerms(
    [property: Id(0)] string OpportunityId,
    [property: Id(1)] string CustomerId,
    [property: Id(2)] string OwnerId,
    [property: Id(3)] string PriceListId,
    [property: Id(4)] ImmutableArray<QuoteLine> Lines,
    [property: Id(5)] Money? TotalDiscount,
    [property: Id(6)] DateOnly ValidUntil,
    [property: Id(7)] string? PaymentTerms);

/// <summary>A quote with the prices of its list, copied when it was submitted.</summary>
[GenerateSerializer, Immutable, Alias("sg.PricedQuote")]
public sealed record PricedQuote(
    [property: Id(0)] int PriceListVersion,
    [property: Id(1)] DateOnly PricedOn,
    [property: Id(2)] ImmutableArray<PricedLine> Lines,
    [property: Id(3)] QuoteTotals Totals);

/// <summary>One line with its prices.</summary>
/// <param name="Product">Product code.</param>
/// <param name="Name">Its name.</param>
/// <param name="QuantityThousandths">Quantity in thousandths.</param>
/// <param name="ListPrice">List price of one unit.</param>
/// <param name="FloorPrice">Floor price of one unit.</param>
/// <param name="UnitCost">Cost of one unit; null when not known.</param>
/// <param name="UnitPrice">Price of one unit before the discount.</param>
/// <param name="DiscountBasisPoints">Discount off it.</param>
/// <param name="List">What the line is at the list price, or at the unit price where that is higher.</param>
/// <param name="Net">What the line is after its own discount.</param>
[GenerateSerializer, Immutable, Alias("sg.PricedLine")]
public sealed record PricedLine(
    [property: Id(0)] string Product,
    [property: Id(1)] string Name,
    [property: Id(2)] long QuantityThousandths,
    [property: Id(3)] Money ListPrice,
    [property: Id(4), Masked(Fields.Floor)] Money FloorPrice,
    [property: Id(5), Masked(Fields.Cost)] Money? UnitCost,
    [property: Id(6)] Money UnitPrice,
    [property: Id(7)] int DiscountBasisPoints,
    [property: Id(8)] Money List,
    [property: Id(9)] Money Net);

/// <summary>The figures a quote is decided by. List less discount is net, exactly.</summary>
/// <param name="List">Sum of the lines at list.</param>
/// <param name="Net">What the customer pays.</param>
/// <param name="Discount">What is given away.</param>
/// <param name="DiscountBasisPoints">Its share of the list total, rounded up to a hundredth of a percent; null where the list total is zero.</param>
/// <param name="Margin">Net less cost; null where a cost is not known.</param>
/// <param name="MarginBasisPoints">Its share of net, rounded down; null without a margin or where net is zero.</param>
[GenerateSerializer, Immutable, Alias("sg.QuoteTotals")]
public sealed record QuoteTotals(
    [property: Id(0)] Money List,
    [property: Id(1)] Money Net,
    [property: Id(2)] Money Discount,
    [property: Id(3)] int? DiscountBasisPoints,
    [property: Id(4), Masked(Fields.Margin)] Money? Margin,
    [property: Id(5), Masked(Fields.Margin)] long? MarginBasisPoints);

/// <summary>Who has to approve a quote, and what they said.</summary>
/// <param name="Mode">How they work together.</param>
/// <param name="Steps">The approvers, in order.</param>
/// <param name="AnswerWithinHours">Hours each has before the next one up is asked as well.</param>
[GenerateSerializer, Immutable, Alias("sg.ApprovalRoute")]
public sealed record ApprovalRoute(
    [property: Id(0)] ApprovalMode Mode,
    [property: Id(1)] ImmutableArray<ApprovalStep> Steps,
    [property: Id(2)] int AnswerWithinHours)
{
    /// <summary>True for a step that waits for an answer now.</summary>
    public bool IsOpen(int step) => step >= 0 && step < Steps.Length && Steps[step].ApprovedBy is null
        && (Mode != ApprovalMode.Sequence || Steps.Take(step).All(s => s.ApprovedBy is not null));

    /// <summary>True when nothing is left to wait for.</summary>
    public bool IsComplete => Mode == ApprovalMode.Any ? Steps.Any(s => s.ApprovedBy is not null) : Steps.All(s => s.ApprovedBy is not null);
}

/// <summary>One approver: a person or a duty, and whoever was asked beside them when they did not answer in time.</summary>
/// <param name="Approver">Whose answer is needed.</param>
/// <param name="AskedAt">Since when; null for one whose turn has not come.</param>
/// <param name="EscalatedTo">Who was asked as well; null when nobody was.</param>
/// <param name="EscalatedAt">When.</param>
/// <param name="ApprovedBy">Who answered; null for nobody yet.</param>
[GenerateSerializer, Immutable, Alias("sg.ApprovalStep")]
public sealed record ApprovalStep(
    [property: Id(0)] Approver Approver,
    [property: Id(1)] DateTimeOffset? AskedAt = null,
    [property: Id(2)] Approver? EscalatedTo = null,
    [property: Id(3)] DateTimeOffset? EscalatedAt = null,
    [property: Id(4)] string? ApprovedBy = null);

/// <summary>A person, or whoever has a duty.</summary>
/// <param name="Person">Salesperson id; null for a duty.</param>
/// <param name="Duty">The duty; null for a person.</param>
[GenerateSerializer, Immutable, Alias("sg.Approver")]
public sealed record Approver([property: Id(0)] string? Person, [property: Id(1)] Duties? Duty = null);

/// <summary>What was approved.</summary>
/// <param name="Hash">SHA-256 of the terms and their prices, hexadecimal.</param>
/// <param name="Revision">Revision of the quote.</param>
/// <param name="Totals">Its figures.</param>
/// <param name="By">Who gave the last approval; the submitter where it was within their own authority.</param>
/// <param name="WithinAuthority">True when nobody else was needed.</param>
[GenerateSerializer, Immutable, Alias("sg.QuoteApproval")]
public sealed record QuoteApproval(
    [property: Id(0), Masked(Fields.ContentHash)] string Hash,
    [property: Id(1)] int Revision,
    [property: Id(2)] QuoteTotals Totals,
    [property: Id(3)] string By,
    [property: Id(4)] bool WithinAuthority);

/// <summary>A quote as seen from outside.</summary>
[GenerateSerializer, Immutable, Alias("sg.QuoteView")]
public sealed record QuoteView : IStandingDocument, IMaskedObject
{
    /// <inheritdoc/>
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required int Version { get; init; }
    [Id(2)] public required QuoteStatus Status { get; init; }

    /// <summary>How often it was written.</summary>
    [Id(3)] public required int Revision { get; init; }

    [Id(4)] public required QuoteTerms Terms { get; init; }

    /// <summary>Its prices as submitted; null for a draft.</summary>
    [Id(5)] public PricedQuote? Priced { get; init; }

    /// <summary>Who has to approve it; null when nobody has to.</summary>
    [Id(6)] public ApprovalRoute? Route { get; init; }

    /// <summary>What was approved; null when nothing is.</summary>
    [Id(7)] public QuoteApproval? Approval { get; init; }

    /// <summary>Hash of what waits for approval or was approved; null for a draft.</summary>
    [Id(8), Masked(Fields.ContentHash)] public string? Hash { get; init; }

    /// <summary>Who wrote or submitted it: none of them approves it.</summary>
    [Id(9)] public ImmutableArray<string> Authors { get; init; } = [];

    /// <summary>Why it was rejected, withdrawn, or its approval was void; null otherwise.</summary>
    [Id(10)] public string? Reason { get; init; }

    /// <summary>The customer's order or letter; null before it is accepted.</summary>
    [Id(11)] public string? AcceptedReference { get; init; }

    [Id(12)] public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The owner's manager when it was submitted; null when not known.</summary>
    [Id(13)] public string? Manager { get; init; }

    /// <inheritdoc/>
    public bool Stands => Status is QuoteStatus.Approved or QuoteStatus.Accepted;

    /// <inheritdoc/>
    public string? OpportunityId => Terms.OpportunityId;

    string IMaskedObject.Subject => $"quote/{Id}";

    string? IMaskedObject.KeptBy => Terms.OwnerId;

    IEnumerable<string> IMaskedObject.Asked =>
        Route?.Steps.SelectMany(static s => new[] { s.Approver.Person, s.EscalatedTo?.Person, s.ApprovedBy }).OfType<string>() ?? [];

    Duties IMaskedObject.AskedDuties =>
        Route?.Steps.Aggregate(Duties.None, static (duties, s) => duties | (s.Approver.Duty ?? Duties.None) | (s.EscalatedTo?.Duty ?? Duties.None)) ?? Duties.None;
}
