using SalesGrid.Subjects;

namespace SalesGrid.Accounting;

/// <summary>All the grid knows of the accounting periods.</summary>
public static class AccountingKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="AccountingEvent"/>.</summary>
    public static SubjectKind<AccountingPeriods, AccountingEvent> Kind { get; } =
        new("accounting", AccountingPeriods.None, (state, e, at) => state.Evolve(e, at)) { Shown = AccountingPeriods.View };
}
