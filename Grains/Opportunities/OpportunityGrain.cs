using System.Collections.Immutable;
using SalesGrid.Customers;
using SalesGrid.Hosting;
using SalesGrid.Processes;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;

namespace SalesGrid.Opportunities;

/// <inheritdoc cref="IOpportunityGrain"/>
[GrainType("opportunity"), BucketPlacement]
public sealed class OpportunityGrain(LedgerHost host, ProcessShelf shelf)
    : SubjectGrain<Opportunity, OpportunityEvent, OpportunityCommand>(SubjectKinds.Opportunity, host), IOpportunityGrain
{
    /// <inheritdoc/>
    public async Task<OpportunityView?> Get() => View(Id, await Current());

    /// <inheritdoc/>
    public Task<ImmutableArray<HistoryEntry>> History(int afterVersion, int limit) => Trail(afterVersion, limit);

    /// <inheritdoc/>
    protected override async ValueTask<Decision<OpportunityEvent>> Decide(
        string id, Opportunity current, OpportunityCommand command, Asked asked)
    {
        var (ownerId, customerId) = OpportunityRules.NamedIn(command);
        var owner = SubjectId.IsValid(ownerId)
            ? await GrainFactory.GetGrain<ISalespersonGrain>(SubjectKinds.Salesperson.SubjectOf(ownerId!)).Get()
            : null;
        var customer = SubjectId.IsValid(customerId)
            ? await GrainFactory.GetGrain<ICustomerGrain>(SubjectKinds.Customer.SubjectOf(customerId!)).Get()
            : null;
        var processes = await shelf.For(current, command, asked.Today);
        return OpportunityRules.Decide(id, current, command, new(asked.Today, processes, owner, customer, asked.Actor, asked.Duties));
    }

    /// <inheritdoc/>
    public async Task<MigrationAnswer> PreviewMigration(int version, string? toStage)
    {
        var current = (await Current()).State;
        var today = Host.DayOf(Host.Time.GetUtcNow());
        if (current.ProcessVersion > 0)
            await shelf.Pinned(current.ProcessId, current.ProcessVersion);
        return OpportunityRules.PreviewMove(Id, current, version, toStage, await shelf.Target(current, version, today), today);
    }

    /// <summary>The opportunity as seen from outside; null when there is none.</summary>
    public static OpportunityView? View(string id, SubjectRecord<Opportunity> record) => record.State is { Status: not OpportunityStatus.None } o
        ? new()
        {
            Id = id,
            Version = record.Version,
            Status = o.Status,
            ProcessId = o.ProcessId,
            ProcessVersion = o.ProcessVersion,
            Stage = o.Stage,
            Facts = o.Facts,
            OwnerId = o.Credit.OwnerId,
            Team = o.Credit.Team,
            Region = o.Credit.Region,
            Sector = o.Sector,
            OpenedOn = o.OpenedOn,
            ClosedOn = o.ClosedOn,
            LossReason = o.LossReason,
            Imported = o.Imported,
            UnevidencedGates = o.UnevidencedGates,
            Evidence = o.Evidence,
            ActivityCount = o.ActivityCount,
            LastActivityOn = o.LastActivityOn,
            StageSince = o.StageSince,
            ChangedAt = o.ChangedAt,
        }
        : null;
}
