using System.Collections.Immutable;

namespace SalesGrid.Customers;

/// <summary>What is recorded of a customer beside its profile. Most customers of a large company have none.</summary>
[GenerateSerializer, Immutable, Alias("sg.CustomerFile")]
public sealed record CustomerFile
{
    /// <summary>Nothing recorded.</summary>
    public static CustomerFile Empty { get; } = new();

    /// <summary>The hold on the customer's credit code; null when it has no code.</summary>
    [Id(0)] public string? CodeToken { get; init; }

    [Id(1)] public Diligence? Diligence { get; init; }

    [Id(2)] public CustomerCredit? Credit { get; init; }

    /// <summary>Class; null while nobody has said.</summary>
    [Id(3)] public CustomerClass? Class { get; init; }

    [Id(4)] public int FollowUps { get; init; }

    /// <summary>Day of the last follow-up or signed contract; null for none.</summary>
    [Id(5)] public DateOnly? LastContactOn { get; init; }

    [Id(6)] public int Deals { get; init; }

    /// <summary>The contract noted last; null for none.</summary>
    [Id(7)] public string? LastDeal { get; init; }

    /// <summary>Who holds the customer, and by which hold; null for nobody.</summary>
    [Id(8)] public Place? Place { get; init; }

    /// <summary>When the place was taken.</summary>
    [Id(9)] public DateTimeOffset PlacedAt { get; init; }

    [Id(10)] public bool InPool { get; init; }

    [Id(11)] public DateOnly? ProtectedUntil { get; init; }

    [Id(12)] public DateOnly? PostponedUntil { get; init; }

    /// <summary>Who held it before and when they last did, at most <see cref="FormerMax"/>; the oldest makes way.</summary>
    [Id(13)] public ImmutableArray<FormerOwner> Former { get; init; } = [];

    [Id(14)] public ImmutableArray<Contact> Contacts { get; init; } = [];

    /// <summary>Reservations elsewhere that are not needed any more and have still to be given back.</summary>
    [Id(15)] public ImmutableArray<Owed> Owed { get; init; } = [];

    /// <summary>Most former owners remembered.</summary>
    public const int FormerMax = 20;

    /// <summary>Most holds that wait to be given back; a command that would add one more is refused until some are.</summary>
    public const int OwedMax = 50;

    /// <summary>
    /// How long a picked customer keeps its place at least, returned or not: longer than any business day, so that a customer
    /// returned the same day still counts among the day's picks.
    /// </summary>
    public static readonly TimeSpan PickKeeps = TimeSpan.FromHours(26);

    /// <summary>First day the customer goes back to the pool; null when it does not.</summary>
    public DateOnly? RecycleOn() => RecycleOn(Place?.Recycle);

    /// <summary>The same by other rules of the pool.</summary>
    public DateOnly? RecycleOn(Pools.RecycleDays? rules)
    {
        if (Place is not { } place || rules?.Of(Class) is not { } days)
            return null;
        var day = Later(place.On, LastContactOn).AddDays(days);
        if (ProtectedUntil is { } until && until >= day)
            day = until.AddDays(1);
        return Later(day, PostponedUntil);
    }

    /// <summary>When the first hold is to be given back; null when there is none.</summary>
    public DateTimeOffset? FirstOwed()
    {
        DateTimeOffset? first = null;
        foreach (var owed in Owed)
        {
            if (first is null || owed.From < first)
                first = owed.From;
        }
        return first;
    }

    /// <summary>The contact with an id; null when there is none.</summary>
    public Contact? Contact(string id)
    {
        foreach (var contact in Contacts)
        {
            if (contact.Id == id)
                return contact;
        }
        return null;
    }

    private static DateOnly Later(DateOnly a, DateOnly? b) => b is { } day && day > a ? day : a;
}

/// <summary>A salesperson who held the customer before.</summary>
[GenerateSerializer, Immutable, Alias("sg.FormerOwner")]
public sealed record FormerOwner([property: Id(0)] string SalespersonId, [property: Id(1)] DateOnly Until);

/// <summary>A hold that is not needed any more.</summary>
/// <param name="Owner">The object that holds it, <c>kind/id</c>.</param>
/// <param name="Token">The hold.</param>
/// <param name="From">When it may be given back.</param>
[GenerateSerializer, Immutable, Alias("sg.Owed")]
public sealed record Owed([property: Id(0)] string Provider, [property: Id(1)] string Token, [property: Id(2)] DateTimeOffset From);
