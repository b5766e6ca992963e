using SalesGrid.Subjects;

namespace SalesGrid.Salespeople;

/// <summary>Whether a salesperson is trained for what they are about to do. Pure.</summary>
public static class TrainingRules
{
    /// <summary>Every mandatory qualification for an act that has lapsed; null when there is none, or nobody.</summary>
    public static Refusal? MustBeCurrent(SalespersonView? person, string act, DecisionContext request)
    {
        if (person?.LapsedFor(act, request.Today) is not { } first || request.Waives(ControlPoints.TrainingMustBeCurrent))
            return null;
        return Lapsed(person, first).Listing(person.Qualifications
            .Where(q => q.ValidUntil < request.Today && q.Acts.Contains(act))
            .Select(q => Lapsed(person, q)));
    }

    private static Refusal Lapsed(SalespersonView person, Qualification lapsed)
    {
        var never = lapsed.ValidUntil == Salesperson.NeverPassed;
        return ControlPoints.TrainingMustBeCurrent.Refuse(
            person.Name,
            lapsed.Name,
            never ? "尚未通过" : $"已于 {lapsed.ValidUntil:yyyy-MM-dd} 到期",
            never ? "it has not been passed" : $"it lapsed on {lapsed.ValidUntil:yyyy-MM-dd}").Needing(never ? null : lapsed.ValidUntil, lapsed.Code);
    }
}
