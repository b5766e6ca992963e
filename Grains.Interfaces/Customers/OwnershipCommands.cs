namespace SalesGrid.Customers;

/// <summary>Gives the customer to a salesperson, from whoever held it or from the pool (分配).</summary>
/// <param name="SalespersonId">An active salesperson with room for one more.</param>
/// <param name="Reason">Why, up to 4,000 characters; null when not stated.</param>
[GenerateSerializer, Immutable, Alias("sg.AssignOwner")]
[SentBy(Duties.Manager, nameof(ControlPoints.PoolMustHaveAuthority))]
public sealed record AssignOwner([property: Id(0)] string SalespersonId, [property: Id(1)] string? Reason = null) : CustomerCommand;

/// <summary>Takes the customer out of the public pool (公海) for oneself.</summary>
[GenerateSerializer, Immutable, Alias("sg.PickFromPool")]
[SentBy(Standing.Anybody)]
public sealed record PickFromPool : CustomerCommand;

/// <summary>Puts the customer into the public pool.</summary>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.ReturnToPool")]
[SentBy(Standing.OwnersSide, Duties.Manager, nameof(ControlPoints.PoolMustHaveAuthority), nameof(ControlPoints.CustomerMustBeOnesOwn), Act = "customer.return")]
public sealed record ReturnToPool([property: Id(0)] string Reason) : CustomerCommand;

/// <summary>Has the grid leave the customer with its owner, however long nobody follows up.</summary>
/// <param name="Until">Last day, at most 366 days ahead; a day in the past ends the protection.</param>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.ProtectOwner")]
[SentBy(Duties.Manager, nameof(ControlPoints.PoolMustHaveAuthority))]
public sealed record ProtectOwner([property: Id(0)] DateOnly Until, [property: Id(1)] string Reason) : CustomerCommand
{
    /// <summary>Longest protection, days.</summary>
    public const int DaysMax = 366;
}

/// <summary>Takes the customer back into the pool when nobody has followed up for too long. Sent by the grid when the day has come.</summary>
[GenerateSerializer, Immutable, Alias("sg.Recycle")]
[SentBy(Duties.Grid, nameof(ControlPoints.TimeMustComeFromGrid))]
public sealed record Recycle : CustomerCommand;
