using SalesGrid.Projections;

namespace SalesGrid.Gateway.Security;

/// <summary>Whose objects the caller of a request may read, found out once for each request.</summary>
/// <param name="Scope">The scope; null for everybody's.</param>
public sealed record RequestScope(OwnerScope? Scope);

/// <summary>Reads it.</summary>
public static class RequestScopes
{
    /// <summary>Whose objects the caller may read; null for everybody's.</summary>
    public static OwnerScope? Scope(this HttpContext http) => http.Features.Get<RequestScope>()?.Scope;
}

/// <summary>
/// Says that an endpoint keeps to what its caller may read. One that does not say so is closed to callers who may not read everybody's objects.
/// </summary>
/// <param name="Kind">Kind of the object its path names by <c>id</c>, which must lie within the scope; null where the endpoint itself sees to it.</param>
public sealed record KeepsToScope(string? Kind = null);
