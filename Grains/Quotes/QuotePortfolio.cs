using SalesGrid.Customers;
using SalesGrid.Opportunities;
using SalesGrid.Salespeople;

namespace SalesGrid.Quotes;

/// <summary>What a person has in hand of quotes: their own, and those that wait for their approval.</summary>
public static class QuotePortfolio
{
    /// <summary>Tag of a quote by whom it asks, or will ask, to approve.</summary>
    public const string Awaits = "awaits";

    /// <summary>Their own that are neither withdrawn nor expired.</summary>
    public static PortfolioPart Own { get; } = new("quote", QuoteKind.Kind.Name,
        static person => new() { Where = [new("owner", [person]), new("status", ["draft", "submitted", "approved", "accepted"])] },
        static (_, to, reason) => new ReassignQuote(to, reason))
    {
        About = static (_, row) => new(((QuoteView)row).Terms.OpportunityId, ((QuoteView)row).Terms.CustomerId),
    };

    /// <summary>Those of an opportunity follow it to a new owner.</summary>
    public static OpportunityPaper OfOpportunity { get; } = new(QuoteKind.Kind.Name, static (owner, before, reason) => new QuoteFollowsOpportunity(owner, before, reason));
    /// <summary>The drafts of a customer that is merged into another.</summary>
    public static MergePart OfCustomer { get; } = new(new("quote", QuoteKind.Kind.Name,
        static customer => new() { Where = [new("customer", [customer]), new("status", ["draft"])] },
        static (customer, to, _) => new MoveQuoteToCustomer(customer, to)));

    /// <summary>Those that keep a customer from being merged: they are bound to whom they are for.</summary>
    public static MergeObstacle UnderWay { get; } = new("quote",
        static customer => new() { Kind = QuoteKind.Kind.Name, Where = [new("customer", [customer]), new("status", ["submitted", "approved", "accepted"])] });

    /// <summary>Those that wait for their approval, or will.</summary>
    public static PortfolioPart Approvals { get; } = new("approval", QuoteKind.Kind.Name,
        static person => new() { Tag = $"{Awaits}:{person}" },
        static (person, to, _) => new ReplaceApprover(person, to))
    {
        WhenLeft = static person => new ReplaceApprover(person),
    };
}
