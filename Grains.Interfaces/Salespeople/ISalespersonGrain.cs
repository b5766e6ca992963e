using Orleans.Concurrency;

namespace SalesGrid.Salespeople;

/// <summary>One salesperson. Key: <c>salesperson/{id}</c>.</summary>
[Alias("sg.ISalespersonGrain")]
public interface ISalespersonGrain : IGrainWithStringKey
{
    /// <summary>Returns once the change is durable, or at once when a rule forbids it.</summary>
    [Alias("Execute")]
    Task<Receipt> Execute(SalespersonCommand command, Envelope envelope);

    /// <summary>The salesperson as last committed; null when there is none.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<SalespersonView?> Get();
}

/// <summary>A salesperson as seen from outside.</summary>
[GenerateSerializer, Immutable, Alias("sg.SalespersonView")]
public sealed record SalespersonView(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] string Name,
    [property: Id(3)] Placing Place,
    [property: Id(4)] bool Active,
    [property: Id(5)] DateTimeOffset RegisteredAt);
