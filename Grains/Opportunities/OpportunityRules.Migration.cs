using SalesGrid.Processes;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Opportunities.OpportunityEvent>;

namespace SalesGrid.Opportunities;

// Moving a running opportunity to another version of its process.
public static partial class OpportunityRules
{
    private const Duties MayMove = Duties.ProcessOwner | Duties.Manager;

    /// <summary>Id of the process a command begins something under; null for any other command.</summary>
    public static string? ProcessBegunIn(OpportunityCommand command) => command switch
    {
        OpenOpportunity c => c.ProcessId,
        ImportOpportunity c => c.ProcessId,
        _ => null,
    };

    /// <summary>What a move would mean, or the rule that forbids it whoever asks.</summary>
    public static MigrationAnswer PreviewMove(
        string id, Opportunity current, int version, string? toStage, ProcessCatalog processes, DateOnly today)
    {
        if (current.Status == OpportunityStatus.None)
            return new(null, ControlPoints.OpportunityMustExist.Refuse(id));
        if (current.Status != OpportunityStatus.Open)
            return new(null, MustBeOpen(current));
        if (!(processes.EffectiveFrom(current.ProcessId, version) <= today) || processes.Find(current.ProcessId, version) is not { } to)
            return new(null, ControlPoints.TargetVersionMustBeInForce.RefuseField("version", current.ProcessId, version));
        if (toStage is not null && to.IndexOf(toStage) < 0)
            return new(null, UnknownStage("toStage", to, toStage));
        var preview = ProcessMigration.Preview(current, processes.Pinned(current.ProcessId, current.ProcessVersion), to, toStage);
        return preview.ToStage is null && toStage is not null
            ? new(null, ControlPoints.MoveMustNotSkipGates.RefuseField("toStage", NameOf(to, current.Stage).Zh, NameOf(to, current.Stage).En, version))
            : new(preview, null);
    }

    private static Decision Migrate(Opportunity current, MoveToProcessVersion command, OpportunityContext context)
    {
        var (preview, noWay) = PreviewMove("", current, command.Version, command.ToStage, context.Processes, context.Today);
        if (Refusal.All(
                (context.Request.Duties & MayMove) == 0 ? ControlPoints.MoverMustHaveDuty.Refuse(context.Request.Actor) : null,
                SubjectId.Same(context.Request.Actor, current.Attribution.OwnerId) ? ControlPoints.MoverMustNotBeOwner.Refuse(context.Request.Actor) : null,
                CheckNotOfTeam(current, context),
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                noWay,
                preview is { ToStage: null } ? ControlPoints.TargetStageMustBeNamed.RefuseField("toStage", command.Version, current.Stage, string.Join(", ", preview.Choices)) : null) is { } refusal)
            return refusal;
        var stage = preview!.ToStage!;
        return command.Version == current.ProcessVersion
            // Within a version one goes by its gates and its ways back.
            ? command.ToStage is null || command.ToStage == current.Stage
                ? Decision.Nothing
                : ControlPoints.MoveMustNotSkipGates.RefuseField("toStage", NameOf(Process(current, context), current.Stage).Zh,
                    NameOf(Process(current, context), current.Stage).En, command.Version)
            : Decision.Record(new OpportunityMigrated(current.ProcessId, current.ProcessVersion, command.Version, current.Stage, stage,
                preview.ToProbabilityPercent!.Value, [.. preview.UnevidencedGates], command.Reason, context.Request.Actor,
                TermsIn(context.Processes.Pinned(current.ProcessId, command.Version), stage)));
    }

    private static StageTerms? TermsIn(ProcessDefinition process, string stage) => TermsOf(process, process.IndexOf(stage));

    private static LocalText NameOf(ProcessDefinition process, string stage) => process.Stage(stage).Name;
}
