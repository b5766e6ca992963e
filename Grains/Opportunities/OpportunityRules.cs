using System.Collections.Immutable;
using SalesGrid.Accounting;
using SalesGrid.Catalogues;
using SalesGrid.Channels;
using SalesGrid.Customers;
using SalesGrid.Processes;
using SalesGrid.Products;
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

    /// <summary>Those of the people the command names in a team or credits who are registered, by the id it names them by.</summary>
    public ImmutableDictionary<string, SalespersonView> People { get; init; } = ImmutableDictionary<string, SalespersonView>.Empty;

    /// <summary>The managers above the owner, nearest first, where the command is about the team.</summary>
    public ImmutableArray<string> Above { get; init; } = [];

    /// <summary>The contacts of the opportunity's customer, where <see cref="OpportunityRules.ContactsNeeded"/> asks for them.</summary>
    public ImmutableArray<Contact> Contacts { get; init; } = [];

    /// <summary>The closed months, where <see cref="OpportunityRules.DayBooked"/> asks for them.</summary>
    public ImmutableArray<ClosedMonth> ClosedMonths { get; init; } = [];

    /// <summary>The approved exchange rates.</summary>
    public ExchangeRates Rates { get; init; } = ExchangeRates.None;

    /// <summary>Who brought the opportunity in, where the command is about that; null for nobody.</summary>
    public string? BroughtInBy { get; init; }

    /// <summary>The products the command names, where <see cref="OpportunityRules.ProductsNamedIn"/> finds any.</summary>
    public Named<ProductView> Products { get; init; } = Named<ProductView>.FreeText;

    /// <summary>The channel the command names, where it names one.</summary>
    public Named<ChannelView> Channels { get; init; } = Named<ChannelView>.FreeText;

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
            OpenOpportunity c => WithClaim(current, Open(c, context), context.Processes),
            ImportOpportunity c => Import(c, context),
            ReopenOpportunity c => WithClaim(current, Reopen(current, c, context), context.Processes),
            // Evidence and activities may be completed after the fact; the ledger says when they were.
            AttachEvidence c => Attach(current, c, Process(current, context)),
            RecordActivity c => Record(current, c, context),
            NoteDocument c => Note(current, c, context),
            NoteProduct c => Note(current, c, context),
            NotePapersFollowed c => Note(current, c, context),
            AdmitWin c => Admit(current, c, context),
            SetDealTeam c => Set(current, c, context),
            ReplaceTeamMember c => Replace(current, c, context),
            FollowCustomer c => Follow(current, c, context),
            CorrectCredit c => Correct(current, c, context),
            _ when current.Status != OpportunityStatus.Open => MustBeOpen(current),
            ValueOpportunity c => WithClaim(current, Value(current, c, context), context.Processes),
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
            SetProductLines c => Set(current, c, context),
            ForecastOpportunity c => Forecast(current, c),
            RequestStageApproval c => Request(current, c, Process(current, context), context),
            ApproveStage c => Approve(current, c, context),
            RejectStage c => Reject(current, c, context),
            SplitCredit c => Split(current, c, context),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
        };
    }

    /// <summary>The salesperson and the customer a command names, whom the rules have to know; null for none.</summary>
    public static (string? OwnerId, string? CustomerId) NamedIn(OpportunityCommand command) => command switch
    {
        OpenOpportunity c => (c.OwnerId, c.CustomerId),
        ImportOpportunity c => (c.OwnerId, c.CustomerId),
        ReassignOpportunity c => (c.OwnerId, null),
        ValueOpportunity c => (null, c.CustomerId),
        FollowCustomer c => (null, c.To),
        _ => (null, null),
    };

    /// <summary>The day a command puts a win or loss on, or takes it from; null for any other command, and for today.</summary>
    public static DateOnly? DayBooked(Opportunity current, OpportunityCommand command) => command switch
    {
        WinOpportunity c => c.ClosedOn,
        LoseOpportunity c => c.ClosedOn,
        ReopenOpportunity or CorrectCredit => current.ClosedOn,
        _ => null,
    };

    private static Decision Open(OpenOpportunity command, OpportunityContext context)
    {
        var (facts, malformed) = Facts(command, command.Source, null);
        if (Refusal.All(
                malformed,
                CheckExpectedClose(command.ExpectedCloseOn, null, context),
                CheckOwner(command.OwnerId, context, mustBeActive: true),
                CheckCustomer(command.CustomerId, context),
                CheckNamed(facts, null, context.Owner?.Place.Region, context),
                CheckProcess(command.ProcessId, context),
                CheckTraining(context.Owner, context)) is { } refusal)
            return refusal;
        var process = context.Processes.Newest[command.ProcessId];
        var first = process.Stages[0];
        return Decision.Record(new OpportunityOpened(process.Id, process.Version, first.Id, first.ProbabilityPercent,
            Spelled(facts, context), AttributionOf(context.Owner!), context.Customer?.Profile.Sector, context.Today, TermsOf(process, 0),
            City: context.Customer?.Profile.City, Country: context.Customer?.Profile.Country));
    }

    private static Decision Import(ImportOpportunity command, OpportunityContext context)
    {
        // Its source is the system it comes from, not where the deal did.
        var (facts, malformed) = Facts(command, null, null);
        var notInForce = CheckProcess(command.ProcessId, context);
        var process = notInForce is null ? context.Processes.Newest[command.ProcessId] : null;
        var index = process?.IndexOf(command.Stage) ?? -1;
        var lossReason = command.Status == OpportunityStatus.Lost ? command.LossReason ?? LossReason.Unknown : null;
        if (Refusal.All(
                malformed,
                Validation.Required("source", command.Source),
                CheckHistoricDays(command, context),
                CheckImportedStatus(command),
                CheckOwner(command.OwnerId, context, mustBeActive: false),
                CheckCustomer(command.CustomerId, context),
                CheckHistoric(facts, context),
                notInForce,
                process is not null && index < 0 ? UnknownStage("stage", process, command.Stage) : null,
                CheckClosing(command.OpenedOn, command.ClosedOn, context),
                CheckOpening(command.OpenedOn, context),
                process is not null && lossReason is not null ? CheckLossReason(lossReason, process) : null) is { } refusal)
            return refusal;
        // A won opportunity passed the gate of its own stage too, or should have.
        var behind = command.Status == OpportunityStatus.Won ? index + 1 : index;
        return Decision.Record(new OpportunityImported(process!.Id, process.Version, command.Stage,
            process.Stages[index].ProbabilityPercent, command.Status, Spelled(facts, context), AttributionOf(context.Owner!),
            context.Customer?.Profile.Sector, command.OpenedOn, command.ClosedOn, lossReason, command.Source,
            [.. process.Stages.Take(behind).Select(s => s.Id)], TermsOf(process, index),
            context.Customer?.Profile.City, context.Customer?.Profile.Country));
    }

    private static Decision Value(Opportunity current, ValueOpportunity command, OpportunityContext context)
    {
        var (given, malformed) = Facts(command, command.Source, current.Facts.Amount?.Currency);
        if (Refusal.All(
                malformed,
                CheckExpectedClose(command.ExpectedCloseOn, current.Facts.ExpectedCloseOn, context),
                CheckCustomer(command.CustomerId, context),
                CheckNamed(given, current.Facts, current.Attribution.Region, context)) is { } refusal)
            return refusal;
        given = Spelled(given, context);
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
        // Where the customer is named it is looked at anew; otherwise what was known of it stays.
        var (sector, city, country) = given.CustomerId is null
            ? (current.Sector, current.City, current.Country)
            : (context.Customer?.Profile.Sector, context.Customer?.Profile.City, context.Customer?.Profile.Country);
        var rise = current.Facts.Amount is { } before && facts.Amount is { } after
            && before.Currency == after.Currency && after.MinorUnits > before.MinorUnits
            ? new AmountRise(context.Today, before.MinorUnits, before.Currency)
            : null;
        return Decision.Record(new OpportunityValued(facts, sector, rise, City: city, Country: country));
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
        var lacking = CheckTraining(context.PresentOwner, context);
        // The gates of the stages that are skipped stand in the way as well.
        for (var passed = index; passed < target; passed++)
            lacking = Refusal.All(lacking, CheckGate(id, current, process, process.Stages[passed], current.Facts.Amount, context));
        if (lacking is not null)
            return lacking;
        var next = process.Stages[target];
        return Decision.Record(new StageAdvanced(current.Stage, next.Id, next.ProbabilityPercent, TermsOf(process, target),
            RatesUsed(current.Facts.Amount, context, process.Stages[index..target].Select(s => s.Approval?.From))));
    }

    private static Decision Attach(Opportunity current, AttachEvidence command, ProcessDefinition process)
    {
        if (Refusal.All(
                Validation.Required("kind", command.Kind),
                Validation.Required("reference", command.Reference),
                Validation.Optional("note", command.Note, Validation.MaxTextLength),
                CheckEvidence(command.Kind, process)) is { } refusal)
            return refusal;
        return current.Evidence.Any(e => e.Kind == command.Kind && IdentityText.Same(e.Reference, command.Reference))
            ? Decision.Nothing
            : Decision.Record(new EvidenceAttached(command.Kind, command.Reference, current.Stage, command.Note));
    }

    private static Decision Record(Opportunity current, RecordActivity command, OpportunityContext context)
    {
        var on = command.On ?? context.Today;
        var unreadable = Validation.OptionalId("contactId", command.ContactId);
        var purpose = ContactRules.CheckPurpose("purpose", command.Purpose);
        // The same call is recorded on the opportunity only as it could be at the customer.
        var (contact, unknown) = unreadable is null ? ContactSpokenTo(current, command, context) : default;
        if (Refusal.All(
                Validation.Required("kind", command.Kind),
                Validation.Required("summary", command.Summary, Validation.MaxTextLength),
                unreadable,
                purpose,
                PlausibleDays.Happened("on", on, context.Today, PlausibleDays.ActivityYearsBack),
                CheckActivity(command.Kind, Process(current, context)),
                command.PersonId is { } person && current.File?.Person(person) is null ? ControlPoints.PersonMustBeMapped.RefuseField("personId", person) : null,
                unknown,
                purpose is null ? ContactRules.CheckConsent(contact, command.Purpose, on) : null) is { } refusal)
            return refusal;
        var late = context.Today.DayNumber - on.DayNumber;
        return Decision.Record(new ActivityRecorded(command.Kind, command.Summary, on, command.PersonId, late > 0 ? late : null,
            contact?.Id, contact is null ? null : command.Purpose));
    }

    private static Decision Reassign(Opportunity current, ReassignOpportunity command, OpportunityContext context)
    {
        var malformed = Refusal.All(
            Validation.Optional("reason", command.Reason, Validation.MaxTextLength),
            CheckOwner(command.OwnerId, context, mustBeActive: true));
        if (malformed is null && AttributionOf(context.Owner!) == current.Attribution)
            return Decision.Nothing;
        return Refusal.All(
                malformed,
                context.Request.HasAny(Duties.Manager) || context.Request.IsOnOwnersSide || IsManagerOfOwner(context) ? null
                    : ControlPoints.TransferMustHaveAuthority.Refuse(context.Request.Actor).Needing(by: WhoIs(StageApprover.OwnersManager, context)),
                CheckTraining(context.Owner, context)) is { } refusal
            ? refusal
            : Decision.Record([Reassigned(current, command, context), .. Standing(current, AttributionOf(context.Owner!).Region, context)]);
    }

    /// <summary>A handover has its own turn first.</summary>
    private const int SecondsOfHandover = 60;

    /// <summary>Longer than a command may be under way that read whose the deal was.</summary>
    private const int SecondsUntilAgain = 60;

    /// <summary>What belongs to an open deal is not taken from its owner while the deal stays; null where it is not theirs, or is closed.</summary>
    /// <param name="opportunity">The deal; null where there is none.</param>
    /// <param name="owner">Whose the quote or contract is.</param>
    public static Refusal? CheckFollows(OpportunityView? opportunity, string owner) =>
        opportunity is { Status: OpportunityStatus.Open } && SubjectId.Same(opportunity.OwnerId, owner)
            ? ControlPoints.PapersMustFollowTheirDeal.Refuse(opportunity.Id, owner)
            : null;

    private static OpportunityReassigned Reassigned(Opportunity current, ReassignOpportunity command, OpportunityContext context)
    {
        var (to, from) = (AttributionOf(context.Owner!), current.Attribution.OwnerId);
        return SubjectId.Same(to.OwnerId, from)
            ? new(to, from, command.Reason)
            // A handover moves what is the person's own by itself and lists it; what is left follows after it.
            : new(to, from, command.Reason, context.Request.HasAny(Duties.Grid) ? SecondsOfHandover : 0, context.Request.Actor);
    }

    /// <summary>Its quotes and contracts have followed it.</summary>
    private static Decision Note(Opportunity current, NotePapersFollowed command, OpportunityContext context) =>
        !context.Request.HasAny(Duties.Grid) ? ControlPoints.OnlyGridMayNote.Refuse()
        : current.Papers is null ? Decision.Nothing
        : Decision.Record(new PapersFollowed(command.Told, current.Papers.IsLast ? null : SecondsUntilAgain));

    private static Decision Win(string id, Opportunity current, WinOpportunity command, OpportunityContext context)
    {
        var process = Process(current, context);
        var stage = process.Stage(current.Stage);
        var closedOn = command.ClosedOn ?? context.Today;
        var (stated, badAmount) = StatedAmount.Resolve("amount", command.Amount, current.Facts.Amount?.Currency);
        var amount = badAmount is null ? stated ?? current.Facts.Amount : null;
        // Another stage has another gate: which one there will be to pass is not known before.
        return Refusal.All(
                badAmount,
                PlausibleDays.Until("closedOn", command.ClosedOn, context.Today, PlausibleDays.PlanYearsAhead),
                Validation.Optional("reason", command.Reason),
                CheckClosing(current.OpenedOn, closedOn, context),
                OpenMonths.Check("closedOn", closedOn, context.ClosedMonths),
                stage.MayWin ? null : ControlPoints.StageMustAllowWinning.Refuse(stage.Name.Zh, stage.Name.En),
                badAmount is null && amount is null ? ControlPoints.WinMustHaveAmount.RefuseField("amount") : null,
                current.Facts.CustomerId is null ? ControlPoints.WinMustHaveCustomer.RefuseField("customerId") : null,
                CheckWinReason(command.Reason, process),
                stage.MayWin ? CheckGate(id, current, process, stage, amount, context) : null,
                amount is { } won ? CheckDealSize(current, won, context) : null) is { } refusal
            ? refusal
            : Decision.Record(new OpportunityWon(amount!.Value, closedOn, command.Reason,
                RatesUsed(amount, context, [stage.Approval?.From, context.PresentOwner?.Authority?.DealSizeMax])));
    }

    private static Decision Admit(Opportunity current, AdmitWin command, OpportunityContext context)
    {
        if (current.WinOrigin is null or WinOrigin.Own)
            return ControlPoints.WinMustBeImported.Refuse();
        var by = context.Request.Actor;
        if (Refusal.All(
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                SubjectId.Same(context.BroughtInBy, by) ? ControlPoints.WinMustBeAdmittedByAnother.Refuse(by) : null,
                CheckNotOfTeam(current, context)) is { } refusal)
            return refusal;
        return current.WinOrigin == WinOrigin.Admitted ? Decision.Nothing : Decision.Record(new WinAdmitted(command.Reason, by));
    }

    private static Decision Lose(Opportunity current, LoseOpportunity command, OpportunityContext context)
    {
        var process = Process(current, context);
        var stage = process.Stage(current.Stage);
        var closedOn = command.ClosedOn ?? context.Today;
        return Refusal.All(
                Validation.Required("reason", command.Reason),
                Validation.Optional("note", command.Note, Validation.MaxTextLength),
                PlausibleDays.Until("closedOn", command.ClosedOn, context.Today, PlausibleDays.PlanYearsAhead),
                string.IsNullOrWhiteSpace(command.Reason) ? null : CheckLossReason(command.Reason, process),
                CheckClosing(current.OpenedOn, closedOn, context),
                OpenMonths.Check("closedOn", closedOn, context.ClosedMonths),
                stage.MayLose ? null : ControlPoints.StageMustAllowLosing.Refuse(stage.Name.Zh, stage.Name.En)) is { } refusal
            ? refusal
            : Decision.Record(new OpportunityLost(command.Reason, command.Note, closedOn));
    }

    private static Decision Reopen(Opportunity current, ReopenOpportunity command, OpportunityContext context)
    {
        if (current.Status == OpportunityStatus.Open)
            return ControlPoints.OpportunityMustBeClosed.Refuse();
        // It would take back what the month was closed with.
        return Refusal.All(
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                OpenMonths.Check(null, current.ClosedOn, context.ClosedMonths)) is { } refusal
            ? refusal
            : Decision.Record(new OpportunityReopened(command.Reason));
    }

    private static Attribution AttributionOf(SalespersonView owner) => new(owner.Id, owner.Place.Team, owner.Place.Region);
}
