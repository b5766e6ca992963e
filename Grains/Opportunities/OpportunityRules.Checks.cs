using SalesGrid.Processes;
using SalesGrid.Salespeople;

namespace SalesGrid.Opportunities;

// The single checks the decisions are made of. Each answers null when its rule holds.
public static partial class OpportunityRules
{
    private static Refusal? Check(OpportunityFacts facts) => Validation.First(
        Validation.Optional("name", facts.Name),
        Validation.OptionalId("customerId", facts.CustomerId),
        Validation.Optional("product", facts.Product),
        Validation.Optional("channel", facts.Channel),
        Validation.OptionalAmount("amount", facts.Amount),
        Validation.Optional("source", facts.Source));

    private static Refusal? CheckOwner(string ownerId, OpportunityContext context, bool mustBeActive)
    {
        if (Validation.RequiredId("ownerId", ownerId) is { } invalid)
            return invalid;
        if (context.Owner is null)
            return ControlPoints.OwnerMustBeKnown.RefuseField("ownerId", ownerId);
        return mustBeActive && !context.Owner.Active
            ? ControlPoints.SalespersonMustBeActive.RefuseField("ownerId", ownerId)
            : null;
    }

    private static Refusal? CheckCustomer(string? customerId, OpportunityContext context) =>
        customerId is not null && context.Customer is null
            ? ControlPoints.CustomerMustBeKnown.RefuseField("customerId", customerId)
            : null;

    private static Refusal? CheckProcess(string processId, OpportunityContext context) =>
        Validation.Required("processId", processId)
        ?? context.Processes.WhyNotInForce("processId", processId);

    private static Refusal? CheckImportedStatus(ImportOpportunity command) => command.Status switch
    {
        OpportunityStatus.Open when command.ClosedOn is not null =>
            Validation.Invalid("closedOn", "进行中的商机没有关闭日期", "an open opportunity has no close date"),
        OpportunityStatus.Open => null,
        OpportunityStatus.Won or OpportunityStatus.Lost when command.ClosedOn is null =>
            Validation.Invalid("closedOn", "已关闭的商机须有关闭日期", "a closed opportunity has a close date"),
        OpportunityStatus.Won when command.Facts.Amount is null => ControlPoints.WinMustHaveAmount.RefuseField("amount"),
        OpportunityStatus.Won when command.Facts.CustomerId is null => ControlPoints.WinMustHaveCustomer.RefuseField("customerId"),
        OpportunityStatus.Won or OpportunityStatus.Lost => null,
        _ => Validation.Invalid("status", "须为 open、won 或 lost", "it must be open, won or lost"),
    };

    /// <summary>An expected close that is stated anew; one that stands may have passed, and early warning says so.</summary>
    private static Refusal? CheckExpectedClose(DateOnly? stated, DateOnly? known, OpportunityContext context) =>
        stated == known ? null : PlausibleDays.ExpectedClose("expectedCloseOn", stated, context.Today);

    private static Refusal? CheckOpening(DateOnly? openedOn, OpportunityContext context) => openedOn > context.Today
        ? Validation.Invalid("openedOn", "不能在未来", "it must not lie in the future")
        : null;

    private static Refusal? CheckHistoricDays(ImportOpportunity command, OpportunityContext context) => Validation.First(
        PlausibleDays.Until("expectedCloseOn", command.Facts.ExpectedCloseOn, context.Today, PlausibleDays.ExpectedCloseYearsAhead),
        // That neither lies ahead is looked at with their order: a close ahead has a control point of its own.
        PlausibleDays.Until("openedOn", command.OpenedOn, context.Today, PlausibleDays.ExpectedCloseYearsAhead),
        PlausibleDays.Until("closedOn", command.ClosedOn, context.Today, PlausibleDays.ExpectedCloseYearsAhead));

    private static Refusal? CheckClosing(DateOnly? openedOn, DateOnly? closedOn, OpportunityContext context)
    {
        if (closedOn > context.Today)
            return ControlPoints.CloseMustNotBeInFuture.RefuseField("closedOn", $"{closedOn:yyyy-MM-dd}", $"{context.Today:yyyy-MM-dd}");
        return closedOn < openedOn
            ? ControlPoints.DatesMustBeInOrder.RefuseField("closedOn", $"{closedOn:yyyy-MM-dd}", $"{openedOn:yyyy-MM-dd}")
            : null;
    }

    private static Refusal? CheckLossReason(string reason, ProcessDefinition process) =>
        process.LossReasons.Any(r => r.Code == reason)
            ? null
            : ControlPoints.LossMustHaveKnownReason.RefuseField("reason", reason, process.Id,
                string.Join(", ", process.LossReasons.Select(r => r.Code)));

    private static Refusal? CheckWinReason(string? reason, ProcessDefinition process) =>
        process.WinReasons.IsEmpty || process.WinReasons.Any(r => r.Code == reason)
            ? null
            : ControlPoints.WinMustHaveKnownReason.RefuseField("reason", reason, process.Id,
                string.Join(", ", process.WinReasons.Select(r => r.Code)));

    private static Refusal? CheckTraining(SalespersonView? owner, OpportunityContext context) =>
        owner?.LapsedFor(Acts.Sell, context.Today) is { } lapsed && !context.Request.Waives(ControlPoints.TrainingMustBeCurrent)
            ? ControlPoints.TrainingMustBeCurrent.Refuse(owner.Name, lapsed.Name, $"{lapsed.ValidUntil:yyyy-MM-dd}")
            : null;

    internal static bool Knows(Opportunity current, GateFact fact) => fact switch
    {
        GateFact.Customer => current.Facts.CustomerId is not null,
        // A blank text may stand in the field, but it is not knowing the product.
        GateFact.Product => !string.IsNullOrWhiteSpace(current.Facts.Product),
        GateFact.Amount => current.Facts.Amount is not null,
        GateFact.ExpectedClose => current.Facts.ExpectedCloseOn is not null,
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact, "No such gate fact."),
    };

    private static LocalText NameOf(GateFact fact) => fact switch
    {
        GateFact.Customer => new("客户", "customer"),
        GateFact.Product => new("产品", "product"),
        GateFact.Amount => new("金额", "amount"),
        GateFact.ExpectedClose => new("预计成交日期", "expected close date"),
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact, "No such gate fact."),
    };

    private static ProcessDefinition Process(Opportunity current, OpportunityContext context) =>
        context.Processes.Pinned(current.ProcessId, current.ProcessVersion);

    private static Refusal MustBeOpen(Opportunity current) => current.Status == OpportunityStatus.Won
        ? ControlPoints.OpportunityMustBeOpen.Refuse("赢单", "won")
        : ControlPoints.OpportunityMustBeOpen.Refuse("输单", "lost");

    private static Refusal UnknownStage(string field, ProcessDefinition process, string stage) =>
        ControlPoints.StageMustBeKnown.RefuseField(field, process.Id, stage, string.Join(", ", process.Stages.Select(s => s.Id)));

    private static Refusal NotAllowed(StageDefinition from, StageDefinition to) =>
        ControlPoints.StageMustBeAllowed.RefuseField("to", from.Name.Zh, to.Name.Zh, from.Name.En, to.Name.En);
}
