using System.Collections.Immutable;
using SalesGrid.Reservations;
using SalesGrid.Units;

namespace SalesGrid.Salespeople;

/// <summary>What the rules of a salesperson are told of the world beside the request.</summary>
public sealed record SalespersonContext
{
    /// <summary>Most levels of managers that are looked at.</summary>
    public const int LevelsMax = 20;

    /// <summary>Nothing of it.</summary>
    public static SalespersonContext Empty { get; } = new();

    /// <summary>What the person has granted to others.</summary>
    public GrantedReservations Granted { get; init; } = GrantedReservations.None;

    /// <summary>
    /// The registered salespeople above the place the command names: its manager, the manager's manager and so on, at most
    /// <see cref="LevelsMax"/>. Empty where the manager is no registered salesperson.
    /// </summary>
    public ImmutableArray<string> Above { get; init; } = [];

    /// <summary>The user who acts under the id of a person to be registered, <c>user/ID</c>; null for nobody.</summary>
    public string? ActingUnderId { get; init; }

    /// <summary>The person a command names; null when not registered.</summary>
    public SalespersonView? Named { get; init; }

    /// <summary>Those of several people a command names who are registered, by id.</summary>
    public ImmutableDictionary<string, SalespersonView> Successors { get; init; } = ImmutableDictionary<string, SalespersonView>.Empty;

    /// <summary>What a command names that the person has not in hand, each <c>part/id</c>.</summary>
    public ImmutableArray<string> NotInHand { get; init; } = [];

    /// <summary>The unit the command puts the person into, or that was planned; null where there is none.</summary>
    public UnitEntry? Unit { get; init; }

    /// <summary>The number of a placing by a reorganisation that the person has not recorded yet, and that a later command takes the place of; null for none.</summary>
    public int? Order { get; init; }

    /// <summary>What that unit means for the person on the day they come into it; null where there is none.</summary>
    public UnitPlace? UnitPlace { get; init; }

    /// <summary>Who would lead the person then, nearest first.</summary>
    public ImmutableArray<string> HeadsThen { get; init; } = [];

    /// <summary>Who leads the person now, by the unit they are in.</summary>
    public ImmutableArray<string> HeadsNow { get; init; } = [];

    /// <summary>What the person has in hand; null where it was not asked.</summary>
    public PortfolioCount? Portfolio { get; init; }

    /// <summary>The person's pipeline in the period of their target; null where it was not asked.</summary>
    public PipelineFacts? Pipeline { get; init; }
}
