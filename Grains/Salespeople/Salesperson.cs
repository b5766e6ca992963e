using System.Diagnostics;
using SalesGrid.Subjects;

namespace SalesGrid.Salespeople;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to a salesperson.</summary>
public abstract record SalespersonEvent : SubjectEvent;

public sealed record SalespersonRegistered(string Name, Placing Place) : SalespersonEvent;

public sealed record SalespersonMoved(Placing Place) : SalespersonEvent;

public sealed record SalespersonDeactivated : SalespersonEvent;

/// <summary>The state of a salesperson: the fold of their events.</summary>
/// <param name="Name">Null for a salesperson nothing has happened to.</param>
/// <param name="Place">Where the person stands in the organisation.</param>
/// <param name="Active">False once deactivated.</param>
/// <param name="RegisteredAt">When they were registered.</param>
[GenerateSerializer, Immutable, Alias("sg.Salesperson")]
public sealed record Salesperson(
    [property: Id(0)] string? Name,
    [property: Id(1)] Placing Place,
    [property: Id(2)] bool Active,
    [property: Id(3)] DateTimeOffset RegisteredAt)
{
    /// <summary>A salesperson nothing has happened to.</summary>
    public static Salesperson None { get; } = new(null, new("", ""), false, default);

    /// <summary>The state after one more event, decided at <paramref name="at"/>.</summary>
    public Salesperson Evolve(SalespersonEvent happened, DateTimeOffset at) => happened switch
    {
        SalespersonRegistered e => new(e.Name, e.Place, true, at),
        SalespersonMoved e => this with { Place = e.Place },
        SalespersonDeactivated => this with { Active = false },
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };
}

/// <summary>The rules of a salesperson. Pure: the same arguments always give the same answer.</summary>
public static class SalespersonRules
{
    public static Decision<SalespersonEvent> Decide(string id, Salesperson current, SalespersonCommand command) => command switch
    {
        RegisterSalesperson when current.Name is not null => ControlPoints.SalespersonMustBeNew.Refuse(id),
        RegisterSalesperson c => (Validation.Required("name", c.Name) ?? Check(c.Place)) is { } refusal
            ? refusal
            : Decision<SalespersonEvent>.Record(new SalespersonRegistered(c.Name, c.Place)),
        _ when current.Name is null => ControlPoints.SalespersonMustExist.Refuse(id),
        MoveSalesperson when !current.Active => ControlPoints.SalespersonMustBeActive.Refuse(id),
        MoveSalesperson c => Check(c.Place) is { } refusal ? refusal
            : c.Place == current.Place ? Decision<SalespersonEvent>.Nothing
            : Decision<SalespersonEvent>.Record(new SalespersonMoved(c.Place)),
        DeactivateSalesperson => current.Active
            ? Decision<SalespersonEvent>.Record(new SalespersonDeactivated())
            : Decision<SalespersonEvent>.Nothing,
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
    };

    private static Refusal? Check(Placing place) => Validation.First(
        Validation.Required("team", place.Team),
        Validation.Required("region", place.Region),
        Validation.Optional("manager", place.Manager));
}
