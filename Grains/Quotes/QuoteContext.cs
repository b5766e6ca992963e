using System.Collections.Immutable;
using SalesGrid.Catalogues;
using SalesGrid.Opportunities;
using SalesGrid.PriceLists;
using SalesGrid.Products;
using SalesGrid.Salespeople;

namespace SalesGrid.Quotes;

/// <summary>What the rules of a quote must know of other objects. What a command does not need is left out.</summary>
public sealed record QuoteContext
{
    /// <summary>The quote's opportunity; null when there is none.</summary>
    public OpportunityView? Opportunity { get; init; }

    /// <summary>True when the customer the quote names is registered.</summary>
    public bool CustomerIsKnown { get; init; }

    /// <summary>The customer that one was merged into; null where it was not.</summary>
    public string? CustomerMergedInto { get; init; }

    /// <summary>The owner; null when there is none.</summary>
    public SalespersonView? Owner { get; init; }

    /// <summary>Prices in force today; null when there are none.</summary>
    public PriceBook? Prices { get; init; }

    /// <summary>The products the quote names, where the command is about them.</summary>
    public Named<ProductView> Products { get; init; } = Named<ProductView>.FreeText;

    /// <summary>The manager of the owner, or of the approver who does not answer, their manager and so on.</summary>
    public ImmutableArray<SalespersonView> Above { get; init; } = [];

    /// <summary>Salespeople who are asked to approve, and the one who answers, by id.</summary>
    public ImmutableDictionary<string, SalespersonView> Approvers { get; init; } = ImmutableDictionary<string, SalespersonView>.Empty;
}
