using System.Security.Claims;
using SalesGrid.Gateway.Security;
using SalesGrid.Projections;
using SalesGrid.Subjects;

namespace SalesGrid.Gateway.Subjects;

/// <summary>
/// Keeps accounts from those who do not read them, wherever a subject is named: to them no user is there but their own, nor what only users have.
/// </summary>
internal static class AccountGate
{
    private static readonly string Administration = KindApis.All.Single(k => k.IsOfAdministration).Kind;

    /// <summary>What is neither listed nor counted for a caller; null for one who reads accounts.</summary>
    public static NoAccounts? WithoutAccounts(this ClaimsPrincipal caller) =>
        Policies.ReadsAccounts(caller) ? null : new(Visitor.UserOf(caller) is { } own ? $"{Administration}/{own}" : null);

    /// <summary>True where a caller is not to learn whether there is such an object.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="subject">The object, <c>kind/id</c>.</param>
    public static bool IsHidden(ClaimsPrincipal caller, string subject) => SubjectKinds.Hides(caller.WithoutAccounts(), subject);

    /// <summary>Answers what is asked of an object that is hidden as of one there is not. For a kind of which all or none are hidden others see to it.</summary>
    public static void HideAccounts(this RouteGroupBuilder group, KindApi kind)
    {
        if (kind.TellsOfSomeAccounts)
        {
            group.AddEndpointFilter((context, next) => context.HttpContext.Request.RouteValues["id"] is string id && kind.IsHidden(context.HttpContext.User, id)
                ? new(SubjectEndpoints.NotFound(kind, id, context.HttpContext))
                : next(context));
        }
    }
}
