using Microsoft.AspNetCore.Authorization;

namespace SalesGrid.Gateway.Security;

/// <summary>What an endpoint asks of a key. An endpoint that asks for nothing asks for a key all the same.</summary>
public static class Policies
{
    /// <summary>Any key.</summary>
    public const string Read = "read";

    /// <summary>A key that may send commands.</summary>
    public const string Write = "write";

    /// <summary>An administrator's key.</summary>
    public const string Operate = "operate";

    /// <summary>Adds the policies; the fallback makes sure that no endpoint is open by oversight.</summary>
    public static void Add(AuthorizationOptions options)
    {
        options.AddPolicy(Read, p => p.RequireAuthenticatedUser());
        options.AddPolicy(Write, p => p.RequireRole(nameof(KeyRole.Writer), nameof(KeyRole.Admin)));
        options.AddPolicy(Operate, p => p.RequireRole(nameof(KeyRole.Admin)));
        options.FallbackPolicy = options.GetPolicy(Read);
    }
}
