using SalesGrid.Hosting;
using SalesGrid.Subjects;

namespace SalesGrid.Salespeople;

/// <inheritdoc cref="ISalespersonGrain"/>
[GrainType("salesperson"), BucketPlacement]
public sealed class SalespersonGrain(LedgerHost host)
    : SubjectGrain<Salesperson, SalespersonEvent, SalespersonCommand>(SubjectKinds.Salesperson, host), ISalespersonGrain
{
    /// <inheritdoc/>
    public async Task<SalespersonView?> Get() => View(Id, await Current());

    /// <summary>The salesperson as seen from outside; null when there is none.</summary>
    public static SalespersonView? View(string id, SubjectRecord<Salesperson> record) => record.State is { Name: { } name } s
        ? new(id, record.Version, name, s.Place, s.Active, s.RegisteredAt)
        : null;

    /// <inheritdoc/>
    protected override ValueTask<Decision<SalespersonEvent>> Decide(string id, Salesperson current, SalespersonCommand command, Asked asked) =>
        new(SalespersonRules.Decide(id, current, command));
}
