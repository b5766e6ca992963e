using System.Collections.Immutable;
using SalesGrid.PriceLists;
using SalesGrid.Salespeople;

namespace SalesGrid.Quotes;

/// <summary>Who has to approve a quote. Pure.</summary>
public static class ApprovalRouting
{
    /// <summary>True when somebody may decide on such figures alone.</summary>
    /// <param name="authority">What they may decide; null for nothing.</param>
    /// <param name="totals">The figures.</param>
    public static bool Covers(Authority? authority, QuoteTotals totals) =>
        authority is not null
        && (totals.DiscountBasisPoints ?? 0) <= authority.DiscountBasisPoints
        // A limit in another currency says nothing of this deal.
        && (authority.DealSizeMax is not { } max || (max.Currency == totals.Net.Currency && totals.Net.MinorUnits <= max.MinorUnits));

    /// <summary>The route of a quote that is beyond its owner's authority.</summary>
    /// <param name="totals">Its figures.</param>
    /// <param name="book">The price list, with its bands.</param>
    /// <param name="above">The owner's manager, their manager and so on.</param>
    /// <param name="excluded">The owner, everybody who wrote or submitted the quote, and the deal team.</param>
    public static ApprovalRoute Of(QuoteTotals totals, PriceBook book, ImmutableArray<SalespersonView> above, ImmutableHashSet<string> excluded)
    {
        var managers = above.Where(m => m.Active && !excluded.Contains(m.Id)).ToImmutableArray();
        ApprovalBand? band = null;
        foreach (var b in book.ApprovalBands)
        {
            if (b.FromBasisPoints <= (totals.DiscountBasisPoints ?? 0) && (band is null || b.FromBasisPoints > band.FromBasisPoints))
                band = b;
        }
        var approvers = band is null ? UpToAuthority(totals, managers) : band.Approvers.SelectMany(a => ByRule(a, managers));
        return new(band?.Mode ?? ApprovalMode.Sequence, [.. approvers.Distinct().Select(a => new ApprovalStep(a))], book.ApprovalHours);
    }

    /// <summary>Whom to ask beside an approver who does not answer.</summary>
    /// <param name="step">The step.</param>
    /// <param name="above">The manager of the person asked, their manager and so on; empty for a duty.</param>
    /// <param name="excluded">The owner, everybody who wrote or submitted the quote, and the deal team.</param>
    public static Approver NextUp(ApprovalStep step, ImmutableArray<SalespersonView> above, ImmutableHashSet<string> excluded)
    {
        foreach (var manager in above)
        {
            if (manager.Active && !excluded.Contains(manager.Id))
                return new(manager.Id);
        }
        // There is nobody above a duty but internal control.
        return new(null, step.Approver.Duty is null ? Duties.Manager : Duties.Controller);
    }

    private static IEnumerable<Approver> UpToAuthority(QuoteTotals totals, ImmutableArray<SalespersonView> managers)
    {
        foreach (var manager in managers)
        {
            yield return new(manager.Id);
            if (Covers(manager.Authority, totals))
                yield break;
        }
        yield return new(null, Duties.Manager);
    }

    private static IEnumerable<Approver> ByRule(ApproverRule rule, ImmutableArray<SalespersonView> managers)
    {
        if (rule.Duty is { } duty)
            return [new(null, duty)];
        var levels = rule.ManagerLevels ?? 1;
        var persons = managers.Take(levels).Select(m => new Approver(m.Id));
        return managers.Length >= levels ? persons : persons.Append(new(null, Duties.Manager));
    }
}
