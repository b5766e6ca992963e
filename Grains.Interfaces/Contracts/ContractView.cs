using System.Collections.Immutable;
using SalesGrid.Opportunities;

namespace SalesGrid.Contracts;

/// <summary>Where a contract stands. Numbers are fixed: they cross process boundaries.</summary>
public enum ContractStatus
{
    /// <summary>There is no such contract.</summary>
    None = 0,

    /// <summary>Being written; also the change of a signed one.</summary>
    Draft = 1,

    /// <summary>With legal and finance.</summary>
    Review = 2,

    /// <summary>Both have approved it.</summary>
    Approved = 3,

    /// <summary>Signed.</summary>
    Signed = 4,

    /// <summary>Delivered and paid.</summary>
    Completed = 5,

    /// <summary>Ended before that.</summary>
    Terminated = 6,

    /// <summary>In the archive.</summary>
    Archived = 7,
}

/// <summary>What a contract says.</summary>
/// <param name="QuoteId">The quote it comes from.</param>
/// <param name="QuoteHash">What was approved of that quote.</param>
/// <param name="OpportunityId">The opportunity.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="OwnerId">The salesperson who answers for it.</param>
/// <param name="Amount">Net total of the quote.</param>
/// <param name="Clauses">Its clauses.</param>
/// <param name="DueOn">Day it is to be paid by; null for no single day.</param>
[GenerateSerializer, Immutable, Alias("sg.ContractContent")]
public sealed record ContractContent(
    [property: Id(0)] string QuoteId,
    [property: Id(1), Masked(Fields.ContentHash)] string QuoteHash,
    [property: Id(2)] string OpportunityId,
    [property: Id(3)] string CustomerId,
    [property: Id(4)] string OwnerId,
    [property: Id(5)] Money Amount,
    [property: Id(6)] ContractClauses Clauses,
    [property: Id(7)] DateOnly? DueOn);

/// <summary>One side's approval of one content.</summary>
[GenerateSerializer, Immutable, Alias("sg.ContractReview")]
public sealed record ContractReview(
    [property: Id(0)] ReviewSide Side,
    [property: Id(1), Masked(Fields.ContentHash)] string Hash,
    [property: Id(2)] string By,
    [property: Id(3)] string? Note,
    [property: Id(4)] DateTimeOffset At);

/// <summary>What was signed.</summary>
[GenerateSerializer, Immutable, Alias("sg.SignedContract")]
public sealed record SignedContract(
    [property: Id(0)] int Revision,
    [property: Id(1), Masked(Fields.ContentHash)] string Hash,
    [property: Id(2)] string QuoteId,
    [property: Id(3)] Money Amount,
    [property: Id(4)] DateOnly? DueOn,
    [property: Id(5)] DateOnly SignedOn,
    [property: Id(6)] string Reference,
    [property: Id(7)] string Counterparty,
    [property: Id(8)] string OwnerId);

/// <summary>Money that came in.</summary>
[GenerateSerializer, Immutable, Alias("sg.ContractReceipt")]
public sealed record ContractReceipt(
    [property: Id(0)] string Reference,
    [property: Id(1)] Money Amount,
    [property: Id(2)] DateOnly On);

/// <summary>A contract as seen from outside.</summary>
[GenerateSerializer, Immutable, Alias("sg.ContractView")]
public sealed record ContractView : IStandingDocument, IMaskedObject
{
    /// <inheritdoc/>
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required int Version { get; init; }
    [Id(2)] public required ContractStatus Status { get; init; }

    /// <summary>Number of the version that is written, reviewed or signed now, from 1.</summary>
    [Id(3)] public required int Revision { get; init; }

    [Id(4)] public required ContractContent Content { get; init; }

    /// <summary>SHA-256 of the content, hexadecimal.</summary>
    [Id(5), Masked(Fields.ContentHash)] public required string Hash { get; init; }

    /// <summary>Who wrote it: none of them reviews it.</summary>
    [Id(6)] public ImmutableArray<string> Authors { get; init; } = [];

    /// <summary>Approvals of this content.</summary>
    [Id(7)] public ImmutableArray<ContractReview> Reviews { get; init; } = [];

    /// <summary>What was last signed; null before. It is in force while a change of it is under way.</summary>
    [Id(8)] public SignedContract? Signed { get; init; }

    [Id(9)] public ImmutableArray<ContractReceipt> Receipts { get; init; } = [];

    /// <summary>What came in of it; null before it is signed.</summary>
    [Id(10)] public Money? Received { get; init; }

    /// <summary>Why a review refused it, it was amended or terminated; null otherwise.</summary>
    [Id(11)] public string? Reason { get; init; }

    /// <summary>Where its papers lie; null before it is archived.</summary>
    [Id(12)] public string? Location { get; init; }

    [Id(13)] public DateTimeOffset StatusSince { get; init; }
    [Id(14)] public bool Terminated { get; init; }

    /// <inheritdoc/>
    public bool Stands => Signed is not null && !Terminated;

    /// <inheritdoc/>
    public string? OpportunityId => Content.OpportunityId;

    string IMaskedObject.Subject => $"contract/{Id}";

    string? IMaskedObject.KeptBy => Content.OwnerId;
}
