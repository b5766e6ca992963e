using SalesGrid.Salespeople;

namespace SalesGrid.Contracts;

/// <summary>What a person has in hand of contracts.</summary>
public static class ContractPortfolio
{
    /// <summary>Those that are not ended.</summary>
    public static PortfolioPart Own { get; } = new("contract", ContractKind.Kind.Name,
        static person => new() { Where = [new("owner", [person]), new("status", ["draft", "review", "approved", "signed"])] },
        static (_, to, reason) => new ReassignContract(to, reason))
    {
        About = static (_, row) => new(((ContractView)row).Content.OpportunityId, ((ContractView)row).Content.CustomerId),
    };
}
