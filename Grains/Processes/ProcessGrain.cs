using SalesGrid.Hosting;
using SalesGrid.Subjects;

namespace SalesGrid.Processes;

/// <inheritdoc cref="IProcessGrain"/>
[GrainType("process"), BucketPlacement]
public sealed class ProcessGrain(SubjectServices services, ProcessCatalog shipped)
    : SubjectGrain<SalesProcess, ProcessEvent, ProcessCommand>(ProcessKind.Kind, services), IProcessGrain
{
    /// <inheritdoc/>
    public async Task<ProcessView?> Get() => View(Id, await Current()) is { } view
        ? ProcessLine.InForce(view, Today, shipped)
        : null;

    /// <inheritdoc/>
    public async Task<ProcessDefinition?> Definition(int version)
    {
        var state = (await Current()).State;
        return state.Release(version)?.Definition
            ?? (state.Draft?.Definition is { } draft && draft.Version == version ? draft : null);
    }

    /// <inheritdoc/>
    protected override ValueTask<Decision<ProcessEvent>> Decide(string id, SalesProcess current, ProcessCommand command, DecisionContext request) =>
        new(ProcessRules.Decide(id, current, command, new(request.Today, request.Actor, request.Duties, shipped)));

    /// <summary>The process as seen from outside; null where the company has done nothing to it.</summary>
    public static ProcessView? View(string id, SubjectRecord<SalesProcess> record) => record.State is { IsNothing: false } state
        ? new()
        {
            Id = id,
            Version = record.Version,
            Releases = [.. state.Releases.Select(r => new ProcessReleaseView(
                r.Definition.Version, r.Definition.Name, r.EffectiveFrom, r.Authors, r.ApprovedBy, r.ApprovedAt))],
            Adoptions = state.Adoptions,
            Draft = state.Draft is { } d ? new(d.Definition.Version, d.Definition.Name, d.Revision, d.Authors, d.ChangedAt) : null,
            RetiredFrom = state.RetiredFrom,
        }
        : null;
}
