using SalesGrid.Subjects;

namespace SalesGrid.Rates;

/// <summary>All the grid knows of the exchange rates.</summary>
public static class RatesKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="RateEvent"/>.</summary>
    public static SubjectKind<CompanyRates, RateEvent> Kind { get; } = new("rates", CompanyRates.None, (state, e, _) => state.Evolve(e))
    {
        Shown = CompanyRates.View,
    };
}
