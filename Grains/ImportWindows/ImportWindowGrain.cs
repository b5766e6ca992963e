using System.Collections.Immutable;
using SalesGrid.Hosting;
using SalesGrid.Subjects;

namespace SalesGrid.ImportWindows;

/// <summary>The company's import windows. Key: <c>importwindow/company</c>. Silos ask it by <see cref="ImportWindowGate"/>.</summary>
[GrainType("importwindow"), BucketPlacement]
public sealed class ImportWindowGrain(SubjectServices services, ImportWindowGate gate)
    : SubjectGrain<ImportWindow, ImportWindowEvent, ImportWindowCommand>(ImportWindowKind.Kind, services)
{
    /// <inheritdoc/>
    protected override ValueTask<Decision<ImportWindowEvent>> Decide(string id, ImportWindow current, ImportWindowCommand command, DecisionContext request) =>
        new(ImportWindowRules.Decide(id, current, command, request));

    /// <inheritdoc/>
    protected override Task Committed(SubjectRecord<ImportWindow> record, ImmutableArray<SubjectEvent> events, Envelope envelope)
    {
        gate.Forget();
        return Task.CompletedTask;
    }
}
