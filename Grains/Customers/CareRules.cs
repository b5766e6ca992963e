using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Customers.CustomerEvent>;

namespace SalesGrid.Customers;

/// <summary>The rules of classing and following up a customer. Pure.</summary>
internal static class CareRules
{
    public static Decision Decide(Customer current, CustomerCommand command, DecisionContext request, CustomerContext context) => command switch
    {
        Classify c => Class(current, c, request, context),
        RecordFollowUp c => FollowUp(current, c, request, context),
        NoteDeal c => Deal(current, c, request),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
    };

    private static Decision Class(Customer current, Classify command, DecisionContext request, CustomerContext context)
    {
        if (Validation.First(
                Enum.IsDefined(command.Class) ? null : Validation.Invalid("class", "未知的分类", "there is no such class"),
                Validation.Required("reason", command.Reason, Validation.MaxTextLength)) is { } malformed)
            return malformed;
        if (CustomerRules.MustBeOnesOwn(current, request, context) is { } others)
            return others;
        if (command.Class == CustomerClass.Won && current.File is not { Deals: > 0 } && !request.HasAny(Duties.Manager))
            return ControlPoints.WonMustBeSigned.Refuse();
        return current.File?.Class == command.Class
            ? Decision.Nothing
            : Decision.Record(new CustomerClassified(command.Class, command.Reason, request.Actor));
    }

    private static Decision FollowUp(Customer current, RecordFollowUp command, DecisionContext request, CustomerContext context)
    {
        var on = command.On ?? request.Today;
        if (Validation.First(
                Validation.Required("kind", command.Kind),
                Validation.Required("summary", command.Summary, Validation.MaxTextLength),
                PlausibleDays.Happened("on", on, request.Today, PlausibleDays.ActivityYearsBack),
                ContactRules.CheckPurpose("purpose", command.Purpose)) is { } malformed)
            return malformed;
        if (CustomerRules.MustBeOnesOwn(current, request, context) is { } others)
            return others;
        if (command.ContactId is not { } contactId)
            return Decision.Record(new FollowUpRecorded(command.Kind, command.Summary, on, request.Actor));
        if (current.File?.Contact(contactId) is not { } contact)
            return ControlPoints.ContactMustExist.RefuseField("contactId", contactId);
        return ContactRules.CheckConsent(contact, command.Purpose, on) is { } refused
            ? refused
            : Decision.Record(new FollowUpRecorded(command.Kind, command.Summary, on, request.Actor, contactId, command.Purpose));
    }

    private static Decision Deal(Customer current, NoteDeal command, DecisionContext request)
    {
        if (Validation.First(
                Validation.RequiredId("contractId", command.ContractId),
                Validation.OptionalAmount("amount", command.Amount),
                PlausibleDays.Happened("on", command.On, request.Today, PlausibleDays.DocumentYearsBack)) is { } malformed)
            return malformed;
        if (!request.HasAny(Duties.Grid))
            return ControlPoints.TimeMustComeFromGrid.Refuse();
        return current.File?.LastDeal == command.ContractId
            ? Decision.Nothing
            : Decision.Record(new DealNoted(command.ContractId, command.Amount, command.On));
    }
}
