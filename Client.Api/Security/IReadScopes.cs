using System.Security.Claims;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Security;

/// <summary>Whose objects a caller may read. Known by the noun that keeps people.</summary>
public interface IReadScopes
{
    /// <summary>The people whose objects the caller may read; null for everybody's. At most 2 s old.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="gone">The caller is no longer there.</param>
    ValueTask<OwnerScope?> Of(ClaimsPrincipal caller, CancellationToken gone);

    /// <summary>Somebody was placed or moved through this gateway: whoever was told so finds it.</summary>
    void Forget();
}

/// <summary>Whose objects a caller may read, as their key or account says.</summary>
public enum ReadRight
{
    /// <summary>Everybody's.</summary>
    All,

    /// <summary>Their own, those of whoever they act for, and those of the people below either of them.</summary>
    Own,

    /// <summary>The same, and those of everybody in the units they were given, and below.</summary>
    Units,
}
