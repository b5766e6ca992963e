using System.Collections.Immutable;
using System.Diagnostics;

namespace SalesGrid.Contracts;

/// <summary>The state of a contract: the fold of its events.</summary>
[GenerateSerializer, Immutable, Alias("sg.Contract")]
public sealed record Contract
{
    /// <summary>Most versions of one contract.</summary>
    public const int MaxRevisions = 200;

    /// <summary>Most receipts of one contract.</summary>
    public const int MaxReceipts = 500;

    /// <summary>A contract nothing has happened to.</summary>
    public static Contract None { get; } = new();

    [Id(0)] public ContractStatus Status { get; init; }
    [Id(1)] public ContractContent? Content { get; init; }
    [Id(2)] public string Hash { get; init; } = "";
    [Id(3)] public int Revision { get; init; }
    [Id(4)] public ImmutableArray<string> Authors { get; init; } = [];
    [Id(5)] public ImmutableArray<ContractReview> Reviews { get; init; } = [];
    [Id(6)] public SignedContract? Signed { get; init; }
    [Id(7)] public ImmutableArray<ContractReceipt> Receipts { get; init; } = [];

    /// <summary>Sum of the receipts, minor units.</summary>
    [Id(8)] public long ReceivedMinor { get; init; }

    [Id(9)] public string? Manager { get; init; }
    [Id(10)] public string? Reason { get; init; }
    [Id(11)] public string? Location { get; init; }
    [Id(12)] public bool Terminated { get; init; }
    [Id(13)] public DateTimeOffset StatusSince { get; init; }

    /// <summary>Whose it was before it was handed over, and whose deal it became: they do not review it either.</summary>
    [Id(14)] public ImmutableArray<string> Formerly { get; init; } = [];

    /// <summary>True from its signature until it is terminated.</summary>
    public bool Stands => Signed is not null && !Terminated;

    /// <summary>What is signed for and not received; null before it is signed.</summary>
    public Money? Outstanding => Signed is { } signed ? signed.Amount with { MinorUnits = signed.Amount.MinorUnits - ReceivedMinor } : null;

    /// <summary>The state after one more event, decided at <paramref name="at"/>.</summary>
    public Contract Evolve(ContractEvent happened, DateTimeOffset at) => happened switch
    {
        ContractDrafted e => In(ContractStatus.Draft, at) with
        {
            Content = e.Content,
            Hash = e.Hash,
            Revision = 1,
            Authors = [e.By],
            Manager = e.Manager,
        },
        ContractAmended e => In(ContractStatus.Draft, at) with
        {
            Content = e.Content,
            Hash = e.Hash,
            Revision = Revision + 1,
            Authors = Authors.Contains(e.By) ? Authors : Authors.Add(e.By),
            Reviews = [],
            Reason = e.Reason,
        },
        ContractSubmitted => In(ContractStatus.Review, at) with { Reviews = [] },
        ContractReviewed { Verdict: ReviewVerdict.Rejected } e => In(ContractStatus.Draft, at) with { Reviews = [], Reason = e.Note },
        ContractReviewed e => Reviewed(new(e.Side, e.Hash, e.By, e.Note, at)),
        ContractSigned e => In(ContractStatus.Signed, at) with { Signed = e.Signed, Reason = null },
        ContractReceiptRecorded e => this with
        {
            Receipts = Receipts.Add(e.Receipt),
            ReceivedMinor = ReceivedMinor + e.Receipt.Amount.MinorUnits,
        },
        ContractCompleted => In(ContractStatus.Completed, at),
        ContractTerminated e => In(ContractStatus.Terminated, at) with { Terminated = true, Reason = e.Reason },
        ContractReassigned e => Without(e.Voided, at) with
        {
            Content = Content! with { OwnerId = e.OwnerId },
            Manager = e.Manager,
            Formerly = [.. Formerly.Append(e.Before).Distinct().TakeLast(MaxRevisions)],
        },
        ContractReviewsVoided e => Without(e.Voided, at) with { Formerly = [.. Formerly.Append(e.Of).Distinct().TakeLast(MaxRevisions)] },
        ContractArchived e => In(ContractStatus.Archived, at) with { Location = e.Location },
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };

    private Contract In(ContractStatus status, DateTimeOffset at) => this with { Status = status, StatusSince = at };

    /// <summary>In review again where one of its reviews is void.</summary>
    private Contract Without(ImmutableArray<ReviewSide> voided, DateTimeOffset at) => voided.IsEmpty ? this
        : (Status == ContractStatus.Approved ? In(ContractStatus.Review, at) : this) with { Reviews = Reviews.RemoveAll(r => voided.Contains(r.Side)) };

    private Contract Reviewed(ContractReview review)
    {
        var reviews = Reviews.Add(review);
        return reviews.Select(r => r.Side).Distinct().Count() == 2
            ? In(ContractStatus.Approved, review.At) with { Reviews = reviews }
            : this with { Reviews = reviews };
    }
}
