using SalesGrid.Customers;
using SalesGrid.Opportunities;
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

    /// <summary>Those of an opportunity follow it to a new owner.</summary>
    public static OpportunityPaper OfOpportunity { get; } = new(ContractKind.Kind.Name, static (owner, before, reason) => new ContractFollowsOpportunity(owner, before, reason));

    /// <summary>Those that keep a customer from being merged.</summary>
    public static MergeObstacle UnderWay { get; } = new("contract",
        static customer => new() { Kind = ContractKind.Kind.Name, Where = [new("customer", [customer]), new("status", ["draft", "review", "approved", "signed"])] });
}
