namespace SalesGrid.Salespeople;

/// <summary>What can be asked of a salesperson.</summary>
[GenerateSerializer, Immutable, Alias("sg.SalespersonCommand")]
public abstract record SalespersonCommand : Command;

/// <summary>Registers a salesperson under the id of the grain.</summary>
/// <param name="Name">Full name, 1 to 200 characters.</param>
/// <param name="Place">Where the person stands in the organisation.</param>
[GenerateSerializer, Immutable, Alias("sg.RegisterSalesperson")]
public sealed record RegisterSalesperson([property: Id(0)] string Name, [property: Id(1)] Placing Place) : SalespersonCommand;

/// <summary>Moves a salesperson to another team, region or manager.</summary>
/// <remarks>
/// Opportunities keep the team and region they were credited to when their owner took them on; those opened or taken on
/// afterwards follow the new place. A KPI of the past does not change because somebody moved.
/// </remarks>
[GenerateSerializer, Immutable, Alias("sg.MoveSalesperson")]
public sealed record MoveSalesperson([property: Id(0)] Placing Place) : SalespersonCommand;

/// <summary>Takes a salesperson out of service: no opportunity can be given to them from then on.</summary>
[GenerateSerializer, Immutable, Alias("sg.DeactivateSalesperson")]
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
