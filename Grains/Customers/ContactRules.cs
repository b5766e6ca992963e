using System.Globalization;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Customers.CustomerEvent>;

namespace SalesGrid.Customers;

/// <summary>The rules of contacts and what they consented to. Pure.</summary>
internal static class ContactRules
{
    private const int MaxPersonLength = 100;
    private const int MaxPhoneLength = 40;
    private const int MaxEmailLength = 254;

    public static Decision Decide(Customer current, CustomerCommand command, DecisionContext request, CustomerContext context)
    {
        var file = current.File ?? CustomerFile.Empty;
        var malformed = command switch
        {
            PutContact c => Check(c, request),
            WithdrawConsent c => Refusal.All(
                Validation.RequiredId("contactId", c.ContactId),
                PlausibleDays.Happened("on", c.On, request.Today, PlausibleDays.DocumentYearsBack)),
            RemoveContact c => Refusal.All(
                Validation.RequiredId("contactId", c.ContactId),
                Validation.Required("reason", c.Reason, Validation.MaxTextLength)),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
        };
        var onRecord = command switch
        {
            PutContact c => CheckPut(file, c),
            WithdrawConsent c => CheckKnown(file, c.ContactId),
            RemoveContact c => CheckKnown(file, c.ContactId),
            _ => null,
        };
        // Whoever guards personal data may do what the person asks for, whoever owns the customer.
        var guards = command is WithdrawConsent or RemoveContact && request.HasAny(Duties.Legal | Duties.Controller);
        if (Refusal.All(malformed, guards ? null : CustomerRules.MustBeOnesOwn(current, request, context), onRecord) is { } refusal)
            return refusal;
        return command switch
        {
            PutContact c => Put(file, c),
            WithdrawConsent c => Withdraw(file, c, request),
            RemoveContact c => Decision.Record(new ContactRemoved(c.ContactId, c.Reason)),
            _ => Decision.Nothing,
        };
    }

    private static Refusal? CheckKnown(CustomerFile file, string contactId) => !SubjectId.IsValid(contactId) || file.Contact(contactId) is not null
        ? null
        : ControlPoints.ContactMustExist.RefuseField("contactId", contactId);

    /// <summary>A refusal unless it is a purpose one can consent to.</summary>
    public static Refusal? CheckPurpose(string field, string? purpose) => ConsentPurposes.All.Contains(purpose ?? "")
        ? null
        : Validation.Invalid(field, $"须为 {string.Join("、", ConsentPurposes.All)} 之一", $"one of {string.Join(", ", ConsentPurposes.All)}");

    /// <summary>A refusal unless the contact consented to being spoken to for a purpose on a day; null for nobody in particular.</summary>
    public static Refusal? CheckConsent(Contact? contact, string purpose, DateOnly on) =>
        contact is null || contact.Consent?.Covers(purpose, on) == true
            ? null
            : ControlPoints.ConsentMustCoverPurpose.RefuseField("contactId", contact.Id, purpose).Needing(need: purpose);

    private static Refusal? CheckPut(CustomerFile file, PutContact command)
    {
        var before = file.Contact(command.ContactId);
        return Refusal.All(
            before is null && file.Contacts.Length >= PutContact.ContactsMax ? ControlPoints.ContactsMustBeFew.Refuse(PutContact.ContactsMax) : null,
            before?.Consent?.WithdrawnOn is { } withdrawn && command.Consent is { } stated && stated.GivenOn < withdrawn && !IsNoWiderThan(stated, withdrawn)
                ? ControlPoints.ConsentMustBeFresh.RefuseField("consent.givenOn", withdrawn.ToString("O", CultureInfo.InvariantCulture)).Needing(stated.GivenOn, withdrawn)
                : null);
    }

    private static Decision Put(CustomerFile file, PutContact command)
    {
        var before = file.Contact(command.ContactId);
        var contact = new Contact(command.ContactId, command.Name, command.Title, command.Phone, command.Email, command.Consent ?? before?.Consent);
        return before is not null && Equal(before, contact) ? Decision.Nothing : Decision.Record(new ContactPut(contact));
    }

    /// <summary>True for a consent that is itself withdrawn, no later than on record.</summary>
    private static bool IsNoWiderThan(Consent stated, DateOnly withdrawn) => stated.WithdrawnOn <= withdrawn;

    private static Decision Withdraw(CustomerFile file, WithdrawConsent command, DecisionContext request)
    {
        var on = command.On ?? request.Today;
        // Where several days are stated the first counts: from then on the person was not to be contacted.
        return file.Contact(command.ContactId)!.Consent is not { } consent || consent.WithdrawnOn <= on
            ? Decision.Nothing
            : Decision.Record(new ConsentWithdrawn(command.ContactId, on));
    }

    private static Refusal? Check(PutContact command, DecisionContext request) => Refusal.All(
        Validation.RequiredId("contactId", command.ContactId),
        Validation.Required("name", command.Name, MaxPersonLength),
        Validation.Optional("title", command.Title, MaxPersonLength),
        Validation.Optional("phone", command.Phone, MaxPhoneLength),
        Validation.Optional("email", command.Email, MaxEmailLength),
        command.Consent is { } consent ? Check(consent, request) : null);

    private static Refusal? Check(Consent consent, DecisionContext request)
    {
        var purposes = consent.Purposes.IsDefaultOrEmpty || consent.Purposes.Length > ConsentPurposes.All.Length
            ? Validation.Invalid("consent.purposes", "至少一个目的", "one purpose or more")
            : null;
        foreach (var purpose in purposes is null ? consent.Purposes : [])
            purposes ??= CheckPurpose("consent.purposes", purpose);
        return Refusal.All(
            purposes,
            Validation.Required("consent.evidence", consent.Evidence),
            PlausibleDays.Happened("consent.givenOn", consent.GivenOn, request.Today, PlausibleDays.DocumentYearsBack),
            consent.WithdrawnOn < consent.GivenOn || consent.WithdrawnOn > request.Today
                ? Validation.Invalid("consent.withdrawnOn", "须在同意日与今日之间", "it must lie between the day it was given and today")
                : null);
    }

    /// <summary>Same in every member; records compare arrays by reference.</summary>
    private static bool Equal(Contact a, Contact b) => a with { Consent = null } == b with { Consent = null }
        && (a.Consent, b.Consent) switch
        {
            (null, null) => true,
            ({ } x, { } y) => x.Purposes.SequenceEqual(y.Purposes) && x with { Purposes = y.Purposes } == y,
            _ => false,
        };
}
