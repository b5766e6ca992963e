using System.Security.Claims;
using SalesGrid.Gateway.Security;

namespace SalesGrid.Gateway.Web;

/// <summary>What a visitor may do.</summary>
public static class Roles
{
    /// <summary>True for keys that may send commands.</summary>
    public static bool MayWrite(ClaimsPrincipal visitor) => Policies.Writes(visitor);
}
