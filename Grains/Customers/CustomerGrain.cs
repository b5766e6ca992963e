using SalesGrid.Hosting;
using SalesGrid.Subjects;

namespace SalesGrid.Customers;

/// <inheritdoc cref="ICustomerGrain"/>
[GrainType("customer"), BucketPlacement]
public sealed class CustomerGrain(LedgerHost host)
    : SubjectGrain<Customer, CustomerEvent, CustomerCommand>(SubjectKinds.Customer, host), ICustomerGrain
{
    /// <inheritdoc/>
    public async Task<CustomerView?> Get() => View(Id, await Current());

    /// <summary>The customer as seen from outside; null when there is none.</summary>
    public static CustomerView? View(string id, SubjectRecord<Customer> record) =>
        record.State.Profile is { } profile ? new(id, record.Version, profile, record.State.RegisteredAt) : null;

    /// <inheritdoc/>
    protected override ValueTask<Decision<CustomerEvent>> Decide(string id, Customer current, CustomerCommand command, Asked asked) =>
        new(CustomerRules.Decide(id, current, command));
}
