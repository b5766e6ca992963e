using System.Collections.Immutable;
using SalesGrid.Processes;

namespace SalesGrid.Opportunities;

/// <summary>What it means for a running opportunity to go on under another version of its process. Pure.</summary>
public static class ProcessMigration
{
    /// <summary>The preview of a move.</summary>
    /// <param name="current">The opportunity.</param>
    /// <param name="from">The version it is under.</param>
    /// <param name="to">The version it would be under.</param>
    /// <param name="toStage">Stage of <paramref name="to"/> to go to; null for the one of the same id.</param>
    public static MigrationPreview Preview(Opportunity current, ProcessDefinition from, ProcessDefinition to, string? toStage)
    {
        // Where the stage is in both, a move may go back but not on: that is what gates are for.
        var same = to.IndexOf(current.Stage);
        var choices = to.Stages.Take(same < 0 ? to.Stages.Length : same + 1).Select(s => s.Id).ToImmutableArray();
        var preview = new MigrationPreview
        {
            FromVersion = from.Version,
            ToVersion = to.Version,
            FromStage = current.Stage,
            Choices = choices,
            FromProbabilityPercent = current.ProbabilityPercent,
        };
        var target = toStage ?? (same < 0 ? null : current.Stage);
        return target is null || !choices.Contains(target)
            ? preview
            : Filled(preview, current, from.Stage(current.Stage), to, to.Stage(target));
    }

    private static MigrationPreview Filled(
        MigrationPreview preview, Opportunity current, StageDefinition before, ProcessDefinition to, StageDefinition after) => preview with
        {
            ToStage = after.Id,
            ToProbabilityPercent = after.ProbabilityPercent,
            HeldEvidence = [.. after.Evidence.Where(e => current.Has(e.Kind))],
            MissingEvidence = [.. after.Evidence.Where(e => !current.Has(e.Kind))],
            MissingFacts = [.. after.Facts.Where(fact => !OpportunityRules.Knows(current, fact))],
            AddedChecks = [.. after.Checks.Where(c => !before.Checks.Any(b => Asks(b, c) && b.AtLeast >= c.AtLeast))],
            DroppedChecks = [.. before.Checks.Where(b => !after.Checks.Any(c => Asks(b, c)))],
            Approval = Applies(after.Approval, current) ? after.Approval : null,
            ApprovalLost = Applies(before.Approval, current) && (after.Id != before.Id || after.Approval?.By != before.Approval!.By),
            UnevidencedGates = [.. to.Stages.Take(to.IndexOf(after.Id)).Where(s => s.Evidence.Any(e => !current.Has(e.Kind))).Select(s => s.Id)],
        };

    private static bool Asks(GateCheck a, GateCheck b) => a.Kind == b.Kind && a.Code == b.Code;

    private static bool Applies(StageApprovalRequirement? approval, Opportunity current) =>
        // In another currency it may apply: the rate is looked up when the stage is left.
        approval is not null && (approval.From is not { } least
            || (current.Facts.Amount is { } amount && (amount.Currency != least.Currency || amount.MinorUnits >= least.MinorUnits)));
}
