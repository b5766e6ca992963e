using SalesGrid.Processes;
using SalesGrid.Salespeople;

namespace SalesGrid.Opportunities;

// The single checks the decisions are made of. Each answers null when its rule holds.
public static partial class OpportunityRules
{
    /// <summary>The facts a command states, or what is wrong with them.</summary>
    /// <param name="command">The command.</param>
    /// <param name="source">Where the deal came from.</param>
    /// <param name="currency">The currency the opportunity has; null when it has none.</param>
    private static (OpportunityFacts Facts, Refusal? Refusal) Facts(FactsCommand command, string? source, string? currency)
    {
        var (amount, malformed) = StatedAmount.Resolve("amount", command.Amount, currency);
        var facts = new OpportunityFacts(command.Name, command.CustomerId, command.Product, command.Channel, amount, command.ExpectedCloseOn, source);
        return (facts, Refusal.All(Check(facts), malformed));
    }

    private static Refusal? Check(OpportunityFacts facts) => Refusal.All(
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
        SubjectId.IsValid(customerId) && context.Customer is null
            ? ControlPoints.CustomerMustBeKnown.RefuseField("customerId", customerId)
            : context.Customer?.MergedInto is { } into ? ControlPoints.CustomerMustNotBeMerged.RefuseField("customerId", customerId, into)
            : null;

    private static Refusal? CheckProcess(string processId, OpportunityContext context) =>
        Validation.Required("processId", processId)
        ?? context.Processes.WhyNotInForce("processId", processId);

    private static Refusal? CheckImportedStatus(ImportOpportunity command) => command.Status switch
    {
        OpportunityStatus.Open when command.ClosedOn is not null =>
            Validation.Invalid("closedOn", "进行中的商机没有关闭日期", "an open opportunity has no close date"),
        OpportunityStatus.Open => null,
        OpportunityStatus.Won => Refusal.All(
            CheckClosed(command),
            command.Amount is null ? ControlPoints.WinMustHaveAmount.RefuseField("amount").InCommand() : null,
            command.CustomerId is null ? ControlPoints.WinMustHaveCustomer.RefuseField("customerId").InCommand() : null),
        OpportunityStatus.Lost => CheckClosed(command),
        _ => Validation.Invalid("status", "须为 open、won 或 lost", "it must be open, won or lost"),
    };

    private static Refusal? CheckClosed(ImportOpportunity command) => command.ClosedOn is null
        ? Validation.Invalid("closedOn", "已关闭的商机须有关闭日期", "a closed opportunity has a close date")
        : null;

    /// <summary>An expected close that is stated anew; one that stands may have passed, and early warning says so.</summary>
    private static Refusal? CheckExpectedClose(DateOnly? stated, DateOnly? known, OpportunityContext context) =>
        stated == known ? null : PlausibleDays.ExpectedClose("expectedCloseOn", stated, context.Today);

    private static Refusal? CheckOpening(DateOnly? openedOn, OpportunityContext context) => openedOn > context.Today
        ? Validation.Invalid("openedOn", "不能在未来", "it must not lie in the future")
        : null;

    private static Refusal? CheckHistoricDays(ImportOpportunity command, OpportunityContext context) => Refusal.All(
        PlausibleDays.Until("expectedCloseOn", command.ExpectedCloseOn, context.Today, PlausibleDays.ExpectedCloseYearsAhead),
        // That neither lies ahead is looked at with their order: a close ahead has a control point of its own.
        PlausibleDays.Until("openedOn", command.OpenedOn, context.Today, PlausibleDays.ExpectedCloseYearsAhead),
        PlausibleDays.Until("closedOn", command.ClosedOn, context.Today, PlausibleDays.ExpectedCloseYearsAhead));

    private static Refusal? CheckClosing(DateOnly? openedOn, DateOnly? closedOn, OpportunityContext context) => Refusal.All(
        closedOn > context.Today
            ? ControlPoints.CloseMustNotBeInFuture.RefuseField("closedOn", $"{closedOn:yyyy-MM-dd}", $"{context.Today:yyyy-MM-dd}").Needing(closedOn, context.Today)
            : null,
        closedOn < openedOn
            ? ControlPoints.DatesMustBeInOrder.RefuseField("closedOn", $"{closedOn:yyyy-MM-dd}", $"{openedOn:yyyy-MM-dd}").Needing(closedOn, openedOn)
            : null);

    private static Refusal? CheckEvidence(string kind, ProcessDefinition process) =>
        string.IsNullOrWhiteSpace(kind) || process.Stages.Any(s => s.Evidence.Any(e => e.Kind == kind))
            ? null
            : ControlPoints.EvidenceMustBeOfProcess.RefuseField("kind", process.Id, kind, string.Join(", ", process.Stages.SelectMany(s => s.Evidence).Select(e => e.Kind).Distinct()));

    private static Refusal? CheckActivity(string kind, ProcessDefinition process) =>
        string.IsNullOrWhiteSpace(kind) || process.ActivityKinds.IsEmpty || process.ActivityKinds.Any(k => k.Code == kind)
            ? null
            : ControlPoints.ActivityMustBeOfProcess.RefuseField("kind", process.Id, kind, string.Join(", ", process.ActivityKinds.Select(k => k.Code)));

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
        TrainingRules.MustBeCurrent(owner, Acts.Sell, context.Request);

    internal static bool Knows(Opportunity current, GateFact fact) => fact switch
    {
        GateFact.Customer => current.Facts.CustomerId is not null,
        // A blank text may stand in the field, but it is not knowing the product.
        GateFact.Product => !string.IsNullOrWhiteSpace(current.Facts.Product),
        GateFact.Amount => current.Facts.Amount is not null,
        GateFact.ExpectedClose => current.Facts.ExpectedCloseOn is not null,
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact, "No such gate fact."),
    };

    private static string FieldOf(GateFact fact) => fact switch
    {
        GateFact.Customer => "customerId",
        GateFact.Product => "product",
        GateFact.Amount => "amount",
        GateFact.ExpectedClose => "expectedCloseOn",
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
