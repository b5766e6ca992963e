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

    /// <summary>Has somebody record where a reorganisation has put them.</summary>
    /// <param name="placed">Where.</param>
    /// <returns>False where they could not just now.</returns>
    Task<bool> Tell(PlacedPerson placed);
}

/// <summary>Somebody, as far as units go.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Active">False once deactivated.</param>
/// <param name="Unit">The unit they are in on the day that was asked about; null for none.</param>
/// <param name="HasPlan">True where they are to be in another one from a later day on.</param>
public sealed record UnitPerson(string Id, bool Active, string? Unit, bool HasPlan = false);
