using SalesGrid.PriceLists;
using SalesGrid.Subjects;
using SalesGrid.Warnings;

namespace SalesGrid.Quotes;

/// <summary>What follows from a quote's state alone: how it is shown and found, what its time will come for, what to warn of.</summary>
public static class QuoteProjection
{
    /// <summary>Criterion: an approved quote is about to expire; days before its last day.</summary>
    public const string Expiring = "quote-expiring";

    /// <summary>Criterion: a discount of that many percent or more was submitted.</summary>
    public const string UnusualDiscount = "unusual-discount";

    /// <summary>Criterion: a quote has waited so many days for approval.</summary>
    public const string ApprovalOverdue = "approval-overdue";

    /// <summary>The quote as seen from outside; null when there is none.</summary>
    public static QuoteView? View(string id, SubjectRecord<Quote> record) => record.State is { Terms: { } terms } q
        ? new()
        {
            Id = id,
            Version = record.Version,
            Status = q.Status,
            Revision = q.Revision,
            Terms = terms,
            Priced = q.Priced,
            Route = q.Route,
            Approval = q.Approval,
            Hash = q.Hash,
            Authors = q.Authors,
            Reason = q.Reason,
            AcceptedReference = q.AcceptedReference,
            ChangedAt = q.ChangedAt,
            Manager = q.Manager,
        }
        : null;

    /// <summary>What a quote is found by.</summary>
    public static IEnumerable<string> Tags(Quote quote)
    {
        if (quote.Terms is not { } terms)
            yield break;
        yield return $"opportunity:{terms.OpportunityId}";
        yield return $"customer:{terms.CustomerId}";
        yield return $"owner:{terms.OwnerId}";
        yield return $"status:{quote.Status.ToString().ToLowerInvariant()}";
        if (quote is not { Status: QuoteStatus.Submitted, Route: { } route })
            yield break;
        for (var i = 0; i < route.Steps.Length; i++)
        {
            // Whoever is asked, or will be: to be found when they are not there any more.
            if (route.Steps[i] is { ApprovedBy: null } step && (step.EscalatedTo ?? step.Approver).Person is { } person)
                yield return $"{QuotePortfolio.Awaits}:{person}";
            if (!route.IsOpen(i))
                continue;
            yield return TagOf(route.Steps[i].Approver);
            if (route.Steps[i].EscalatedTo is { } next)
                yield return TagOf(next);
        }
    }

    /// <summary>What the grid sends it, and when.</summary>
    public static IEnumerable<Timed> Timers(Quote quote)
    {
        if (quote.Status is not (QuoteStatus.Submitted or QuoteStatus.Approved))
            return [];
        var timers = new List<Timed> { new(EndOf(quote.Terms!.ValidUntil), new ExpireQuote()) };
        if (quote is { Status: QuoteStatus.Submitted, Route: { } route })
        {
            for (var i = 0; i < route.Steps.Length; i++)
            {
                if (route.IsOpen(i) && route.Steps[i] is { EscalatedTo: null, AskedAt: { } since })
                    timers.Add(new(since.AddHours(route.AnswerWithinHours), new EscalateApproval(i)));
            }
        }
        return timers;
    }

    /// <summary>What it is watched for.</summary>
    public static IEnumerable<WarningCause> WarningCauses(string id, SubjectRecord<Quote> record, WarningPolicy policy)
    {
        if (record.State is not { Status: QuoteStatus.Submitted or QuoteStatus.Approved or QuoteStatus.Accepted, Terms: { } terms, Priced.Totals: { } totals } quote)
            yield break;
        if (quote.Status == QuoteStatus.Submitted && policy.Of(ApprovalOverdue) is { } overdue)
            yield return new(ApprovalOverdue, $"{quote.Hash![..16]}@{quote.SubmittedAt.ToUnixTimeSeconds()}", quote.SubmittedAt.AddDays(overdue.Days),
                new($"报价 {id} 已待批 {overdue.Days} 天。", $"Quote {id} has waited {overdue.Days} days for approval."), terms.OwnerId, quote.Manager);
        if (quote.Status == QuoteStatus.Approved && policy.Of(Expiring) is { } expiring)
            yield return new(Expiring, $"{terms.ValidUntil:yyyy-MM-dd}", EndOf(terms.ValidUntil.AddDays(-expiring.Days - 1)),
                new($"报价 {id} 将于 {terms.ValidUntil:yyyy-MM-dd} 到期。", $"Quote {id} expires on {terms.ValidUntil:yyyy-MM-dd}."), terms.OwnerId, quote.Manager);
        if (policy.Of(UnusualDiscount) is { } unusual && totals.DiscountBasisPoints >= unusual.Percent * 100)
            yield return new(UnusualDiscount, quote.Hash![..16], quote.SubmittedAt,
                new($"报价 {id} 的折扣为 {totals.DiscountBasisPoints / 100m}%。", $"Quote {id} gives a discount of {totals.DiscountBasisPoints / 100m} percent."),
                terms.OwnerId, quote.Manager);
    }

    /// <summary>A moment by which a day has ended everywhere on Earth.</summary>
    private static DateTimeOffset EndOf(DateOnly day) => new(day.AddDays(1), new(12, 0), TimeSpan.Zero);

    private static string TagOf(Approver approver) => $"approver:{approver.Person ?? approver.Duty!.Value.ToString().ToLowerInvariant()}";
}
