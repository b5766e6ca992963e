using SalesGrid.Subjects;

namespace SalesGrid.Opportunities;

/// <summary>All the grid knows of an opportunity.</summary>
public static class OpportunityKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="OpportunityEvent"/>.</summary>
    public static SubjectKind<Opportunity, OpportunityEvent> Kind { get; } = new("opportunity", Opportunity.None, (state, e, at) => state.Evolve(e, at))
    {
        OwnedBy = static (_, opportunity) => opportunity.Status == OpportunityStatus.None ? null : opportunity.Attribution.OwnerId,
        Needs = OpportunityRules.Needs,
        WarningCauses = OpportunityWarnings.Of,
        Facts = OpportunityFactSource.Facts,
        Unfinished = static opportunity => opportunity.Papers?.Due,
    };
}
