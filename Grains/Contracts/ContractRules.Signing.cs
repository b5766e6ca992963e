using System.Collections.Immutable;
using SalesGrid.Accounting;
using SalesGrid.Customers;
using SalesGrid.Reservations;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Contracts.ContractEvent>;

namespace SalesGrid.Contracts;

// From the signature to the archive.
public static partial class ContractRules
{
    /// <summary>Duties any one of which lets somebody end a contract, and archive it.</summary>
    public const Duties Enders = Duties.Legal | Duties.Manager;

    /// <summary>The day a command puts a signature or payment on; null for any other command.</summary>
    public static DateOnly? DayBooked(ContractCommand command) => command switch
    {
        SignContract c => c.SignedOn,
        RecordReceipt c => c.On,
        _ => null,
    };

    private static Decision Sign(Contract current, ContractContent content, SignContract command, DecisionContext request, ContractContext context)
    {
        if (Validation.First(
                PlausibleDays.Happened("signedOn", command.SignedOn, request.Today, PlausibleDays.DocumentYearsBack),
                Validation.Required("reference", command.Reference),
                Validation.Required("counterparty", command.Counterparty)) is { } malformed)
            return malformed;
        // Approved means that both sides approved this very content: whatever changes it makes it a draft.
        if (current.Status != ContractStatus.Approved)
            return InStatus(current, "已评审", "approved");
        if (OpenMonths.Check("signedOn", command.SignedOn, context.ClosedMonths) is { } closed)
            return closed;
        if (!request.HasAny(Enders) && context.Owner?.IsActedForBy(request.Actor, request.Today) != true)
            return ControlPoints.ContractMustBeOwners.Refuse(content.OwnerId);
        if (context.Owner is not { } owner)
            return ControlPoints.OwnerMustBeKnown.Refuse(content.OwnerId);
        if (StandingQuote(content.QuoteId, context.Quote, request) is { } fallen)
            return fallen;
        if (context.Quote!.Approval!.Hash != content.QuoteHash)
            return ControlPoints.ContractMustComeFromQuote.RefuseField("quoteId", content.QuoteId);
        if (!request.Waives(ControlPoints.TrainingMustBeCurrent) && owner.LapsedFor(Acts.Contract, request.Today) is { } lapsed)
            return ControlPoints.TrainingMustBeCurrent.Refuse(owner.Name, lapsed.Name, $"{lapsed.ValidUntil:yyyy-MM-dd}");
        // Money may have come in since the change was written.
        if (CheckReceived(current, content.Amount) is { } tooLittle)
            return tooLittle;
        var open = content.Amount with { MinorUnits = content.Amount.MinorUnits - current.ReceivedMinor };
        ImmutableArray<TakenReservation> holds = open.MinorUnits == 0 ? [] :
        [
            new(SalespersonKind.Kind.SubjectOf(content.OwnerId), Accounts.Allowance, context.TokenFor(Accounts.Allowance), open),
            new(CustomerKind.Kind.SubjectOf(content.CustomerId), CreditAccount.Name, context.TokenFor(CreditAccount.Name), open),
        ];
        return Decision.Record(new ContractSigned(
            new(current.Revision, current.Hash, content.QuoteId, content.Amount, content.DueOn, command.SignedOn, command.Reference, command.Counterparty),
            holds, request.Actor));
    }

    private static Decision Receive(Contract current, RecordReceipt command, DecisionContext request, ContractContext context)
    {
        if (Validation.First(
                Validation.OptionalAmount("amount", command.Amount),
                command.Amount.MinorUnits == 0 ? Validation.Invalid("amount", "须大于零", "it must be more than zero") : null,
                PlausibleDays.Happened("on", command.On, request.Today, PlausibleDays.DocumentYearsBack),
                Validation.Required("reference", command.Reference)) is { } malformed)
            return malformed;
        if (!request.HasAny(Duties.Finance))
            return ControlPoints.ContractNeedsDuty.Refuse("财务", "finance");
        // The same money twice is no news, even where the contract has ended since.
        if (current.Receipts.FirstOrDefault(r => IdentityText.Same(r.Reference, command.Reference)) is { } known)
            return known.Amount == command.Amount && known.On == command.On
                ? Decision.Nothing
                : ControlPoints.ReceiptMustBeOneMoney.RefuseField("reference", command.Reference);
        if (!current.Stands || current.Status is ContractStatus.Completed or ContractStatus.Archived)
            return InStatus(current, "已签订", "signed");
        var signed = current.Signed!.Amount;
        if (command.Amount.Currency != signed.Currency)
            return Validation.Invalid("amount", $"货币须为 {signed.Currency}", $"it must be in {signed.Currency}");
        if (OpenMonths.Check("on", command.On, context.ClosedMonths) is { } closed)
            return closed;
        var received = current.ReceivedMinor + command.Amount.MinorUnits;
        if (received > signed.MinorUnits)
            return ControlPoints.ReceiptsMustNotExceedContract.RefuseField("amount", signed with { MinorUnits = received }, signed);
        return current.Receipts.Length >= Contract.MaxReceipts
            ? ControlPoints.ContractMustNotBeAmendedForEver.Refuse(Contract.MaxReceipts)
            : Decision.Record(new ContractReceiptRecorded(new(command.Reference, command.Amount, command.On), request.Actor));
    }

    private static Decision Complete(Contract current, DecisionContext request)
    {
        if (!request.HasAny(Duties.Finance | Duties.Manager))
            return ControlPoints.ContractNeedsDuty.Refuse("财务或销售管理", "finance or a sales manager");
        if (current.Status != ContractStatus.Signed)
            return InStatus(current, "已签订", "signed");
        return current.Outstanding is { MinorUnits: > 0 } open
            ? ControlPoints.ContractMustBePaid.Refuse(open)
            : Decision.Record(new ContractCompleted(request.Actor));
    }

    private static Decision Terminate(Contract current, TerminateContract command, DecisionContext request)
    {
        if (Validation.Required("reason", command.Reason, Validation.MaxTextLength) is { } malformed)
            return malformed;
        if (!request.HasAny(Enders))
            return ControlPoints.ContractNeedsDuty.Refuse("法务或销售管理", "legal or a sales manager");
        return current.Status is ContractStatus.Completed or ContractStatus.Terminated or ContractStatus.Archived
            ? InStatus(current, "未结束", "under way")
            : Decision.Record(new ContractTerminated(command.Reason, request.Actor));
    }

    private static Decision Archive(Contract current, ArchiveContract command, DecisionContext request)
    {
        if (Validation.Required("location", command.Location) is { } malformed)
            return malformed;
        if (!request.HasAny(Enders))
            return ControlPoints.ContractNeedsDuty.Refuse("法务或销售管理", "legal or a sales manager");
        return current.Status is ContractStatus.Completed or ContractStatus.Terminated
            ? Decision.Record(new ContractArchived(command.Location, request.Actor))
            : InStatus(current, "已办结或已终止", "completed or terminated");
    }

    private static Decision Settle(Contract current, SettleContract command)
    {
        var released = current.ToRelease.Any(h => h.Token == command.Released) ? command.Released : null;
        // Only ever downwards, and never below what is outstanding.
        var reduced = command.ReducedTo is { } left && left.MinorUnits >= current.Outstanding?.MinorUnits && current.Excessive().Any(h => h.Token == command.Reduced && h.Amount!.Value.MinorUnits > left.MinorUnits)
            ? command.Reduced
            : null;
        var told = command.ToldStands is { } stands && stands != current.Told ? command.ToldStands : null;
        bool? customerTold = command.CustomerTold == true && current is { Signed: not null, CustomerTold: false } ? true : null;
        return released is null && reduced is null && told is null && customerTold is null
            ? Decision.Nothing
            : Decision.Record(new ContractSettled(released, reduced, reduced is null ? null : command.ReducedTo, told, customerTold));
    }
}
