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

    /// <summary>Who owns it; of one that was merged who did. Null for nobody.</summary>
    public string? OwnerId => File?.Place?.SalespersonId ?? File?.Merge?.OwnerId;

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
            CustomerMergeBegun e => Merging(file, e, at),
            MergeAbsorbed => With(file with { Merge = file.Merge! with { Absorbed = true }, Contacts = [] }),
            MergeTaken e => With(file with { Merge = file.Merge! with { Steps = file.Merge.Steps with { Part = e.Part, After = e.Ids[^1], InHand = e.Ids } } }),
            MergeMoved e => With(file with { Merge = file.Merge! with { Steps = file.Merge.Steps.With(e.Part, e.Moved, e.NotMoved) } }),
            MergeEnded => With(file with { Merge = file.Merge! with { Steps = file.Merge.Steps with { EndedAt = at } } }),
            CustomerAbsorbed e => Absorbing(file, e),
            ContactRemoved e => With(file with { Contacts = file.Contacts.RemoveAll(c => c.Id == e.ContactId) }),
            _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
        };
    }

    private Customer With(CustomerFile file) => this with { File = file };

    /// <summary>An alias from now on: it is in no tree, nobody's to look after, and its code is the other one's to have.</summary>
    private Customer Merging(CustomerFile file, CustomerMergeBegun e, DateTimeOffset at) => this with
    {
        Profile = Profile! with { CreditCode = null, Parent = null },
        File = file with
        {
            Place = null,
            InPool = false,
            ProtectedUntil = null,
            PostponedUntil = null,
            Merge = new(e.Into, e.OwnerId, file.Merge?.CreditCode ?? Profile.CreditCode, file.Merge?.Absorbed == true,
                new() { Number = e.Number, To = e.Into, Reason = e.Reason, By = e.By, BegunAt = at }),
        },
    };

    private Customer Absorbing(CustomerFile file, CustomerAbsorbed e) => this with
    {
        Profile = e.CreditCode is null ? Profile : Profile! with { CreditCode = e.CreditCode },
        File = file with
        {
            MergedFrom = file.MergedFrom.Add(e.From),
            Contacts = [.. file.Contacts, .. e.Contacts],
            FollowUps = file.FollowUps + e.File.FollowUps,
            LastContactOn = e.File.LastContactOn is { } on ? Later(file.LastContactOn, on) : file.LastContactOn,
            Deals = file.Deals + e.File.Deals,
            Class = file.Class is { } own && e.File.Class is { } other ? (CustomerClass)Math.Max((int)own, (int)other) : file.Class ?? e.File.Class,
        },
    };

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
