using System.Collections.Immutable;
using System.Diagnostics;
using SalesGrid.Claims;
using SalesGrid.Reservations;

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

    /// <summary>The holds it stands behind, with what is left of each as far as it was recorded.</summary>
    [Id(9)] public ImmutableArray<TakenReservation> Reservations { get; init; } = [];

    /// <summary>Reservations it needs no more and has not given back yet.</summary>
    [Id(10)] public ImmutableArray<TakenReservation> ToRelease { get; init; } = [];

    /// <summary>What its opportunity believes: that it stands, or not.</summary>
    [Id(11)] public bool Told { get; init; }

    [Id(12)] public string? Manager { get; init; }
    [Id(13)] public string? Reason { get; init; }
    [Id(14)] public string? Location { get; init; }
    [Id(15)] public bool Terminated { get; init; }
    [Id(16)] public DateTimeOffset StatusSince { get; init; }
    [Id(17)] public DateTimeOffset ChangedAt { get; init; }

    /// <summary>True once its customer knows that it was signed; one deal, however often it is amended.</summary>
    [Id(18)] public bool CustomerTold { get; init; }

    /// <summary>True from its signature until it is terminated.</summary>
    public bool Stands => Signed is not null && !Terminated;

    /// <summary>True while it stands and its customer does not know of it.</summary>
    public bool OwesNews() => Stands && !CustomerTold;

    /// <summary>What is signed for and not received; null before it is signed.</summary>
    public Money? Outstanding => Signed is { } signed ? signed.Amount with { MinorUnits = signed.Amount.MinorUnits - ReceivedMinor } : null;

    /// <summary>Reservations on money of which more is held than is outstanding.</summary>
    public IEnumerable<TakenReservation> Excessive() => Outstanding is { } left
        ? Reservations.Where(h => h.Amount is { } held && held.MinorUnits > left.MinorUnits)
        : [];

    /// <summary>When what is left to do with other objects is to be taken up; null when nothing is.</summary>
    public DateTimeOffset? Unfinished() => ToRelease.Length > 0 || Told != Stands || OwesNews() || Excessive().Any() ? ChangedAt : null;

    /// <summary>The state after one more event, decided at <paramref name="at"/>.</summary>
    public Contract Evolve(ContractEvent happened, DateTimeOffset at)
    {
        var next = this with { ChangedAt = at };
        return happened switch
        {
            ContractDrafted e => next.In(ContractStatus.Draft, at) with
            {
                Content = e.Content,
                Hash = e.Hash,
                Revision = 1,
                Authors = [e.By],
                Reservations = [e.Claim],
                Manager = e.Manager,
            },
            ContractAmended e => (next.In(ContractStatus.Draft, at) with
            {
                Content = e.Content,
                Hash = e.Hash,
                Revision = Revision + 1,
                Authors = Authors.Contains(e.By) ? Authors : Authors.Add(e.By),
                Reviews = [],
                Reason = e.Reason,
                Reservations = e.Claim is { } claim ? Reservations.Add(claim) : Reservations,
            }).WithoutIdleClaims(),
            ContractSubmitted => next.In(ContractStatus.Review, at) with { Reviews = [] },
            ContractReviewed { Verdict: ReviewVerdict.Rejected } e => next.In(ContractStatus.Draft, at) with { Reviews = [], Reason = e.Note },
            ContractReviewed e => next.Reviewed(new(e.Side, e.Hash, e.By, e.Note, at)),
            ContractSigned e => (next.In(ContractStatus.Signed, at) with
            {
                Signed = e.Signed,
                Reason = null,
                Reservations = [.. Reservations.Where(IsClaim), .. e.Reservations],
                ToRelease = ToRelease.AddRange(Reservations.Where(h => !IsClaim(h))),
            }).WithoutIdleClaims(),
            ContractReceiptRecorded e => (next with
            {
                Receipts = Receipts.Add(e.Receipt),
                ReceivedMinor = ReceivedMinor + e.Receipt.Amount.MinorUnits,
            }).WithoutPaidReservations(),
            ContractCompleted => next.In(ContractStatus.Completed, at),
            ContractTerminated e => next.In(ContractStatus.Terminated, at) with
            {
                Terminated = true,
                Reason = e.Reason,
                Reservations = [],
                ToRelease = ToRelease.AddRange(Reservations),
            },
            ContractArchived e => next.In(ContractStatus.Archived, at) with { Location = e.Location },
            ContractSettled e => next with
            {
                ToRelease = e.Released is null ? ToRelease : ToRelease.RemoveAll(h => h.Token == e.Released),
                Reservations = e.Reduced is null ? Reservations : [.. Reservations.Select(h => h.Token == e.Reduced ? h with { Amount = e.ReducedTo } : h)],
                Told = e.ToldStands ?? Told,
                CustomerTold = e.CustomerTold ?? CustomerTold,
            },
            _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
        };
    }

    private static bool IsClaim(TakenReservation hold) => hold.Account == ClaimOf.Contract;

    private Contract In(ContractStatus status, DateTimeOffset at) => this with { Status = status, StatusSince = at };

    private Contract Reviewed(ContractReview review)
    {
        var reviews = Reviews.Add(review);
        return reviews.Select(r => r.Side).Distinct().Count() == 2
            ? In(ContractStatus.Approved, review.At) with { Reviews = reviews }
            : this with { Reviews = reviews };
    }

    /// <summary>Claims are kept on the quote that is signed and the one that is to be.</summary>
    private Contract WithoutIdleClaims()
    {
        var wanted = new[] { Content?.QuoteId, Signed?.QuoteId }.OfType<string>().Select(ClaimOf.ContractSubject).ToHashSet(StringComparer.Ordinal);
        return this with
        {
            Reservations = Reservations.RemoveAll(h => IsClaim(h) && !wanted.Contains(h.Provider)),
            ToRelease = ToRelease.AddRange(Reservations.Where(h => IsClaim(h) && !wanted.Contains(h.Provider))),
        };
    }

    private Contract WithoutPaidReservations() => Outstanding is { MinorUnits: 0 }
        ? this with { Reservations = Reservations.RemoveAll(h => !IsClaim(h)), ToRelease = ToRelease.AddRange(Reservations.Where(h => !IsClaim(h))) }
        : this;
}
