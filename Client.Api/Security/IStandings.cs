using System.Security.Claims;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Security;

/// <summary>How a caller stands towards those who own objects. Known by the noun that keeps people.</summary>
public interface IStandings
{
    /// <summary>Whose side the caller stands on. At most 2 s old.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="gone">The caller is no longer there.</param>
    ValueTask<Sides> SidesOf(ClaimsPrincipal caller, CancellationToken gone);
}

/// <summary>Whose side somebody stands on, beside their own.</summary>
/// <param name="ActsFor">Those they act for that day.</param>
/// <param name="Above">Those they stand above, or those do whom they act for.</param>
/// <param name="Units">Those in the units their duties are limited to; null where they have them everywhere.</param>
public sealed record Sides(OwnerScope ActsFor, OwnerScope Above, OwnerScope? Units);
