using SalesGrid.Processes;
using SalesGrid.Rates;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Opportunities.OpportunityEvent>;

namespace SalesGrid.Opportunities;

// Who must have approved that a stage is left, and who may.
public static partial class OpportunityRules
{
    private static Decision Request(Opportunity current, RequestStageApproval command, ProcessDefinition process, OpportunityContext context)
    {
        if (Refusal.All(
                Validation.Optional("note", command.Note, Validation.MaxTextLength),
                CheckApprover(command.By)) is { } refusal)
            return refusal;
        var by = command.By ?? process.Stage(current.Stage).Approval?.By ?? StageApprover.OwnersManager;
        return ApprovalBy(current, by) is { State: not ApprovalState.Rejected }
            ? Decision.Nothing
            : Decision.Record(new StageApprovalRequested(current.Stage, by, context.Request.Actor, command.Note));
    }

    private static Decision Approve(Opportunity current, ApproveStage command, OpportunityContext context)
    {
        return Refusal.All(
                Validation.Optional("note", command.Note, Validation.MaxTextLength),
                CheckApprover(command.By) ?? CheckDeciding(current, command.By, context)) is { } refusal
            ? refusal
            : Decision.Record(new StageApproved(current.Stage, Waiting(current, command.By)!.By, context.Request.Actor, command.Note));
    }

    private static Decision Reject(Opportunity current, RejectStage command, OpportunityContext context)
    {
        return Refusal.All(
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                CheckApprover(command.By) ?? CheckDeciding(current, command.By, context)) is { } refusal
            ? refusal
            : Decision.Record(new StageRejected(current.Stage, Waiting(current, command.By)!.By, context.Request.Actor, command.Reason));
    }

    private static Refusal? CheckApprover(StageApprover? by) => by is { } named && !Enum.IsDefined(named)
        ? Validation.Invalid("by", "没有这种审批人", "there is no such approver")
        : null;

    /// <summary>The approval that waits for an answer, of one approver or the first; null when none does.</summary>
    private static StageApproval? Waiting(Opportunity current, StageApprover? which) =>
        current.File?.Approvals.FirstOrDefault(a => a.State == ApprovalState.Requested && (which is null || a.By == which));

    private static Refusal? CheckDeciding(Opportunity current, StageApprover? which, OpportunityContext context)
    {
        if (Waiting(current, which) is not { } waiting)
            return ControlPoints.ApprovalMustBeRequested.Refuse();
        var (actor, by) = (context.Request.Actor, waiting.By);
        return Refusal.All(
            SubjectId.Same(actor, current.Attribution.OwnerId) || SubjectId.Same(actor, waiting.RequestedBy)
                ? ControlPoints.ApproverMustBeAnother.Refuse(actor).Needing(by: WhoIs(by, context))
                : null,
            CheckNotOfTeam(current, context),
            MayDecide(by, context)
                ? null
                : ControlPoints.ApproverMustHaveAuthority.Refuse(actor, NameOf(by).Zh, NameOf(by).En).Needing(by: WhoIs(by, context)));
    }

    private static bool MayDecide(StageApprover by, OpportunityContext context) => by switch
    {
        // Where nobody on record leads the owner, somebody who leads salespeople has to stand in: or nothing could go on.
        StageApprover.OwnersManager => context.Manager is null ? context.Request.HasAny(Duties.Manager) : IsManagerOfOwner(context),
        StageApprover.Manager => context.Request.HasAny(Duties.Manager),
        StageApprover.Finance => context.Request.HasAny(Duties.Finance),
        StageApprover.Legal => context.Request.HasAny(Duties.Legal),
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "No such approver."),
    };

    private static bool IsManagerOfOwner(OpportunityContext context) =>
        context.Manager is { Active: true } manager && manager.MayActFor(context.Request.Actor, context.Today, context.Request.Act);

    /// <summary>The approval a stage asks for; null when it is there, or none is asked for at this amount.</summary>
    /// <param name="current">The opportunity.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="amount">The amount it leaves the stage with.</param>
    /// <param name="unknown">What its gate does not know yet: an approval from before the amount or the customer is known is void once it is.</param>
    /// <param name="context">What else is known.</param>
    private static Refusal? CheckApproval(Opportunity current, StageDefinition stage, Money? amount, Refusal? unknown, OpportunityContext context)
    {
        if (stage.Approval is not { } needed || context.Request.Waives(ControlPoints.StageMustBeApproved))
            return null;
        if (unknown is not null && unknown.Missing.Any(m => m.Field is "amount" or "customerId"))
            current = current with { File = current.File?.WithoutApprovals() };
        if (IsApproved(current, needed.By, amount))
            return null;
        if (amount is { } worth && needed.From is { } least)
        {
            if (InCurrencyOf(least, worth, context) is not { } same)
                return NoRate(worth, least, context);
            if (same.MinorUnits < least.MinorUnits)
                return null;
        }
        return StepsTo(ControlPoints.StageMustBeApproved.Refuse(stage.Name.Zh, NameOf(needed.By).Zh, stage.Name.En, NameOf(needed.By).En), current, needed.By, amount, context);
    }

    /// <summary>A win above what its owner may decide alone.</summary>
    private static Refusal? CheckDealSize(Opportunity current, Money amount, OpportunityContext context)
    {
        if (context.PresentOwner?.Authority?.DealSizeMax is not { } max
            || IsApproved(current, StageApprover.OwnersManager, amount) || IsApproved(current, StageApprover.Manager, amount)
            || context.Request.Waives(ControlPoints.DealSizeMustBeApproved))
            return null;
        if (InCurrencyOf(max, amount, context) is not { } same)
            return NoRate(amount, max, context);
        return same.MinorUnits <= max.MinorUnits
            ? null
            : StepsTo(ControlPoints.DealSizeMustBeApproved.Refuse(amount, max), current,
                ApprovalBy(current, StageApprover.Manager) is { State: ApprovalState.Requested } ? StageApprover.Manager : StageApprover.OwnersManager, amount, context);
    }

    /// <summary>What an approval still takes, step by step: the amount on record, the question, the answer.</summary>
    private static Refusal StepsTo(Refusal approval, Opportunity current, StageApprover by, Money? amount, OpportunityContext context)
    {
        var (name, isAnother) = (GridJson.NameOf(by), amount != current.Facts.Amount);
        var steps = new List<Refusal>();
        if (isAnother)
            steps.Add(approval.At("amount").Needing(current.Facts.Amount, amount, Who.Self, "opportunity.value"));
        if (isAnother || ApprovalBy(current, by) is not { State: ApprovalState.Requested })
            steps.Add(approval.At("by").Needing(null, name, Who.Self, "opportunity.request-stage-approval"));
        steps.Add(approval.At("by").Needing(null, name, WhoIs(by, context), "opportunity.approve-stage"));
        return approval.Listing(steps);
    }

    /// <summary>An amount in the currency of a limit, by the approved rate of the day; null where there is none.</summary>
    private static Money? InCurrencyOf(Money limit, Money amount, OpportunityContext context) =>
        amount.Currency == limit.Currency ? amount : context.Rates.Convert(amount, limit.Currency, context.Today)?.Compared;

    private static Refusal NoRate(Money amount, Money limit, OpportunityContext context) =>
        ControlPoints.RateMustBeKnown.RefuseField("amount", amount, limit.Currency, $"{context.Today:yyyy-MM-dd}").Needing(amount, limit.Currency);

    /// <summary>The rates a decision rests on: of every limit in another currency that was in its way. Null for none, as nearly always.</summary>
    private static AppliedRate[]? RatesUsed(Money? amount, OpportunityContext context, IEnumerable<Money?> limits)
    {
        if (amount is not { } worth)
            return null;
        AppliedRate[] used = [.. limits.OfType<Money>().Select(l => l.Currency).Where(c => c != worth.Currency).Distinct()
            .Select(c => context.Rates.Convert(worth, c, context.Today)).OfType<AppliedRate>()];
        return used.Length == 0 ? null : used;
    }

    // What was approved was the amount on record: another one in the command is not approved.
    private static bool IsApproved(Opportunity current, StageApprover by, Money? amount) =>
        amount == current.Facts.Amount && ApprovalBy(current, by) is { State: ApprovalState.Approved };

    private static StageApproval? ApprovalBy(Opportunity current, StageApprover by)
    {
        if (current.File is not { } file)
            return null;
        foreach (var approval in file.Approvals)
        {
            if (approval.By == by)
                return approval;
        }
        return null;
    }

    private static string WhoIs(StageApprover by, OpportunityContext context) => by switch
    {
        StageApprover.OwnersManager => context.Manager is { } manager ? Who.Person(manager.Id)
            : SubjectId.IsValid(context.PresentOwner?.Place.Manager) ? Who.Manager
            : Who.SalesManager,
        StageApprover.Manager => Who.SalesManager,
        StageApprover.Finance => Who.Finance,
        StageApprover.Legal => Who.Legal,
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "No such approver."),
    };

    private static LocalText NameOf(StageApprover by) => by switch
    {
        StageApprover.OwnersManager => new("负责人的主管", "the owner's manager"),
        StageApprover.Manager => new("销售管理", "a sales manager"),
        StageApprover.Finance => new("财务", "finance"),
        StageApprover.Legal => new("法务", "legal"),
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "No such approver."),
    };
}
