using SalesGrid.Customers;

namespace SalesGrid.Opportunities;

// Who a person of the buying centre is at the customer: what they consented to there holds on the opportunity too.
public static partial class OpportunityRules
{
    /// <summary>The contacts a command has to know: those of the opportunity's customer. Null for none.</summary>
    public static string? ContactsNeeded(Opportunity current, OpportunityCommand command) => command switch
    {
        RecordActivity { PersonId: null, ContactId: null } => null,
        RecordActivity => current.Facts.CustomerId,
        MapPerson { Person.ContactId: not null } => current.Facts.CustomerId,
        _ => null,
    };

    /// <summary>The contact an activity was with; null for nobody who is one.</summary>
    private static (Contact? Contact, Refusal? Refusal) ContactSpokenTo(Opportunity current, RecordActivity command, OpportunityContext context)
    {
        var person = command.PersonId is { } id ? current.File?.Person(id) : null;
        var stated = command.ContactId ?? person?.ContactId;
        if (stated is not null)
            return ContactOf(context, stated) is { } contact ? (contact, null)
                // A contact that was removed since it was linked to the person consents to nothing any more.
                : (null, ControlPoints.ContactMustExist.RefuseField("contactId", stated));
        return (person is null ? null : ContactLike(context, person), null);
    }

    private static Refusal? CheckContact(string field, string? contactId, OpportunityContext context) =>
        Validation.OptionalId(field, contactId)
        ?? (contactId is null || ContactOf(context, contactId) is not null ? null : ControlPoints.ContactMustExist.RefuseField(field, contactId));

    private static Contact? ContactOf(OpportunityContext context, string contactId)
    {
        foreach (var contact in context.Contacts)
        {
            if (contact.Id == contactId)
                return contact;
        }
        return null;
    }

    /// <summary>The contact with the person's id or name; one whose consent is missing where several have the name.</summary>
    private static Contact? ContactLike(OpportunityContext context, MappedPerson person)
    {
        Contact? found = null;
        foreach (var contact in context.Contacts)
        {
            if (IdentityText.Same(contact.Id, person.Id))
                return contact;
            if (IdentityText.Same(contact.Name, person.Name) && (found is null || contact.Consent is not { WithdrawnOn: null }))
                found = contact;
        }
        return found;
    }
}
