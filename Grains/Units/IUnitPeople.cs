using SalesGrid.Decisions;

namespace SalesGrid.Units;

/// <summary>Says what units have to know of people. Who they are, units do not know.</summary>
public interface IUnitPeople
{
    /// <summary>Somebody by their id; null for nobody.</summary>
    /// <param name="id">Their id.</param>
    /// <param name="today">The business day.</param>
    /// <param name="inputs">Notes that they were looked at.</param>
    Task<UnitPerson?> Find(string? id, DateOnly today, Inputs inputs);
}

/// <summary>Somebody, as far as units go.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Active">False once deactivated.</param>
/// <param name="Unit">The unit they are in today; null for none.</param>
public sealed record UnitPerson(string Id, bool Active, string? Unit);
