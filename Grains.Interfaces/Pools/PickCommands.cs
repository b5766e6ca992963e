using System.Globalization;

namespace SalesGrid.Pools;

/// <summary>
/// What can be asked of the places one salesperson has for customers, <c>pick/{salesperson}</c>. A customer that is held takes
/// one reservation of them: so the limits are kept by one object, however many customers are picked at once.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.PickCommand")]
public abstract record PickCommand : Command;

/// <summary>Has the limits of a newer policy apply. Sent by the grid before a place is taken.</summary>
/// <param name="PolicyVersion">Version of the pool the limits are of; an older one than is known changes nothing.</param>
/// <param name="PicksPerDay">Customers that may be picked in one business day.</param>
/// <param name="Capacity">Customers that may be held at a time.</param>
[GenerateSerializer, Immutable, Alias("sg.AdoptLimits")]
[SentBy(Duties.Grid, nameof(ControlPoints.TimeMustComeFromGrid))]
public sealed record AdoptLimits(
    [property: Id(0)] int PolicyVersion,
    [property: Id(1)] int PicksPerDay,
    [property: Id(2)] int Capacity) : PickCommand;

/// <summary>Accounts of the places of one salesperson. Every reservation is one customer.</summary>
public static class PlaceAccounts
{
    /// <summary>Account: a customer that was assigned.</summary>
    public const string Assigned = "assigned";

    private const string Picked = "pick-";
    private const string Kind = "pick/";

    /// <summary>Account: a customer that was picked from the pool on a business day.</summary>
    public static string PickedOn(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{Picked}{day:yyyy-MM-dd}");

    /// <summary>True for the account of a day's picks.</summary>
    public static bool IsPick(string account) => account.StartsWith(Picked, StringComparison.Ordinal);

    /// <summary>The places of a salesperson.</summary>
    public static string SubjectOf(string salespersonId) => $"{Kind}{salespersonId}";

    /// <summary>True for the places of a salesperson.</summary>
    public static bool IsPlace(string subject) => subject.StartsWith(Kind, StringComparison.Ordinal);
}

/// <summary>The places of one salesperson as seen from outside.</summary>
/// <param name="Id">The salesperson.</param>
/// <param name="Version">Version.</param>
/// <param name="PolicyVersion">Version of the pool the limits are of; 0 for what the product ships.</param>
/// <param name="PicksPerDay">Customers that may be picked in one business day.</param>
/// <param name="Capacity">Customers that may be held at a time.</param>
/// <param name="Taken">Places taken, those of customers returned in the last 26 hours included.</param>
[GenerateSerializer, Immutable, Alias("sg.PickView")]
public sealed record PickView(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] int PolicyVersion,
    [property: Id(3)] int PicksPerDay,
    [property: Id(4)] int Capacity,
    [property: Id(5)] int Taken);
