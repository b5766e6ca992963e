using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SalesGrid.Salespeople;

/// <summary>What can be asked of a salesperson.</summary>
[GenerateSerializer, Immutable, Alias("sg.SalespersonCommand")]
public abstract record SalespersonCommand : Command;

/// <summary>Registers a salesperson under the id of the grain.</summary>
[GenerateSerializer, Immutable, Alias("sg.RegisterSalesperson")]
[SentBy(Duties.People, NeverByOwner = true)]
public sealed record RegisterSalesperson : SalespersonCommand
{
    /// <summary>One to be filled in.</summary>
    [JsonConstructor]
    public RegisterSalesperson() { }

    /// <summary>One with a name and a place.</summary>
    [SetsRequiredMembers]
    public RegisterSalesperson(string name, Placing place) => (Name, Team, Region, Manager) = (name, place.Team, place.Region, place.Manager);

    /// <summary>Full name, 1 to 200 characters.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <inheritdoc cref="Placing" path="/param[@name='Team']"/>
    [Id(1)] public required string Team { get; init; }

    /// <inheritdoc cref="Placing" path="/param[@name='Region']"/>
    [Id(2)] public required string Region { get; init; }

    /// <inheritdoc cref="Placing" path="/param[@name='Manager']"/>
    [Id(3)] public string? Manager { get; init; }

    /// <summary>Where the person stands in the organisation.</summary>
    [JsonIgnore]
    public Placing Place => new(Team, Region, Manager);
}

/// <summary>Moves a salesperson to another team, region or manager.</summary>
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

    /// <summary>One to a place.</summary>
    [SetsRequiredMembers]
    public MoveSalesperson(Placing place) => (Team, Region, Manager) = (place.Team, place.Region, place.Manager);

    /// <inheritdoc cref="Placing" path="/param[@name='Team']"/>
    [Id(0)] public required string Team { get; init; }

    /// <inheritdoc cref="Placing" path="/param[@name='Region']"/>
    [Id(1)] public required string Region { get; init; }

    /// <inheritdoc cref="Placing" path="/param[@name='Manager']"/>
    [Id(2)] public string? Manager { get; init; }

    /// <summary>The new place.</summary>
    [JsonIgnore]
    public Placing Place => new(Team, Region, Manager);
}

/// <summary>Takes a salesperson out of service: no opportunity can be given to them from then on.</summary>
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
