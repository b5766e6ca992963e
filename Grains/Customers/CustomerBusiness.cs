using System.Collections.Immutable;
using SalesGrid.Ledger;
using SalesGrid.Projections;
using SalesGrid.Salespeople;

namespace SalesGrid.Customers;

/// <summary>One sort of what follows a customer that is merged into another. The noun it is of says so; customers do not know it.</summary>
/// <param name="Part">What it is, by the customer's id.</param>
public sealed record MergePart(PortfolioPart Part);

/// <summary>One sort of document that keeps a customer from being merged as long as there is one.</summary>
/// <param name="Name">The sort.</param>
/// <param name="Of">Those of a customer, by its id.</param>
public sealed record MergeObstacle(string Name, Func<string, ListQuery> Of);

/// <summary>What customers have in hand, and how it follows them.</summary>
/// <param name="grains">The grains.</param>
/// <param name="ledger">The ledger.</param>
/// <param name="parts">What follows, in that order.</param>
/// <param name="obstacles">What keeps a customer from being merged.</param>
public sealed class CustomerBusiness(IGrainFactory grains, GridLedger ledger, IEnumerable<MergePart> parts, IEnumerable<MergeObstacle> obstacles)
    : Portfolio(grains, ledger, "merge", parts.Select(p => p.Part))
{
    private readonly ImmutableArray<MergeObstacle> keeping = [.. obstacles];

    /// <summary>How many documents of each sort keep a customer from being merged.</summary>
    public async Task<ImmutableArray<PartCount>> Documents(string customer) =>
        [.. await Task.WhenAll(keeping.Select(async o => new PartCount(o.Name, (await Ask(o.Of(customer) with { Limit = 1 })).Sum(a => a.Total))))];
}

/// <summary>The subsidiaries of a customer that is merged.</summary>
public static class CustomerMerges
{
    /// <summary>They belong to the one that stays.</summary>
    public static MergePart Subsidiaries { get; } = new(new("customer", CustomerKind.Kind.Name,
        static customer => new() { Where = [new(CustomerSchema.Parent, [customer])] },
        static (customer, to, _) => new FollowParent(customer, to)));
}
