using SalesGrid.Accounting;
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
        var malformed = Refusal.All(
            PlausibleDays.Happened("signedOn", command.SignedOn, request.Today, PlausibleDays.DocumentYearsBack),
            Validation.Required("reference", command.Reference),
            Validation.Required("counterparty", command.Counterparty));
        // Approved means that both sides approved this very content: whatever changes it makes it a draft.
        if (current.Status != ContractStatus.Approved)
            return Refusal.All(malformed, InStatus(current, "已评审", "approved"))!;
        if (Refusal.All(
                malformed,
                OpenMonths.Check("signedOn", command.SignedOn, context.ClosedMonths),
                request.HasAny(Enders) || request.IsOnOwnersSide || context.Owner?.MayActFor(request.Actor, request.Today, request.Act) == true
                    ? null
                    : ControlPoints.ContractMustBeOwners.Refuse(content.OwnerId).Needing(by: Who.Person(content.OwnerId)),
                context.Owner is null ? ControlPoints.OwnerMustBeKnown.Refuse(content.OwnerId) : null,
                StandingQuote(content.QuoteId, context.Quote, request)
                    ?? (context.Quote!.Approval!.Hash == content.QuoteHash ? null : ControlPoints.ContractMustComeFromQuote.RefuseField("quoteId", content.QuoteId)),
                TrainingRules.MustBeCurrent(context.Owner, Acts.Contract, request),
                // Money may have come in since the change was written.
                CheckReceived(current, content.Amount)) is { } refusal)
            return refusal;
        return Decision.Record(new ContractSigned(
            new(current.Revision, current.Hash, content.QuoteId, content.Amount, content.DueOn, command.SignedOn, command.Reference, command.Counterparty, content.OwnerId),
            request.Actor));
    }

    private static Decision Receive(Contract current, RecordReceipt command, DecisionContext request, ContractContext context)
    {
        var (stated, unclear) = command.Amount.In("amount", (current.Signed?.Amount ?? current.Content?.Amount)?.Currency);
        if (Refusal.All(
                unclear,
                stated is { MinorUnits: 0 } ? Validation.Invalid("amount", "须大于零", "it must be more than zero") : null,
                PlausibleDays.Happened("on", command.On, request.Today, PlausibleDays.DocumentYearsBack),
                Validation.Required("reference", command.Reference),
                request.HasAny(Duties.Finance) ? null : NeedsFinance()) is { } malformed)
            return malformed;
        var amount = stated!.Value;
        // The same money twice is no news, even where the contract has ended since.
        if (current.Receipts.FirstOrDefault(r => IdentityText.Same(r.Reference, command.Reference)) is { } known)
            return known.Amount == amount && known.On == command.On
                ? Decision.Nothing
                : ControlPoints.ReceiptMustBeOneMoney.RefuseField("reference", command.Reference);
        if (!current.Stands || current.Status is ContractStatus.Completed or ContractStatus.Archived)
            return InStatus(current, "已签订", "signed");
        var signed = current.Signed!.Amount;
        if (amount.Currency != signed.Currency)
            return Validation.Invalid("amount", $"货币须为 {signed.Currency}", $"it must be in {signed.Currency}");
        var received = current.ReceivedMinor + amount.MinorUnits;
        return Refusal.All(
                OpenMonths.Check("on", command.On, context.ClosedMonths),
                received > signed.MinorUnits
                    ? ControlPoints.ReceiptsMustNotExceedContract.RefuseField("amount", signed with { MinorUnits = received }, signed).Needing(signed, signed with { MinorUnits = received })
                    : null,
                current.Receipts.Length >= Contract.MaxReceipts ? ControlPoints.ContractMustNotBeAmendedForEver.Refuse(Contract.MaxReceipts) : null) is { } refusal
            ? refusal
            : Decision.Record(new ContractReceiptRecorded(new(command.Reference, amount, command.On), request.Actor));
    }

    private static Decision Complete(Contract current, DecisionContext request)
    {
        return Refusal.All(
                request.HasAny(Duties.Finance | Duties.Manager)
                    ? null
                    : ControlPoints.ContractNeedsDuty.Refuse("财务或销售管理", "finance or a sales manager").Needing(by: [Who.Finance, Who.SalesManager]),
                current.Status != ContractStatus.Signed ? InStatus(current, "已签订", "signed")
                : current.Outstanding is { MinorUnits: > 0 } open ? ControlPoints.ContractMustBePaid.Refuse(open).Needing(need: open)
                : null) is { } refusal
            ? refusal
            : Decision.Record(new ContractCompleted(request.Actor));
    }

    private static Decision Terminate(Contract current, TerminateContract command, DecisionContext request)
    {
        return Refusal.All(
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                CheckEnder(request),
                current.Status is ContractStatus.Completed or ContractStatus.Terminated or ContractStatus.Archived ? InStatus(current, "未结束", "under way") : null) is { } refusal
            ? refusal
            : Decision.Record(new ContractTerminated(command.Reason, request.Actor));
    }

    private static Decision Archive(Contract current, ArchiveContract command, DecisionContext request)
    {
        return Refusal.All(
                Validation.Required("location", command.Location),
                CheckEnder(request),
                current.Status is ContractStatus.Completed or ContractStatus.Terminated ? null : InStatus(current, "已办结或已终止", "completed or terminated")) is { } refusal
            ? refusal
            : Decision.Record(new ContractArchived(command.Location, request.Actor));
    }

    private static Refusal NeedsFinance() => ControlPoints.ContractNeedsDuty.Refuse("财务", "finance").Needing(by: Who.Finance);

    private static Refusal? CheckEnder(DecisionContext request) => request.HasAny(Enders)
        ? null
        : ControlPoints.ContractNeedsDuty.Refuse("法务或销售管理", "legal or a sales manager").Needing(by: [Who.Legal, Who.SalesManager]);
}
