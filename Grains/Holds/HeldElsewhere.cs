namespace SalesGrid.Holds;

/// <summary>A hold another object keeps for this one, as this one remembers it.</summary>
/// <param name="Holder">The object that keeps it, <c>kind/id</c>.</param>
/// <param name="Account">What is drawn on.</param>
/// <param name="Token">Its name.</param>
/// <param name="Amount">How much; null for what is held whole.</param>
[GenerateSerializer, Immutable, Alias("sg.HeldElsewhere")]
public sealed record HeldElsewhere(
    [property: Id(0)] string Holder,
    [property: Id(1)] string Account,
    [property: Id(2)] string Token,
    [property: Id(3)] Money? Amount);
