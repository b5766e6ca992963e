using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SalesGrid.Salespeople;

/// <summary>What can be asked of a salesperson.</summary>
[GenerateSerializer, Immutable, Alias("sg.SalespersonCommand")]
public abstract record SalespersonCommand : Command;

/// <summary>Registers a salesperson under the id of the grain: in a unit, or with team, region and manager stated.</summary>
[GenerateSerializer, Immutable, Alias("sg.RegisterSalesperson")]
[SentBy(Duties.People, NeverByOwner = true)]
public sealed record RegisterSalesperson : SalespersonCommand
{
    /// <summary>One to be filled in.</summary>
    [JsonConstructor]
    public RegisterSalesperson() { }

    /// <summary>One with a name and a stated place.</summary>
    [SetsRequiredMembers]
    public RegisterSalesperson(string name, Placing place) => (Name, Team, Region, Manager) = (name, place.Team, place.Region, place.Manager);

    /// <summary>One with a name and a unit.</summary>
    public static RegisterSalesperson Into(string unit, string name) => new() { Name = name, Unit = unit };

    /// <summary>Full name, 1 to 200 characters.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <inheritdoc cref="Placing" path="/param[@name='Team']"/>
    [Id(1)] public string? Team { get; init; }

    /// <inheritdoc cref="Placing" path="/param[@name='Region']"/>
    [Id(2)] public string? Region { get; init; }

    /// <inheritdoc cref="Placing" path="/param[@name='Manager']"/>
    [Id(3)] public string? Manager { get; init; }

    /// <summary>Id of the unit the person is in. Team, region and manager follow from it and are not stated beside it.</summary>
    [Id(4)] public string? Unit { get; init; }

    /// <summary>The stated place.</summary>
    [JsonIgnore]
    public Placing Place => new(Team ?? "", Region ?? "", Manager);
}

/// <summary>Moves a salesperson to another unit, from a day on; or to another team, region or manager, as stated. It takes the place of a move that was planned.</summary>
/// <remarks>
/// Opportunities keep the team and region they were credited to when their owner took them on; those opened or taken on
/// afterwards follow the new place. A KPI of the past does not change because somebody moved.
/// </remarks>
[GenerateSerializer, Immutable, Alias("sg.MoveSalesperson")]
[SentBy(Duties.People, NeverByOwner = true)]
public sealed record MoveSalesperson : SalespersonCommand
{
    /// <summary>One to be filled in.</summary>
    [JsonConstructor]
    public MoveSalesperson() { }

    /// <summary>One to a stated place.</summary>
    public MoveSalesperson(Placing place) => (Team, Region, Manager) = (place.Team, place.Region, place.Manager);

    /// <summary>One to a unit, from a day on.</summary>
    public static MoveSalesperson Into(string unit, DateOnly? from = null) => new() { Unit = unit, From = from };

    /// <inheritdoc cref="Placing" path="/param[@name='Team']"/>
    [Id(0)] public string? Team { get; init; }

    /// <inheritdoc cref="Placing" path="/param[@name='Region']"/>
    [Id(1)] public string? Region { get; init; }

    /// <inheritdoc cref="Placing" path="/param[@name='Manager']"/>
    [Id(2)] public string? Manager { get; init; }

    /// <summary>Id of the unit the person is to be in. Team, region and manager follow from it and are not stated beside it.</summary>
    [Id(3)] public string? Unit { get; init; }

    /// <summary>First day in the unit, today to 5 years ahead; null for today. Only with a unit.</summary>
    [Id(4)] public DateOnly? From { get; init; }

    /// <summary>The stated place.</summary>
    [JsonIgnore]
    public Placing Place => new(Team ?? "", Region ?? "", Manager);
}

/// <summary>The day of a planned move has come. Sent by the grid.</summary>
[GenerateSerializer, Immutable, Alias("sg.TakePlannedPlace")]
[SentBy(Duties.Grid)]
public sealed record TakePlannedPlace : SalespersonCommand;

/// <summary>A reorganisation has put the person into a unit. Sent by the grid.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="From">First day there; null for at once.</param>
/// <param name="Number">The number of the placing: one the person knows, or a later one, is not undone by it.</param>
[GenerateSerializer, Immutable, Alias("sg.TakeOrderedPlace")]
[SentBy(Duties.Grid)]
public sealed record TakeOrderedPlace([property: Id(0)] string Unit, [property: Id(1)] DateOnly? From, [property: Id(2)] int Number) : SalespersonCommand;

/// <summary>Gives a salesperson another name.</summary>
/// <param name="Name">Full name, 1 to 200 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.RenameSalesperson")]
[SentBy(Duties.People, NeverByOwner = true)]
public sealed record RenameSalesperson([property: Id(0)] string Name) : SalespersonCommand;

/// <summary>Puts a salesperson back into service.</summary>
/// <param name="Unit">The unit they are in from now on; null for where they were.</param>
[GenerateSerializer, Immutable, Alias("sg.ReactivateSalesperson")]
[SentBy(Duties.People, NeverByOwner = true)]
public sealed record ReactivateSalesperson([property: Id(0)] string? Unit = null) : SalespersonCommand;

/// <summary>
/// Takes a salesperson out of service: no opportunity can be given to them from then on. Approvals that wait for them go up at once, and
/// their manager is warned of what they still have in hand.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.DeactivateSalesperson")]
[SentBy(Duties.People, NeverByOwner = true)]
public sealed record DeactivateSalesperson : SalespersonCommand;

/// <summary>A place in the organisation: a team lies in a region and has a manager.</summary>
/// <param name="Team">Team, 1 to 200 characters.</param>
/// <param name="Region">Region or office, 1 to 200 characters.</param>
/// <param name="Manager">
/// Salesperson id of the manager; null when not stated. A name is taken as well, as older systems export it, but nothing is sent
/// to somebody who is only a name.
/// </param>
[GenerateSerializer, Immutable, Alias("sg.Placing")]
public sealed record Placing(
    [property: Id(0)] string Team,
    [property: Id(1)] string Region,
    [property: Id(2)] string? Manager = null);
