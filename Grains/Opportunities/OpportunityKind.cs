using SalesGrid.Subjects;

namespace SalesGrid.Opportunities;

/// <summary>All the grid knows of an opportunity.</summary>
public static class OpportunityKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="OpportunityEvent"/>.</summary>
    public static SubjectKind<Opportunity, OpportunityEvent> Kind { get; } = new("opportunity", Opportunity.None, (state, e, at) => state.Evolve(e, at))
    {
        OwnedBy = static (_, opportunity) => opportunity.Status == OpportunityStatus.None ? null : opportunity.Attribution.OwnerId,
        TeamOf = static opportunity => opportunity.File is { Team: { IsEmpty: false } team } ? [.. team.Select(m => m.Person)] : [],
        SharedWith = static opportunity => opportunity.File is { } file ? [.. file.Team.Select(m => m.Person), .. file.Credit.Select(s => s.Person)] : [],
        Needs = OpportunityRules.Needs,
        WarningCauses = OpportunityWarnings.Of,
        Facts = OpportunityFactSource.Facts,
        Unfinished = static opportunity => opportunity.Papers?.Due,
    };
}
