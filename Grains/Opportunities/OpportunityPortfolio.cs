using SalesGrid.Salespeople;

namespace SalesGrid.Opportunities;

/// <summary>What a person has in hand of opportunities.</summary>
public static class OpportunityPortfolio
{
    /// <summary>Their open ones.</summary>
    public static PortfolioPart Own { get; } = new("opportunity", OpportunityKind.Kind.Name,
        static person => new() { Where = [new("owner", [person]), new("status", ["open"])] },
        static (_, to, reason) => new ReassignOpportunity(to, reason))
    {
        About = static (id, row) => new(id, ((PipelineRow)row).Customer),
    };
}
