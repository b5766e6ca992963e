using System.Collections.Immutable;
using System.Diagnostics;
using SalesGrid.Claims;
using SalesGrid.Pools;

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
            CustomerRegistered e => new(e.Profile, at) { File = e.CodeToken is null ? File : file with { CodeToken = e.CodeToken } },
            CustomerAmended e => Amended(e, at),
            DiligenceRequired e => With(file with { Diligence = (file.Diligence ?? Diligence.None) with { Required = e.Items } }),
            DiligenceRecorded e => With(file with { Diligence = Found(file.Diligence ?? Diligence.None, e.Finding) }),
            CreditRequested e => With(file with { Credit = DecisionContext(file.Credit ?? CustomerCredit.None, e.Request) }),
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
            OwnerAssigned e => With(Placed(file, e.Place, at)),
            CustomerPicked e => With(Placed(file, e.Place, at)),
            CustomerReturned e => With(Left(file, e.On, at) with { InPool = true }),
            OwnerProtected e => With(file with { ProtectedUntil = e.Until }),
            RecyclePostponed e => With(file with { PostponedUntil = e.Until }),
            ReservationReturned e => With(file with { Owed = file.Owed.RemoveAll(o => o.Provider == e.Owner && o.Token == e.Token) }),
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

    private Customer Amended(CustomerAmended e, DateTimeOffset at)
    {
        var old = Profile?.CreditCode;
        if (old == e.Profile.CreditCode)
            return this with { Profile = e.Profile };
        var file = File ?? CustomerFile.Empty;
        return this with
        {
            Profile = e.Profile,
            File = file with
            {
                CodeToken = e.CodeToken,
                Owed = old is not null && file.CodeToken is { } token ? file.Owed.Add(new(ClaimOf.IdentitySubject(old), token, at)) : file.Owed,
            },
        };
    }

    private static Diligence Found(Diligence diligence, DiligenceFinding finding) => diligence with
    {
        Findings = diligence.Of(finding.Item) is { } before ? diligence.Findings.Replace(before, finding) : diligence.Findings.Add(finding),
    };

    private static CustomerCredit DecisionContext(CustomerCredit credit, CreditRequest request) =>
        credit with { Requests = credit.Requests.RemoveAll(r => r.By == request.By).Add(request) };

    private static CustomerFile Placed(CustomerFile file, Place place, DateTimeOffset at) => Left(file, place.On, at) with
    {
        Place = place,
        PlacedAt = at,
        InPool = false,
    };

    /// <summary>The file after its owner has left it: the place is given back, a picked one when its day is surely over.</summary>
    private static CustomerFile Left(CustomerFile file, DateOnly on, DateTimeOffset at)
    {
        if (file.Place is not { } place)
            return file;
        var former = file.Former.RemoveAll(f => f.SalespersonId == place.SalespersonId);
        if (former.Length >= CustomerFile.FormerMax)
            former = former.RemoveAt(0);
        var from = PlaceAccounts.IsPick(place.Account) && file.PlacedAt + CustomerFile.PickKeeps > at ? file.PlacedAt + CustomerFile.PickKeeps : at;
        return file with
        {
            Place = null,
            PlacedAt = default,
            ProtectedUntil = null,
            PostponedUntil = null,
            Former = former.Add(new(place.SalespersonId, on)),
            Owed = file.Owed.Add(new(PlaceAccounts.SubjectOf(place.SalespersonId), place.Token, from)),
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
