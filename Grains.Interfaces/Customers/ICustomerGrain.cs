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
}

/// <summary>A customer as seen from outside.</summary>
[GenerateSerializer, Immutable, Alias("sg.CustomerView")]
public sealed record CustomerView(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] CustomerProfile Profile,
    [property: Id(3)] DateTimeOffset RegisteredAt);
