using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace SalesGrid.Gateway.Security;

/// <summary>
/// What an endpoint asks of its caller. An endpoint that asks for nothing asks for somebody who reads what the business is about: one that
/// is to be open to whoever only keeps users says so.
/// </summary>
public static class Policies
{
    /// <summary>Somebody who reads the business.</summary>
    public const string Read = "read";

    /// <summary>Somebody who sends commands.</summary>
    public const string Write = "write";

    /// <summary>An administrator's key.</summary>
    public const string Operate = "operate";

    /// <summary>Anybody known: what is the caller's own, and what is nobody's secret.</summary>
    public const string Own = "own";

    /// <summary>Reads users and the like: who keeps them, internal control, an auditor; each their own.</summary>
    public const string ReadAccounts = "read-accounts";

    /// <summary>Sends commands to users and the like. Whose they are to send the commands themselves say.</summary>
    public const string WriteAccounts = "write-accounts";

    /// <summary>Adds the policies; the fallback makes sure that no endpoint is open by oversight.</summary>
    public static void Add(AuthorizationOptions options)
    {
        options.AddPolicy(Read, p => p.RequireAssertion(context => Reads(context.User)));
        options.AddPolicy(Write, p => p.RequireAssertion(context => Writes(context.User)));
        options.AddPolicy(Operate, p => p.RequireRole(nameof(KeyRole.Admin)));
        options.AddPolicy(Own, p => p.RequireAuthenticatedUser());
        options.AddPolicy(ReadAccounts, p => p.RequireAssertion(context => ReadsAccounts(context.User) || IsOwn(context)));
        options.AddPolicy(WriteAccounts, p => p.RequireAssertion(context => WritesAccounts(context.User)));
        options.FallbackPolicy = options.GetPolicy(Read);
    }

    /// <summary>Whether somebody reads the business.</summary>
    public static bool Reads(ClaimsPrincipal visitor) => visitor.IsInRole(nameof(KeyRole.Reader)) || Writes(visitor);

    /// <summary>Whether somebody sends commands.</summary>
    public static bool Writes(ClaimsPrincipal visitor) => visitor.IsInRole(nameof(KeyRole.Writer)) || visitor.IsInRole(nameof(KeyRole.Admin));

    /// <summary>Whether somebody reads users and the like, also those of others.</summary>
    public static bool ReadsAccounts(ClaimsPrincipal visitor) =>
        visitor.IsInRole(nameof(KeyRole.Admin)) || visitor.IsInRole(Visitor.AdministratorRole) || visitor.IsInRole(Visitor.AuditorRole)
        || (Visitor.DutiesOf(visitor) & Duties.Controller) != 0;

    /// <summary>Whether somebody sends commands to users and the like: their own at least.</summary>
    public static bool WritesAccounts(ClaimsPrincipal visitor) =>
        Writes(visitor) || visitor.IsInRole(Visitor.AdministratorRole) || Visitor.UserOf(visitor) is not null;

    private static bool IsOwn(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && Visitor.UserOf(context.User) is { } user && SubjectId.Same(http.GetRouteValue("id") as string, user);
}
