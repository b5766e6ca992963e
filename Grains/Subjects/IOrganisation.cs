namespace SalesGrid.Subjects;

/// <summary>How people stand towards one another, as far as it decides who may send a command. Known by the noun that keeps people.</summary>
public interface IOrganisation
{
    /// <summary>How somebody stands towards an owner that is not themselves: the first of the ways asked for that is so.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="ways">Ways that count: <see cref="Standing.Delegate"/>, <see cref="Standing.Manager"/> or both.</param>
    /// <param name="today">The business day.</param>
    /// <returns>One of them, or none.</returns>
    ValueTask<Standing> Of(string actor, string owner, Standing ways, DateOnly today);
}
