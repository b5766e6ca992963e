using System.Collections.Immutable;

namespace SalesGrid.Salespeople;

/// <summary>Who gets what of a portfolio that is divided among several. Pure.</summary>
public sealed class HandoverShares
{
    /// <summary>The sort of customers, as <see cref="PortfolioPart.Name"/> has it.</summary>
    public const string Customer = "customer";

    /// <summary>The sort of opportunities.</summary>
    public const string Opportunity = "opportunity";

    private readonly Dictionary<string, string> customers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> opportunities = new(StringComparer.Ordinal);
    private readonly string others;

    /// <summary>Divided so.</summary>
    /// <param name="others">Who gets whatever is in no share.</param>
    /// <param name="shares">The shares.</param>
    public HandoverShares(string others, IEnumerable<HandoverShare> shares)
    {
        this.others = others;
        foreach (var share in shares)
        {
            foreach (var id in share?.Customers ?? [])
                customers.TryAdd(id ?? "", share!.To);
            foreach (var id in share?.Opportunities ?? [])
                opportunities.TryAdd(id ?? "", share!.To);
        }
    }

    /// <summary>Who gets an object: by the opportunity it is or is about where that is named, else by its customer, else whoever gets the rest.</summary>
    /// <param name="about">What it is and is about.</param>
    public string SuccessorOf(PortfolioLinks about) =>
        about.Opportunity is { } deal && opportunities.TryGetValue(deal, out var byDeal) ? byDeal
        : about.Customer is { } customer && customers.TryGetValue(customer, out var byCustomer) ? byCustomer
        : others;
}

/// <summary>What an object in hand is or is about.</summary>
/// <param name="Opportunity">The opportunity; null for none.</param>
/// <param name="Customer">The customer; null for none.</param>
public readonly record struct PortfolioLinks(string? Opportunity, string? Customer);
