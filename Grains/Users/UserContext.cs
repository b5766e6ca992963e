using System.Collections.Immutable;

namespace SalesGrid.Users;

/// <summary>What the rules of a user are told of the world beside the request.</summary>
/// <param name="IsSalesperson">True where the salesperson that a command names is registered.</param>
/// <param name="IdIsSalespersons">True where a salesperson is registered under the user's own id, however it is written.</param>
public sealed record UserContext(bool IsSalesperson = false, bool IdIsSalespersons = false)
{
    /// <summary>Units a command names that are not there, or closed.</summary>
    public ImmutableArray<string> UnitsNotOpen { get; init; } = [];

    /// <summary>Nothing of it.</summary>
    public static UserContext Empty { get; } = new();
}
