using SalesGrid.Customers;
using SalesGrid.Processes;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Opportunities.OpportunityEvent>;

namespace SalesGrid.Opportunities;

/// <summary>What the rules may know beside the opportunity itself, read once before they run.</summary>
/// <param name="Today">The business day.</param>
/// <param name="Processes">The published processes.</param>
/// <param name="Owner">The salesperson the command names; null when it names none or there is none.</param>
/// <param name="Customer">The customer the command names; null when it names none or there is none.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="Duties">What they answer for.</param>
public sealed record OpportunityContext(
    DateOnly Today,
    ProcessCatalog Processes,
    SalespersonView? Owner = null,
    CustomerView? Customer = null,
    string Actor = "",
    Duties Duties = Duties.None);

/// <summary>The rules of an opportunity. Pure: the same arguments always give the same answer.</summary>
public static partial class OpportunityRules
{
    /// <summary>Decides a command. Rules are checked in order of precedence: existence, status, content, then the gate.</summary>
    public static Decision Decide(string id, Opportunity current, OpportunityCommand command, OpportunityContext context)
    {
        if (command is OpenOpportunity or ImportOpportunity)
        {
            if (current.Status != OpportunityStatus.None)
                return ControlPoints.OpportunityMustBeNew.Refuse(id);
        }
        else if (current.Status == OpportunityStatus.None)
        {
            return ControlPoints.OpportunityMustExist.Refuse(id);
        }

        return command switch
        {
            OpenOpportunity c => Open(c, context),
            ImportOpportunity c => Import(c, context),
            ReopenOpportunity c => Reopen(current, c),
            // Evidence and activities may be completed after the fact; the ledger says when they were.
            AttachEvidence c => Attach(current, c, Process(current, context)),
            RecordActivity c => Record(c, context),
            _ when current.Status != OpportunityStatus.Open => MustBeOpen(current),
            ValueOpportunity c => Value(current, c, context),
            AdvanceStage c => Advance(current, c, Process(current, context)),
            ReassignOpportunity c => Reassign(current, c, context),
            WinOpportunity c => Win(current, c, context),
            LoseOpportunity c => Lose(current, c, context),
            MoveToProcessVersion c => Migrate(current, c, context),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
        };
    }

    /// <summary>The salesperson and the customer a command names, whom the rules have to know; null for none.</summary>
    public static (string? OwnerId, string? CustomerId) NamedIn(OpportunityCommand command) => command switch
    {
        OpenOpportunity c => (c.OwnerId, c.Facts.CustomerId),
        ImportOpportunity c => (c.OwnerId, c.Facts.CustomerId),
        ReassignOpportunity c => (c.OwnerId, null),
        ValueOpportunity c => (null, c.Facts.CustomerId),
        _ => (null, null),
    };

    private static Decision Open(OpenOpportunity command, OpportunityContext context)
    {
        if ((Check(command.Facts)
            ?? CheckOwner(command.OwnerId, context, mustBeActive: true)
            ?? CheckCustomer(command.Facts.CustomerId, context)
            ?? CheckProcess(command.ProcessId, context)) is { } refusal)
            return refusal;
        var process = context.Processes.Newest[command.ProcessId];
        var first = process.Stages[0];
        return Decision.Record(new OpportunityOpened(process.Id, process.Version, first.Id, first.ProbabilityPercent,
            command.Facts, CreditOf(context.Owner!), context.Customer?.Profile.Sector, context.Today));
    }

    private static Decision Import(ImportOpportunity command, OpportunityContext context)
    {
        if ((Check(command.Facts) ?? Validation.First(
                Validation.Required("source", command.Source),
                Validation.OptionalDate("openedOn", command.OpenedOn),
                Validation.OptionalDate("closedOn", command.ClosedOn),
                CheckImportedStatus(command))
            ?? CheckOwner(command.OwnerId, context, mustBeActive: false)
            ?? CheckCustomer(command.Facts.CustomerId, context)
            ?? CheckProcess(command.ProcessId, context)) is { } refusal)
            return refusal;

        var process = context.Processes.Newest[command.ProcessId];
        var index = process.IndexOf(command.Stage);
        if (index < 0)
            return UnknownStage("stage", process, command.Stage);
        if ((CheckClosing(command.OpenedOn, command.ClosedOn, context) ?? CheckOpening(command.OpenedOn, context)) is { } dates)
            return dates;

        var lossReason = command.Status == OpportunityStatus.Lost ? command.LossReason ?? LossReason.Unknown : null;
        if (lossReason is not null && CheckLossReason(lossReason, process) is { } reason)
            return reason;
        // A won opportunity passed the gate of its own stage too, or should have.
        var behind = command.Status == OpportunityStatus.Won ? index + 1 : index;
        return Decision.Record(new OpportunityImported(process.Id, process.Version, command.Stage,
            process.Stages[index].ProbabilityPercent, command.Status, command.Facts, CreditOf(context.Owner!),
            context.Customer?.Profile.Sector, command.OpenedOn, command.ClosedOn, lossReason, command.Source,
            [.. process.Stages.Take(behind).Select(s => s.Id)]));
    }

    private static Decision Value(Opportunity current, ValueOpportunity command, OpportunityContext context)
    {
        if ((Check(command.Facts) ?? CheckCustomer(command.Facts.CustomerId, context)) is { } refusal)
            return refusal;
        var given = command.Facts;
        var facts = new OpportunityFacts(
            given.Name ?? current.Facts.Name,
            given.CustomerId ?? current.Facts.CustomerId,
            given.Product ?? current.Facts.Product,
            given.Channel ?? current.Facts.Channel,
            given.Amount ?? current.Facts.Amount,
            given.ExpectedCloseOn ?? current.Facts.ExpectedCloseOn);
        if (facts == current.Facts)
            return Decision.Nothing;
        var sector = given.CustomerId is null ? current.Sector : context.Customer?.Profile.Sector;
        return Decision.Record(new OpportunityValued(facts, sector));
    }

    private static Decision Advance(Opportunity current, AdvanceStage command, ProcessDefinition process)
    {
        var index = process.IndexOf(current.Stage);
        var stage = process.Stages[index];
        if (command.To is { } to && process.IndexOf(to) < 0)
            return UnknownStage("to", process, to);
        if (command.To is { } back && stage.MayReturnTo.Contains(back))
            return Decision.Record(new StageReturned(current.Stage, back, process.Stage(back).ProbabilityPercent));
        if (index == process.Stages.Length - 1)
            return command.To is null
                ? ControlPoints.LastStageCannotAdvance.Refuse(stage.Name.Zh, stage.Name.En)
                : NotAllowed(stage, process.Stage(command.To));
        var next = process.Stages[index + 1];
        if (command.To is { } other && other != next.Id)
            return NotAllowed(stage, process.Stage(other));
        return CheckGate(current, stage) is { } refusal
            ? refusal
            : Decision.Record(new StageAdvanced(current.Stage, next.Id, next.ProbabilityPercent));
    }

    private static Decision Attach(Opportunity current, AttachEvidence command, ProcessDefinition process)
    {
        if (Validation.First(
                Validation.Required("kind", command.Kind),
                Validation.Required("reference", command.Reference),
                Validation.Optional("note", command.Note, Validation.MaxTextLength)) is { } refusal)
            return refusal;
        var kinds = process.Stages.SelectMany(s => s.Evidence).Select(e => e.Kind).Distinct().ToArray();
        if (!kinds.Contains(command.Kind, StringComparer.Ordinal))
            return ControlPoints.EvidenceMustBeOfProcess.RefuseField("kind", process.Id, command.Kind, string.Join(", ", kinds));
        return current.Evidence.Any(e => e.Kind == command.Kind && e.Reference == command.Reference)
            ? Decision.Nothing
            : Decision.Record(new EvidenceAttached(command.Kind, command.Reference, current.Stage, command.Note));
    }

    private static Decision Record(RecordActivity command, OpportunityContext context)
    {
        var on = command.On ?? context.Today;
        return Validation.First(
                Validation.Required("kind", command.Kind),
                Validation.Required("summary", command.Summary, Validation.MaxTextLength),
                Validation.OptionalDate("on", command.On),
                on > context.Today ? Validation.Invalid("on", "不能在未来", "it must not lie in the future") : null) is { } refusal
            ? refusal
            : Decision.Record(new ActivityRecorded(command.Kind, command.Summary, on));
    }

    private static Decision Reassign(Opportunity current, ReassignOpportunity command, OpportunityContext context)
    {
        if ((Validation.Optional("reason", command.Reason, Validation.MaxTextLength)
            ?? CheckOwner(command.OwnerId, context, mustBeActive: true)) is { } refusal)
            return refusal;
        var credit = CreditOf(context.Owner!);
        return credit == current.Credit
            ? Decision.Nothing
            : Decision.Record(new OpportunityReassigned(credit, current.Credit.OwnerId, command.Reason));
    }

    private static Decision Win(Opportunity current, WinOpportunity command, OpportunityContext context)
    {
        var stage = Process(current, context).Stage(current.Stage);
        var closedOn = command.ClosedOn ?? context.Today;
        if ((Validation.OptionalAmount("amount", command.Amount)
            ?? Validation.OptionalDate("closedOn", command.ClosedOn)
            ?? CheckClosing(current.OpenedOn, closedOn, context)) is { } refusal)
            return refusal;
        if (!stage.MayWin)
            return ControlPoints.StageMustAllowWinning.Refuse(stage.Name.Zh, stage.Name.En);
        if ((command.Amount ?? current.Facts.Amount) is not { } amount)
            return ControlPoints.WinMustHaveAmount.RefuseField("amount");
        if (current.Facts.CustomerId is null)
            return ControlPoints.WinMustHaveCustomer.RefuseField("customerId");
        return CheckGate(current, stage) is { } gate
            ? gate
            : Decision.Record(new OpportunityWon(amount, closedOn));
    }

    private static Decision Lose(Opportunity current, LoseOpportunity command, OpportunityContext context)
    {
        var closedOn = command.ClosedOn ?? context.Today;
        return (Validation.Required("reason", command.Reason)
            ?? Validation.Optional("note", command.Note, Validation.MaxTextLength)
            ?? Validation.OptionalDate("closedOn", command.ClosedOn)
            ?? CheckLossReason(command.Reason, Process(current, context))
            ?? CheckClosing(current.OpenedOn, closedOn, context)) is { } refusal
            ? refusal
            : Decision.Record(new OpportunityLost(command.Reason, command.Note, closedOn));
    }

    private static Decision Reopen(Opportunity current, ReopenOpportunity command)
    {
        if (current.Status == OpportunityStatus.Open)
            return ControlPoints.OpportunityMustBeClosed.Refuse();
        return Validation.Required("reason", command.Reason, Validation.MaxTextLength) is { } refusal
            ? refusal
            : Decision.Record(new OpportunityReopened(command.Reason));
    }

    private static Credit CreditOf(SalespersonView owner) => new(owner.Id, owner.Place.Team, owner.Place.Region);
}
