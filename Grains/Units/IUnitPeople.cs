namespace SalesGrid.Units;

/// <summary>Says what units have to know of people. Who they are, units do not know.</summary>
public interface IUnitPeople
{
    /// <summary>Somebody by their id; null for nobody.</summary>
    Task<UnitPerson?> Find(string? id);
}

/// <summary>Somebody, as far as units go.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Active">False once deactivated.</param>
/// <param name="Unit">The unit they are in today; null for none.</param>
public sealed record UnitPerson(string Id, bool Active, string? Unit);
