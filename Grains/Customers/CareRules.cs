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
        if (Refusal.All(
                Enum.IsDefined(command.Class) ? null : Validation.Invalid("class", "未知的分类", "there is no such class"),
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                CustomerRules.MustBeOnesOwn(current, request, context),
                command.Class == CustomerClass.Won && current.File is not { Deals: > 0 } && !request.HasAny(Duties.Manager)
                    ? ControlPoints.WonMustBeSigned.Refuse()
                    : null) is { } refusal)
            return refusal;
        return current.File?.Class == command.Class
            ? Decision.Nothing
            : Decision.Record(new CustomerClassified(command.Class, command.Reason, request.Actor));
    }

    private static Decision FollowUp(Customer current, RecordFollowUp command, DecisionContext request, CustomerContext context)
    {
        var on = command.On ?? request.Today;
        var purpose = ContactRules.CheckPurpose("purpose", command.Purpose);
        if (Refusal.All(
                Validation.Required("kind", command.Kind),
                Validation.Required("summary", command.Summary, Validation.MaxTextLength),
                PlausibleDays.Happened("on", on, request.Today, PlausibleDays.ActivityYearsBack),
                purpose,
                CustomerRules.MustBeOnesOwn(current, request, context),
                purpose is null && command.ContactId is { } contactId ? CheckContact(current, contactId, command.Purpose, on) : null) is { } refusal)
            return refusal;
        return Decision.Record(command.ContactId is null
            ? new FollowUpRecorded(command.Kind, command.Summary, on, request.Actor)
            : new FollowUpRecorded(command.Kind, command.Summary, on, request.Actor, command.ContactId, command.Purpose));
    }

    private static Refusal? CheckContact(Customer current, string contactId, string purpose, DateOnly on) => current.File?.Contact(contactId) switch
    {
        null => ControlPoints.ContactMustExist.RefuseField("contactId", contactId),
        { } contact => ContactRules.CheckConsent(contact, purpose, on),
    };

    private static Decision Deal(Customer current, NoteDeal command, DecisionContext request)
    {
        if (Refusal.All(
                Validation.RequiredId("contractId", command.ContractId),
                Validation.OptionalAmount("amount", command.Amount),
                PlausibleDays.Happened("on", command.On, request.Today, PlausibleDays.DocumentYearsBack),
                request.HasAny(Duties.Grid) ? null : ControlPoints.TimeMustComeFromGrid.Refuse()) is { } refusal)
            return refusal;
        return current.File?.LastDeal == command.ContractId
            ? Decision.Nothing
            : Decision.Record(new DealNoted(command.ContractId, command.Amount, command.On));
    }
}
