using SalesGrid.Hosting;
using SalesGrid.Subjects;

namespace SalesGrid.Accounting;

/// <summary>The company's accounting periods. Key: <c>accounting/company</c>. Asked only about days of months that are over.</summary>
[GrainType("accounting"), BucketPlacement]
public sealed class AccountingGrain(SubjectServices services) : SubjectGrain<AccountingPeriods, AccountingEvent, AccountingCommand>(AccountingKind.Kind, services)
{
    /// <inheritdoc/>
    protected override ValueTask<Decision<AccountingEvent>> Decide(string id, AccountingPeriods current, AccountingCommand command, DecisionContext request) =>
        new(AccountingRules.Decide(id, current, command, request));
}
