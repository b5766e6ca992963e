using SalesGrid.Customers;

namespace SalesGrid.Gateway.Customers;

/// <summary>A customer as answered.</summary>
public sealed record CustomerAnswer(
    string Id, int Version, string Name, string? Sector, string? Country, string? Parent, int? Employees,
    int? YearEstablished, Money? AnnualRevenue, DateTimeOffset RegisteredAt) : IMaskedObject
{
    public string? CreditCode { get; init; }
    public string? City { get; init; }

    /// <summary>The salesperson who owns it.</summary>
    public string? OwnerId { get; init; }

    /// <summary>True while it is in the public pool.</summary>
    public bool InPool { get; init; }

    public DateOnly? ProtectedUntil { get; init; }

    /// <summary>First day it goes back to the pool unless it is followed up.</summary>
    public DateOnly? RecycleOn { get; init; }

    public CustomerClass? Class { get; init; }
    public int FollowUps { get; init; }
    public DateOnly? LastContactOn { get; init; }
    public int Deals { get; init; }
    public DiligenceAnswer? Diligence { get; init; }
    public CreditAnswer? Credit { get; init; }
    public int ContactCount { get; init; }

    /// <summary>The customer it was merged into, of which it is an alias; null for none.</summary>
    public string? MergedInto { get; init; }

    /// <summary>The customers that were merged into it.</summary>
    public IReadOnlyList<string> MergedFrom { get; init; } = [];

    /// <summary>The contacts; null in a list.</summary>
    public IReadOnlyList<Contact>? Contacts { get; init; }

    string IMaskedObject.Subject => $"customer/{Id}";

    string? IMaskedObject.KeptBy => OwnerId;

    // Whatever somebody answers for: so that nobody approaches a customer in the pool past it.
    bool IMaskedObject.IsWithheld => InPool;

    /// <summary>The answer in a list: without personal data.</summary>
    public static CustomerAnswer Listed(CustomerView view) => Of(view) with { Contacts = null };

    /// <summary>The answer for a view.</summary>
    public static CustomerAnswer Of(CustomerView v)
    {
        var p = v.Profile;
        var f = v.File;
        var answer = new CustomerAnswer(v.Id, v.Version, p.Name, p.Sector, p.Country, p.Parent, p.Employees, p.YearEstablished,
            p.AnnualRevenue, v.RegisteredAt)
        {
            CreditCode = p.CreditCode,
            City = p.City,
            MergedInto = v.MergedInto,
            MergedFrom = v.MergedFrom,
        };
        return f is null ? answer : answer with
        {
            OwnerId = f.OwnerId,
            InPool = f.InPool,
            ProtectedUntil = f.ProtectedUntil,
            RecycleOn = f.RecycleOn,
            Class = f.Class,
            FollowUps = f.FollowUps,
            LastContactOn = f.LastContactOn,
            Deals = f.Deals,
            Diligence = f.Diligence is { } diligence ? new(f.Standing, diligence.GoodUntil(), diligence.Items(), diligence.Findings) : null,
            Credit = f.Credit is { } credit ? CreditAnswer.Of(credit) : null,
            ContactCount = f.ContactCount,
            Contacts = f.Contacts,
        };
    }
}

/// <summary>Due diligence as answered.</summary>
/// <param name="Standing">How it stands today; null in a list.</param>
/// <param name="GoodUntil">Last day every item is good for; null while one is missing or failed.</param>
/// <param name="Items">What has to be looked into.</param>
/// <param name="Findings">The newest finding of each item.</param>
public sealed record DiligenceAnswer(
    DiligenceStanding? Standing, DateOnly? GoodUntil, IReadOnlyList<DiligenceItem> Items, IReadOnlyList<DiligenceFinding> Findings);

/// <summary>Credit as answered.</summary>
public sealed record CreditAnswer
{
    public CreditGrade? Grade { get; init; }
    public Money? Limit { get; init; }

    /// <summary>What is reserved of it for contracts.</summary>
    public Money? Held { get; init; }

    /// <summary>Limit less held; negative where the limit was lowered below what is held.</summary>
    public Money? Available { get; init; }

    public DateOnly? ValidUntil { get; init; }
    public DateOnly? ReassessOn { get; init; }
    public string? GrantedBy { get; init; }
    public DateOnly? GrantedOn { get; init; }
    public string? Reason { get; init; }
    public CreditSuspension? Suspended { get; init; }
    public IReadOnlyList<CreditRequestAnswer> Requests { get; init; } = [];

    /// <summary>The answer for a view.</summary>
    public static CreditAnswer Of(CreditView view)
    {
        var line = view.Credit.Line;
        return new()
        {
            Grade = line?.Grade,
            Limit = line?.Limit,
            Held = view.Held,
            Available = view.Available,
            ValidUntil = line?.ValidUntil,
            ReassessOn = line?.ReassessOn,
            GrantedBy = line?.GrantedBy,
            GrantedOn = line?.GrantedOn,
            Reason = line?.Reason,
            Suspended = view.Credit.Suspended,
            Requests = [.. view.Credit.Requests.Select(r => new CreditRequestAnswer(r.Limit, r.Reason, r.By, r.On))],
        };
    }
}

/// <summary>A request for credit as answered.</summary>
public sealed record CreditRequestAnswer(Money Limit, string Reason, string By, DateOnly On);
