using SalesGrid.Subjects;

namespace SalesGrid.Customers;

/// <summary>All the grid knows of a customer.</summary>
public static class CustomerKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="CustomerEvent"/>.</summary>
    public static SubjectKind<Customer, CustomerEvent> Kind { get; } = new("customer", Customer.None, (state, e, at) => state.Evolve(e, at))
    {
        OwnedBy = static (_, customer) => customer.OwnerId,
        Shown = CustomerGrain.View,
        TaggedBy = CustomerGrain.Tags,
        AdmitReservation = CreditRules.Admit,
        Needs = CustomerNeeds.Of,
        Timers = CustomerWarnings.Timers,
        WarningCauses = CustomerWarnings.Of,
        Unfinished = static customer => customer.File?.Merge is { Steps: { EndedAt: null } steps } ? steps.BegunAt : null,
        Facts = CustomerFactSource.Facts,
    };
}
