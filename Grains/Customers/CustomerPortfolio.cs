using SalesGrid.Salespeople;

namespace SalesGrid.Customers;

/// <summary>What a person has in hand of customers.</summary>
public static class CustomerPortfolio
{
    /// <summary>Those they own.</summary>
    public static PortfolioPart Own { get; } = new("customer", CustomerKind.Kind.Name,
        static person => new() { Tag = $"owner:{person}" },
        static (_, to, reason) => new AssignOwner(to, reason))
    {
        About = static (id, _) => new(null, id),
    };
}
