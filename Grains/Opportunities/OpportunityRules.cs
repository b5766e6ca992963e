using System.Collections.Immutable;
using SalesGrid.Accounting;
using SalesGrid.Customers;
using SalesGrid.Processes;
using SalesGrid.Rates;
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
    CustomerView? Customer = null)
{
    /// <summary>The request.</summary>
    public DecisionContext Request { get; init; }

    /// <summary>Who owns the opportunity now, where <see cref="OpportunityRules.KnowledgeFor"/> asks for it; null when there is nobody.</summary>
    public SalespersonView? PresentOwner { get; init; }

    /// <summary>That person's manager, where asked for; null when there is none, or it is no registered salesperson.</summary>
    public SalespersonView? Manager { get; init; }

    /// <summary>The contacts of the opportunity's customer, where <see cref="OpportunityRules.ContactsNeeded"/> asks for them.</summary>
    public ImmutableArray<Contact> Contacts { get; init; } = [];

    /// <summary>The closed months, where <see cref="OpportunityRules.DayBooked"/> asks for them.</summary>
    public ImmutableArray<ClosedMonth> ClosedMonths { get; init; } = [];

    /// <summary>The approved exchange rates.</summary>
    public ExchangeRates Rates { get; init; } = ExchangeRates.None;

    /// <summary>The documents a gate asks for, as they are now.</summary>
    public ImmutableArray<SeenDocument> Documents { get; init; } = [];
}

/// <summary>A document that was noted on an opportunity, looked at once more.</summary>
/// <param name="Kind">Which sort.</param>
/// <param name="OpportunityId">The opportunity it says it is for.</param>
/// <param name="Stands">Whether it stands.</param>
public readonly record struct SeenDocument(DocumentKind Kind, string? OpportunityId, bool Stands);

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
            ReopenOpportunity c => Reopen(current, c, context),
            // Evidence and activities may be completed after the fact; the ledger says when they were.
            AttachEvidence c => Attach(current, c, Process(current, context)),
            RecordActivity c => Record(current, c, context),
            NoteDocument c => Note(current, c, context),
            NoteClaimReleased c => NoteReleased(current, c, context),
            _ when current.Status != OpportunityStatus.Open => MustBeOpen(current),
            ValueOpportunity c => Value(current, c, context),
            AdvanceStage c => Advance(id, current, c, Process(current, context), context),
            ReassignOpportunity c => Reassign(current, c, context),
            WinOpportunity c => Win(id, current, c, context),
            LoseOpportunity c => Lose(current, c, context),
            MoveToProcessVersion c => Migrate(current, c, context),
            EvaluateOpportunity c => Evaluate(current, c, Process(current, context), context),
            MapPerson c => Map(current, c, context),
            RemovePerson c => Remove(current, c),
            PlanNextStep c => Plan(current, c, context),
            NameCompetitors c => Name(current, c),
            SetProductLines c => Set(current, c),
            ForecastOpportunity c => Forecast(current, c),
            RequestStageApproval c => Request(current, c, Process(current, context), context),
            ApproveStage c => Approve(current, c, context),
            RejectStage c => Reject(current, c, context),
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

    /// <summary>The day a command puts a win or loss on, or takes it from; null for any other command, and for today.</summary>
    public static DateOnly? DayBooked(Opportunity current, OpportunityCommand command) => command switch
    {
        WinOpportunity c => c.ClosedOn,
        LoseOpportunity c => c.ClosedOn,
        ReopenOpportunity => current.ClosedOn,
        _ => null,
    };

    private static Decision Open(OpenOpportunity command, OpportunityContext context)
    {
        if ((Check(command.Facts)
            ?? CheckExpectedClose(command.Facts.ExpectedCloseOn, null, context)
            ?? CheckOwner(command.OwnerId, context, mustBeActive: true)
            ?? CheckCustomer(command.Facts.CustomerId, context)
            ?? CheckProcess(command.ProcessId, context)
            ?? CheckTraining(context.Owner, context)) is { } refusal)
            return refusal;
        var process = context.Processes.Newest[command.ProcessId];
        var first = process.Stages[0];
        return Decision.Record(new OpportunityOpened(process.Id, process.Version, first.Id, first.ProbabilityPercent,
            command.Facts, AttributionOf(context.Owner!), context.Customer?.Profile.Sector, context.Today, TermsOf(process, 0)));
    }

    private static Decision Import(ImportOpportunity command, OpportunityContext context)
    {
        if ((Check(command.Facts) ?? Validation.First(
                Validation.Required("source", command.Source),
                CheckHistoricDays(command, context),
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
            process.Stages[index].ProbabilityPercent, command.Status, command.Facts, AttributionOf(context.Owner!),
            context.Customer?.Profile.Sector, command.OpenedOn, command.ClosedOn, lossReason, command.Source,
            [.. process.Stages.Take(behind).Select(s => s.Id)], TermsOf(process, index)));
    }

    private static Decision Value(Opportunity current, ValueOpportunity command, OpportunityContext context)
    {
        if ((Check(command.Facts)
            ?? CheckExpectedClose(command.Facts.ExpectedCloseOn, current.Facts.ExpectedCloseOn, context)
            ?? CheckCustomer(command.Facts.CustomerId, context)) is { } refusal)
            return refusal;
        var given = command.Facts;
        var facts = new OpportunityFacts(
            given.Name ?? current.Facts.Name,
            given.CustomerId ?? current.Facts.CustomerId,
            given.Product ?? current.Facts.Product,
            given.Channel ?? current.Facts.Channel,
            given.Amount ?? current.Facts.Amount,
            given.ExpectedCloseOn ?? current.Facts.ExpectedCloseOn,
            given.Source ?? current.Facts.Source);
        if (facts == current.Facts)
            return Decision.Nothing;
        var sector = given.CustomerId is null ? current.Sector : context.Customer?.Profile.Sector;
        var rise = current.Facts.Amount is { } before && facts.Amount is { } after
            && before.Currency == after.Currency && after.MinorUnits > before.MinorUnits
            ? new AmountRise(context.Today, before.MinorUnits, before.Currency)
            : null;
        return Decision.Record(new OpportunityValued(facts, sector, rise));
    }

    private static Decision Advance(string id, Opportunity current, AdvanceStage command, ProcessDefinition process, OpportunityContext context)
    {
        var index = process.IndexOf(current.Stage);
        var stage = process.Stages[index];
        var target = command.To is { } to ? process.IndexOf(to) : index + 1;
        if (target < 0)
            return UnknownStage("to", process, command.To!);
        if (command.To is { } back && stage.MayReturnTo.Contains(back))
            return Decision.Record(new StageReturned(current.Stage, back, process.Stages[target].ProbabilityPercent, TermsOf(process, target)));
        if (index == process.Stages.Length - 1)
            return command.To is null
                ? ControlPoints.LastStageCannotAdvance.Refuse(stage.Name.Zh, stage.Name.En)
                : NotAllowed(stage, process.Stages[target]);
        if (target != index + 1 && !(target > index && stage.MaySkipTo.Contains(command.To!)))
            return NotAllowed(stage, process.Stages[target]);
        if (CheckTraining(context.PresentOwner, context) is { } untrained)
            return untrained;
        // The gates of the stages that are skipped stand in the way as well.
        for (var passed = index; passed < target; passed++)
        {
            if (CheckGate(id, current, process, process.Stages[passed], current.Facts.Amount, context) is { } refusal)
                return refusal;
        }
        var next = process.Stages[target];
        return Decision.Record(new StageAdvanced(current.Stage, next.Id, next.ProbabilityPercent, TermsOf(process, target),
            RatesUsed(current.Facts.Amount, context, process.Stages[index..target].Select(s => s.Approval?.From))));
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
        return current.Evidence.Any(e => e.Kind == command.Kind && IdentityText.Same(e.Reference, command.Reference))
            ? Decision.Nothing
            : Decision.Record(new EvidenceAttached(command.Kind, command.Reference, current.Stage, command.Note));
    }

    private static Decision Record(Opportunity current, RecordActivity command, OpportunityContext context)
    {
        var on = command.On ?? context.Today;
        if (Validation.First(
                Validation.Required("kind", command.Kind),
                Validation.Required("summary", command.Summary, Validation.MaxTextLength),
                Validation.OptionalId("contactId", command.ContactId),
                ContactRules.CheckPurpose("purpose", command.Purpose),
                PlausibleDays.Happened("on", on, context.Today, PlausibleDays.ActivityYearsBack)) is { } refusal)
            return refusal;
        var kinds = Process(current, context).ActivityKinds;
        if (!kinds.IsEmpty && !kinds.Any(k => k.Code == command.Kind))
            return ControlPoints.ActivityMustBeOfProcess.RefuseField("kind", current.ProcessId, command.Kind, string.Join(", ", kinds.Select(k => k.Code)));
        if (command.PersonId is { } person && current.File?.Person(person) is null)
            return ControlPoints.PersonMustBeMapped.RefuseField("personId", person);
        // The same call is recorded on the opportunity only as it could be at the customer.
        var (contact, refused) = ContactSpokenTo(current, command, context);
        if ((refused ?? ContactRules.CheckConsent(contact, command.Purpose, on)) is { } forbidden)
            return forbidden;
        var late = context.Today.DayNumber - on.DayNumber;
        return Decision.Record(new ActivityRecorded(command.Kind, command.Summary, on, command.PersonId, late > 0 ? late : null,
            contact?.Id, contact is null ? null : command.Purpose));
    }

    private static Decision Reassign(Opportunity current, ReassignOpportunity command, OpportunityContext context)
    {
        if ((Validation.Optional("reason", command.Reason, Validation.MaxTextLength)
            ?? CheckOwner(command.OwnerId, context, mustBeActive: true)) is { } refusal)
            return refusal;
        var credit = AttributionOf(context.Owner!);
        if (credit == current.Attribution)
            return Decision.Nothing;
        if (!context.Request.HasAny(Duties.Manager) && !IsManagerOfOwner(context))
            return ControlPoints.TransferMustHaveAuthority.Refuse(context.Request.Actor);
        return CheckTraining(context.Owner, context) is { } untrained
            ? untrained
            : Decision.Record(new OpportunityReassigned(credit, current.Attribution.OwnerId, command.Reason));
    }

    private static Decision Win(string id, Opportunity current, WinOpportunity command, OpportunityContext context)
    {
        var process = Process(current, context);
        var stage = process.Stage(current.Stage);
        var closedOn = command.ClosedOn ?? context.Today;
        if ((Validation.OptionalAmount("amount", command.Amount)
            ?? PlausibleDays.Until("closedOn", command.ClosedOn, context.Today, PlausibleDays.PlanYearsAhead)
            ?? Validation.Optional("reason", command.Reason)
            ?? CheckClosing(current.OpenedOn, closedOn, context)
            ?? OpenMonths.Check("closedOn", closedOn, context.ClosedMonths)) is { } refusal)
            return refusal;
        if (!stage.MayWin)
            return ControlPoints.StageMustAllowWinning.Refuse(stage.Name.Zh, stage.Name.En);
        if ((command.Amount ?? current.Facts.Amount) is not { } amount)
            return ControlPoints.WinMustHaveAmount.RefuseField("amount");
        if (current.Facts.CustomerId is null)
            return ControlPoints.WinMustHaveCustomer.RefuseField("customerId");
        return (CheckWinReason(command.Reason, process)
            ?? CheckGate(id, current, process, stage, amount, context)
            ?? CheckDealSize(current, amount, context)) is { } gate
            ? gate
            : Decision.Record(new OpportunityWon(amount, closedOn, command.Reason,
                RatesUsed(amount, context, [stage.Approval?.From, context.PresentOwner?.Authority?.DealSizeMax])));
    }

    private static Decision Lose(Opportunity current, LoseOpportunity command, OpportunityContext context)
    {
        var process = Process(current, context);
        var stage = process.Stage(current.Stage);
        var closedOn = command.ClosedOn ?? context.Today;
        if ((Validation.Required("reason", command.Reason)
            ?? Validation.Optional("note", command.Note, Validation.MaxTextLength)
            ?? PlausibleDays.Until("closedOn", command.ClosedOn, context.Today, PlausibleDays.PlanYearsAhead)
            ?? CheckLossReason(command.Reason, process)
            ?? CheckClosing(current.OpenedOn, closedOn, context)
            ?? OpenMonths.Check("closedOn", closedOn, context.ClosedMonths)) is { } refusal)
            return refusal;
        return stage.MayLose
            ? Decision.Record(new OpportunityLost(command.Reason, command.Note, closedOn))
            : ControlPoints.StageMustAllowLosing.Refuse(stage.Name.Zh, stage.Name.En);
    }

    private static Decision Reopen(Opportunity current, ReopenOpportunity command, OpportunityContext context)
    {
        if (current.Status == OpportunityStatus.Open)
            return ControlPoints.OpportunityMustBeClosed.Refuse();
        // It would take back what the month was closed with.
        return (Validation.Required("reason", command.Reason, Validation.MaxTextLength)
            ?? OpenMonths.Check(null, current.ClosedOn, context.ClosedMonths)) is { } refusal
            ? refusal
            : Decision.Record(new OpportunityReopened(command.Reason));
    }

    private static Attribution AttributionOf(SalespersonView owner) => new(owner.Id, owner.Place.Team, owner.Place.Region);
}
