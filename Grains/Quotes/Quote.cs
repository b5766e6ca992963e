using System.Collections.Immutable;
using System.Diagnostics;
using SalesGrid.PriceLists;

namespace SalesGrid.Quotes;

/// <summary>The state of a quote: the fold of its events.</summary>
[GenerateSerializer, Immutable, Alias("sg.Quote")]
public sealed record Quote
{
    /// <summary>Most lines.</summary>
    public const int MaxLines = 200;

    /// <summary>Most times one quote is written: those who wrote it are remembered, and none of them approves it.</summary>
    public const int MaxRevisions = 200;

    /// <summary>A quote nothing has happened to.</summary>
    public static Quote None { get; } = new();

    [Id(0)] public QuoteStatus Status { get; init; }
    [Id(1)] public QuoteTerms? Terms { get; init; }
    [Id(2)] public int Revision { get; init; }
    [Id(3)] public ImmutableArray<string> Authors { get; init; } = [];
    [Id(4)] public PricedQuote? Priced { get; init; }
    [Id(5)] public string? Hash { get; init; }
    [Id(6)] public ApprovalRoute? Route { get; init; }
    [Id(7)] public QuoteApproval? Approval { get; init; }

    /// <summary>The salesperson whose budget its discount draws on; null when it draws on nothing.</summary>
    [Id(8)] public string? DrawsOn { get; init; }

    [Id(9)] public string? Manager { get; init; }
    [Id(10)] public string? Reason { get; init; }
    [Id(11)] public string? AcceptedReference { get; init; }
    [Id(12)] public DateTimeOffset SubmittedAt { get; init; }
    [Id(13)] public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Whose it was before it was handed over: they do not approve it either.</summary>
    [Id(14)] public ImmutableArray<string> Formerly { get; init; } = [];

    /// <summary>True while it is approved and nothing has taken that back.</summary>
    public bool Stands => Status is QuoteStatus.Approved or QuoteStatus.Accepted;

    /// <summary>The state after one more event, decided at <paramref name="at"/>.</summary>
    public Quote Evolve(QuoteEvent happened, DateTimeOffset at)
    {
        var next = this with { ChangedAt = at };
        return happened switch
        {
            QuoteDrafted e => next with { Status = QuoteStatus.Draft, Terms = e.Terms, Revision = 1, Authors = [e.By] },
            QuoteRevised e => next.Unpriced() with
            {
                Status = QuoteStatus.Draft,
                Terms = e.Terms,
                Revision = Revision + 1,
                Authors = WithAuthor(e.By),
                Reason = null,
                AcceptedReference = null,
            },
            QuoteSubmitted e => next with
            {
                Status = QuoteStatus.Submitted,
                Priced = e.Priced,
                Hash = e.Hash,
                Route = e.Route is { } route ? Ask(route, at) : null,
                Manager = e.Manager,
                Authors = WithAuthor(e.By),
                SubmittedAt = at,
                Reason = null,
            },
            QuoteStepApproved e => next with
            {
                Route = Ask(Route! with { Steps = [.. Route.Steps.Select((s, i) => e.Steps.Contains(i) ? s with { ApprovedBy = e.By } : s)] }, at),
            },
            QuoteStepEscalated e => next with
            {
                Route = Route! with { Steps = Route.Steps.SetItem(e.Step, Route.Steps[e.Step] with { EscalatedTo = e.To, EscalatedAt = at }) },
            },
            QuoteApproved e => next with { Status = QuoteStatus.Approved, Approval = e.Approval, DrawsOn = e.DrawsOn },
            QuoteRejected e => next.Unpriced() with { Status = QuoteStatus.Draft, Reason = e.Reason },
            QuoteApprovalVoided => next.Unpriced() with { Status = QuoteStatus.Draft },
            QuoteWithdrawn e => next.GivenUp() with { Status = QuoteStatus.Withdrawn, Reason = e.Reason },
            QuoteAccepted e => next with { Status = QuoteStatus.Accepted, AcceptedReference = e.Reference },
            QuoteReassigned e => next with { Terms = Terms! with { OwnerId = e.OwnerId }, Manager = e.Manager, Formerly = [.. Formerly.Append(e.Before).Distinct().TakeLast(MaxRevisions)] },
            QuoteCustomerFollowed e => next with { Terms = Terms! with { CustomerId = e.CustomerId } },
            QuoteExpired => next.GivenUp() with { Status = QuoteStatus.Expired },
            _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
        };
    }

    /// <summary>Without approval, drawing on nothing. Its prices stay to be read.</summary>
    private Quote GivenUp() => this with { Approval = null, DrawsOn = null };

    private Quote Unpriced() => GivenUp() with { Priced = null, Hash = null, Route = null };

    private ImmutableArray<string> WithAuthor(string by) => Authors.Contains(by) ? Authors : Authors.Add(by);

    /// <summary>Steps whose turn has come are asked from now on.</summary>
    private static ApprovalRoute Ask(ApprovalRoute route, DateTimeOffset at) => route with
    {
        Steps = [.. route.Steps.Select((s, i) => s.AskedAt is null && route.IsOpen(i) ? s with { AskedAt = at } : s)],
    };
}
