using SalesGrid.Customers;
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

    /// <summary>The open ones of a customer that is merged into another.</summary>
    public static MergePart OfCustomer { get; } = new(new("opportunity", OpportunityKind.Kind.Name,
        static customer => new() { Where = [new("customer", [customer]), new("status", ["open"])] },
        static (customer, to, _) => new FollowCustomer(customer, to)));

    /// <summary>Open ones of others in whose team they are.</summary>
    public static PortfolioPart Teams { get; } = new("team", OpportunityKind.Kind.Name,
        static person => new() { Among = [new(OpportunitySchema.Member, [person])], Where = [new("status", ["open"])] },
        static (person, to, _) => new ReplaceTeamMember(person, to))
    {
        WhenLeft = static person => new ReplaceTeamMember(person),
    };
}
