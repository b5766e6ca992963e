using System.Collections.Immutable;
using Orleans.Concurrency;

namespace SalesGrid.Customers;

/// <summary>One customer. Key: <c>customer/{id}</c>.</summary>
[Alias("sg.ICustomerGrain")]
public interface ICustomerGrain : IGrainWithStringKey
{
    /// <summary>Returns once the change is durable, or at once when a rule forbids it.</summary>
    [Alias("Execute")]
    Task<Receipt> Execute(CustomerCommand command, Envelope envelope);

    /// <summary>The customer as last committed; null when there is none.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<CustomerView?> Get();

    /// <summary>What a merge into another customer would move, everything acknowledged before the question included; null when there is no such customer.</summary>
    /// <param name="into">The other one; null for none in particular.</param>
    /// <param name="limit">Most ids of each sort, 1 to 500.</param>
    [Alias("PreviewMerge"), AlwaysInterleave]
    Task<MergePreview?> PreviewMerge(string? into, int limit);
}

/// <summary>A customer as seen from outside.</summary>
[GenerateSerializer, Immutable, Alias("sg.CustomerView")]
public sealed record CustomerView(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] CustomerProfile Profile,
    [property: Id(3)] DateTimeOffset RegisteredAt)
{
    /// <summary>Diligence, credit, class, owner and contacts; null where nothing of the kind was ever recorded.</summary>
    [Id(4)] public CustomerFileView? File { get; init; }

    /// <summary>The customer it was merged into, of which it is an alias; null for none.</summary>
    [Id(5)] public string? MergedInto { get; init; }

    /// <summary>The customers that were merged into it.</summary>
    [Id(6)] public ImmutableArray<string> MergedFrom { get; init; } = [];
}

/// <summary>What is recorded of a customer beside its profile.</summary>
[GenerateSerializer, Immutable, Alias("sg.CustomerFileView")]
public sealed record CustomerFileView
{
    /// <summary>The salesperson who owns the customer; null when it is in the pool or nobody was ever given it.</summary>
    [Id(0)] public string? OwnerId { get; init; }

    /// <summary>True while the customer is in the public pool (公海).</summary>
    [Id(1)] public bool InPool { get; init; }

    /// <summary>Last day the grid leaves the customer with its owner whatever happens; null for none.</summary>
    [Id(2)] public DateOnly? ProtectedUntil { get; init; }

    /// <summary>First day the customer goes back to the pool unless somebody follows up; null when it does not.</summary>
    [Id(3)] public DateOnly? RecycleOn { get; init; }

    /// <summary>Class; null while nobody has said.</summary>
    [Id(4)] public CustomerClass? Class { get; init; }

    /// <summary>Number of follow-ups recorded.</summary>
    [Id(5)] public int FollowUps { get; init; }

    /// <summary>Day of the last follow-up or signed contract; null for none.</summary>
    [Id(6)] public DateOnly? LastContactOn { get; init; }

    /// <summary>Number of contracts signed.</summary>
    [Id(7)] public int Deals { get; init; }

    /// <summary>Due diligence; null while none was recorded or required.</summary>
    [Id(8)] public Diligence? Diligence { get; init; }

    /// <summary>How the diligence stands today; null in a list, which knows no day: see <see cref="Customers.Diligence.StandingOn"/>.</summary>
    [Id(9)] public DiligenceStanding? Standing { get; init; }

    /// <summary>Credit; null while none was asked for or granted.</summary>
    [Id(10)] public CreditView? Credit { get; init; }

    /// <summary>Number of contacts.</summary>
    [Id(11)] public int ContactCount { get; init; }

    /// <summary>The contacts, unmasked; empty in a list, which holds no personal data.</summary>
    [Id(12)] public ImmutableArray<Contact> Contacts { get; init; } = [];
}
