using SalesGrid.Hosting;
using SalesGrid.Subjects;

namespace SalesGrid.DemoLoans;

/// <summary>All the grid knows of loans.</summary>
public static class DemoLoanKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="DemoLoanEvent"/>.</summary>
    public static SubjectKind<DemoLoan, DemoLoanEvent> Kind { get; } =
        new("demoloan", DemoLoan.None, (state, e, _) => state.Evolve(e))
        {
            OwnedBy = static (_, loan) => loan.RequestedBy.Length == 0 ? null : loan.RequestedBy,
            Shown = DemoLoan.View,
        };
}

/// <summary>A loan. Key: <c>demoloan/{id}</c>.</summary>
[GrainType("demoloan"), BucketPlacement]
public sealed class DemoLoanGrain(SubjectServices services) : SubjectGrain<DemoLoan, DemoLoanEvent, DemoLoanCommand>(DemoLoanKind.Kind, services)
{
    /// <inheritdoc/>
    protected override ValueTask<Decision<DemoLoanEvent>> Decide(string id, DemoLoan current, DemoLoanCommand command, DecisionContext request) =>
        new(DemoLoanRules.Decide(id, current, command, request));
}
