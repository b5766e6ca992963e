using System.Collections.Immutable;
using System.Diagnostics;

namespace SalesGrid.Customers;

/// <summary>The state of a customer: the fold of its events.</summary>
/// <param name="Profile">Null for a customer nothing has happened to.</param>
/// <param name="RegisteredAt">When it was registered.</param>
[GenerateSerializer, Immutable, Alias("sg.Customer")]
public sealed record Customer(
    [property: Id(0)] CustomerProfile? Profile,
    [property: Id(1)] DateTimeOffset RegisteredAt)
{
    /// <summary>A customer nothing has happened to.</summary>
    public static Customer None { get; } = new(null, default);

    /// <summary>What is recorded beside the profile; null while nothing is.</summary>
    [Id(2)] public CustomerFile? File { get; init; }

    /// <summary>The state after one more event, decided at <paramref name="at"/>.</summary>
    public Customer Evolve(CustomerEvent happened, DateTimeOffset at)
    {
        var file = File ?? CustomerFile.Empty;
        return happened switch
        {
            CustomerRegistered e => new(e.Profile, at),
            CustomerAmended e => this with { Profile = e.Profile },
            DiligenceRequired e => With(file with { Diligence = (file.Diligence ?? Diligence.None) with { Required = e.Items } }),
            DiligenceRecorded e => With(file with { Diligence = Found(file.Diligence ?? Diligence.None, e.Finding) }),
            CreditRequested e => With(file with { Credit = Requested(file.Credit ?? CustomerCredit.None, e.Request) }),
            CreditGranted e => With(file with { Credit = new() { Line = e.Line } }),
            CreditSuspended e => With(file with { Credit = (file.Credit ?? CustomerCredit.None) with { Suspended = e.Suspension } }),
            CustomerClassified e => With(file with { Class = e.Class, PostponedUntil = null }),
            FollowUpRecorded e => With(file with { FollowUps = file.FollowUps + 1, LastContactOn = Later(file.LastContactOn, e.On) }),
            DealNoted e => With(file with
            {
                Class = CustomerClass.Won,
                Deals = file.Deals + 1,
                LastDeal = e.ContractId,
                LastContactOn = Later(file.LastContactOn, e.On),
            }),
            OwnerAssigned e => With(Placed(file, e.Place)),
            CustomerPicked e => With(Placed(file, e.Place)),
            CustomerReturned e => With(Left(file, e.On) with { InPool = true }),
            OwnerProtected e => With(file with { ProtectedUntil = e.Until }),
            RecyclePostponed e => With(file with { PostponedUntil = e.Until }),
            ContactPut e => With(file with { Contacts = Put(file.Contacts, e.Contact) }),
            ConsentWithdrawn e => With(file with
            {
                Contacts = [.. file.Contacts.Select(c => c.Id == e.ContactId && c.Consent is { } given ? c with { Consent = given with { WithdrawnOn = e.On } } : c)],
            }),
            ContactRemoved e => With(file with { Contacts = file.Contacts.RemoveAll(c => c.Id == e.ContactId) }),
            _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
        };
    }

    private Customer With(CustomerFile file) => this with { File = file };

    private static Diligence Found(Diligence diligence, DiligenceFinding finding) => diligence with
    {
        Findings = diligence.Of(finding.Item) is { } before ? diligence.Findings.Replace(before, finding) : diligence.Findings.Add(finding),
    };

    private static CustomerCredit Requested(CustomerCredit credit, CreditRequest request) =>
        credit with { Requests = credit.Requests.RemoveAll(r => r.By == request.By).Add(request) };

    private static CustomerFile Placed(CustomerFile file, Place place) => Left(file, place.On) with
    {
        Place = place,
        InPool = false,
    };

    /// <summary>The file after its owner has left it.</summary>
    private static CustomerFile Left(CustomerFile file, DateOnly on)
    {
        if (file.Place is not { } place)
            return file;
        var former = file.Former.RemoveAll(f => f.SalespersonId == place.SalespersonId);
        if (former.Length >= CustomerFile.FormerMax)
            former = former.RemoveAt(0);
        return file with
        {
            Place = null,
            ProtectedUntil = null,
            PostponedUntil = null,
            Former = former.Add(new(place.SalespersonId, on)),
        };
    }

    private static ImmutableArray<Contact> Put(ImmutableArray<Contact> contacts, Contact contact)
    {
        for (var i = 0; i < contacts.Length; i++)
        {
            if (contacts[i].Id == contact.Id)
                return contacts.SetItem(i, contact);
        }
        return contacts.Add(contact);
    }

    private static DateOnly Later(DateOnly? known, DateOnly on) => known is { } day && day > on ? day : on;
}
