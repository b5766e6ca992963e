using System.Collections.Immutable;
using SalesGrid.Pools;

namespace SalesGrid.Customers;

/// <summary>What is recorded of a customer beside its profile. Most customers of a large company have none.</summary>
[GenerateSerializer, Immutable, Alias("sg.CustomerFile")]
public sealed record CustomerFile
{
    /// <summary>Nothing recorded.</summary>
    public static CustomerFile Empty { get; } = new();

    [Id(0)] public Diligence? Diligence { get; init; }

    [Id(1)] public CustomerCredit? Credit { get; init; }

    /// <summary>Class; null while nobody has said.</summary>
    [Id(2)] public CustomerClass? Class { get; init; }

    [Id(3)] public int FollowUps { get; init; }

    /// <summary>Day of the last follow-up or signed contract; null for none.</summary>
    [Id(4)] public DateOnly? LastContactOn { get; init; }

    [Id(5)] public int Deals { get; init; }

    /// <summary>The contract noted last; null for none.</summary>
    [Id(6)] public string? LastDeal { get; init; }

    /// <summary>Who owns the customer, and which place it was given; null for nobody.</summary>
    [Id(7)] public Place? Place { get; init; }

    [Id(8)] public bool InPool { get; init; }

    [Id(9)] public DateOnly? ProtectedUntil { get; init; }

    [Id(10)] public DateOnly? PostponedUntil { get; init; }

    /// <summary>Who owned it before and when they last did, at most <see cref="FormerMax"/>; the oldest makes way.</summary>
    [Id(11)] public ImmutableArray<FormerOwner> Former { get; init; } = [];

    [Id(12)] public ImmutableArray<Contact> Contacts { get; init; } = [];

    /// <summary>Its merge into another customer; null where it is none but itself.</summary>
    [Id(13)] public CustomerMerge? Merge { get; init; }

    /// <summary>The customers that were merged into it, in that order.</summary>
    [Id(14)] public ImmutableArray<string> MergedFrom { get; init; } = [];

    /// <summary>Most former owners remembered.</summary>
    public const int FormerMax = 20;

    /// <summary>
    /// How long a picked customer keeps its place at least, returned or not: longer than any business day, so that a customer
    /// returned the same day still counts among the day's picks.
    /// </summary>
    public static readonly TimeSpan PickKeeps = TimeSpan.FromHours(26);

    /// <summary>First day the customer goes back to the pool; null when it does not.</summary>
    public DateOnly? RecycleOn() => RecycleOn(Place?.Recycle);

    /// <summary>The same by other rules of the pool.</summary>
    public DateOnly? RecycleOn(RecycleDays? rules)
    {
        if (Place is not { } place || RecycleAfter(rules) is not { } days)
            return null;
        var day = Later(place.On, LastContactOn).AddDays(days);
        if (ProtectedUntil is { } until && until >= day)
            day = until.AddDays(1);
        return Later(day, PostponedUntil);
    }

    /// <summary>Days without a follow-up after which a customer of its class goes back to the pool; null for never.</summary>
    public int? RecycleAfter(RecycleDays? rules) => Class switch
    {
        CustomerClass.Won => rules?.Won,
        CustomerClass.Intent => rules?.Intent,
        _ => rules?.Potential,
    };

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

/// <summary>A salesperson who owned the customer before.</summary>
[GenerateSerializer, Immutable, Alias("sg.FormerOwner")]
public sealed record FormerOwner([property: Id(0)] string SalespersonId, [property: Id(1)] DateOnly Until);
