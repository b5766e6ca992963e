using SalesGrid.Hosting;
using SalesGrid.Subjects;

namespace SalesGrid.Rates;

/// <summary>The company's exchange rates. Key: <c>rates/company</c>. Asked only where an amount meets a limit in another currency.</summary>
[GrainType("rates"), BucketPlacement]
public sealed class RatesGrain(SubjectServices services) : SubjectGrain<CompanyRates, RateEvent, RateCommand>(RatesKind.Kind, services)
{
    /// <inheritdoc/>
    protected override ValueTask<Decision<RateEvent>> Decide(string id, CompanyRates current, RateCommand command, DecisionContext request) =>
        new(RateRules.Decide(id, current, command, request));
}
