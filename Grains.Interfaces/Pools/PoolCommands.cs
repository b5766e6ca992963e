namespace SalesGrid.Pools;

/// <summary>What can be asked of the public pool of customers (公海). There is one, <c>pool/company</c>.</summary>
[GenerateSerializer, Immutable, Alias("sg.PoolCommand")]
public abstract record PoolCommand : Command;

/// <summary>Sets the rules of the pool. They hold from the next pick, assignment or due recycling on.</summary>
[GenerateSerializer, Immutable, Alias("sg.SetPoolPolicy")]
[SentBy(Duties.Manager | Duties.ProcessOwner, nameof(ControlPoints.PoolMustHaveAuthority))]
public sealed record SetPoolPolicy([property: Id(0)] PoolPolicy Policy) : PoolCommand;

/// <summary>The rules of the pool.</summary>
/// <param name="PicksPerDay">Customers one salesperson may pick in one business day, 0 to 1,000.</param>
/// <param name="Capacity">Customers one salesperson may own at a time, 0 to 3,000.</param>
/// <param name="RepickAfterDays">Days until somebody may pick a customer they held before, 0 to 3,650.</param>
/// <param name="Recycle">When a customer nobody follows up goes back.</param>
[GenerateSerializer, Immutable, Alias("sg.PoolPolicy")]
public sealed record PoolPolicy(
    [property: Id(0)] int PicksPerDay,
    [property: Id(1)] int Capacity,
    [property: Id(2)] int RepickAfterDays,
    [property: Id(3)] RecycleDays Recycle)
{
    /// <summary>The id of the company's pool.</summary>
    public const string Company = "company";

    /// <summary>Largest capacity: below the reservations one object can grant, since a place that is given back is kept for a day.</summary>
    public const int CapacityMax = 3_000;

    /// <summary>What holds where nobody has set anything.</summary>
    public static PoolPolicy Default { get; } = new(5, 200, 30, new(90, 30, 180));
}

/// <summary>Days without a follow-up after which a customer goes back to the pool, 1 to 3,650; null for never.</summary>
/// <param name="Potential">Of a potential customer, and of one nobody has classed.</param>
/// <param name="Intent">Of one that means to buy.</param>
/// <param name="Won">Of one that has bought.</param>
[GenerateSerializer, Immutable, Alias("sg.RecycleDays")]
public sealed record RecycleDays(
    [property: Id(0)] int? Potential = null,
    [property: Id(1)] int? Intent = null,
    [property: Id(2)] int? Won = null);

/// <summary>The pool as seen from outside.</summary>
[GenerateSerializer, Immutable, Alias("sg.PoolView")]
public sealed record PoolView([property: Id(0)] string Id, [property: Id(1)] int Version, [property: Id(2)] PoolPolicy Policy);
