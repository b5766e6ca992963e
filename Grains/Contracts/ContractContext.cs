using System.Collections.Immutable;
using SalesGrid.Accounting;
using SalesGrid.Opportunities;
using SalesGrid.Quotes;
using SalesGrid.Salespeople;

namespace SalesGrid.Contracts;

/// <summary>What the rules of a contract must know of other objects. What a command does not need is left out.</summary>
/// <param name="Quote">The quote it names or comes from; null when there is none.</param>
/// <param name="Owner">The owner; null when there is none.</param>
public sealed record ContractContext(QuoteView? Quote, SalespersonView? Owner)
{
    /// <summary>The closed months, where the day of a signature or payment lies in one that is over.</summary>
    public ImmutableArray<ClosedMonth> ClosedMonths { get; init; } = [];

    /// <summary>The contract's opportunity, where the command is about whose it is; null when there is none.</summary>
    public OpportunityView? Opportunity { get; init; }

    /// <summary>Everybody who works or worked on the deal, where it is reviewed.</summary>
    public ImmutableArray<string> EverInTeam { get; init; } = [];

    /// <summary>Nothing known.</summary>
    public static ContractContext None { get; } = new(null, null);
}
