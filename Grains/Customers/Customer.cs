using System.Diagnostics;
using SalesGrid.Subjects;

namespace SalesGrid.Customers;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to a customer.</summary>
public abstract record CustomerEvent : SubjectEvent;

public sealed record CustomerRegistered(CustomerProfile Profile) : CustomerEvent;

/// <param name="Profile">The whole profile after the change.</param>
public sealed record CustomerAmended(CustomerProfile Profile) : CustomerEvent;

/// <summary>The state of a customer: the fold of its events.</summary>
/// <param name="Profile">Null for a customer nothing has happened to.</param>
/// <param name="RegisteredAt">When it was registered.</param>
[GenerateSerializer, Immutable, Alias("sg.Customer")]
public sealed record Customer(
    [property: Id(0)] CustomerProfile? Profile,
    [property: Id(1)] DateTimeOffset RegisteredAt)
{
    /// <summary>A customer nothing has happened to.</summary>
    public static Customer None { get; } = new(null, default);

    /// <summary>The state after one more event, decided at <paramref name="at"/>.</summary>
    public Customer Evolve(CustomerEvent happened, DateTimeOffset at) => happened switch
    {
        CustomerRegistered e => new(e.Profile, at),
        CustomerAmended e => this with { Profile = e.Profile },
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };
}

/// <summary>The rules of a customer. Pure: the same arguments always give the same answer.</summary>
public static class CustomerRules
{
    public static Decision<CustomerEvent> Decide(string id, Customer current, CustomerCommand command) => command switch
    {
        RegisterCustomer when current.Profile is not null => ControlPoints.CustomerMustBeNew.Refuse(id),
        RegisterCustomer c => Check(c.Profile) is { } refusal
            ? refusal
            : Decision<CustomerEvent>.Record(new CustomerRegistered(c.Profile)),
        AmendCustomer when current.Profile is null => ControlPoints.CustomerMustExist.Refuse(id),
        AmendCustomer c => Check(c.Profile) is { } refusal ? refusal
            : c.Profile == current.Profile ? Decision<CustomerEvent>.Nothing
            : Decision<CustomerEvent>.Record(new CustomerAmended(c.Profile)),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
    };

    private static Refusal? Check(CustomerProfile profile) => Validation.First(
        Validation.Required("name", profile.Name),
        Validation.Optional("sector", profile.Sector),
        Validation.Optional("country", profile.Country),
        Validation.OptionalId("parent", profile.Parent),
        profile.Employees is < 0 ? Validation.Invalid("employees", "不能为负", "it must not be negative") : null,
        profile.YearEstablished is < 1000 or > 2199
            ? Validation.Invalid("yearEstablished", "须在 1000 与 2199 之间", "it must lie between 1000 and 2199")
            : null,
        Validation.OptionalAmount("annualRevenue", profile.AnnualRevenue));
}
