using System.Collections.Immutable;
using System.Security.Claims;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Lists;
using SalesGrid.Gateway.Salespeople;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Projections;
using SalesGrid.Salespeople;
using SalesGrid.Users;

namespace SalesGrid.Gateway.Users;

/// <summary>Who asks.</summary>
/// <param name="User">The user's id; for the holder of a configured key its name.</param>
/// <param name="Name">Full name; for the holder of a configured key its name.</param>
/// <param name="Person">The salesperson they are; null for nobody who sells.</param>
/// <param name="Roles">What they do, by the key they came in with.</param>
/// <param name="Units">Units of the organisation the roles are for; none for all.</param>
/// <param name="Permissions">
/// What they may send, <c>kind.command</c>, at least to what is their own; and <c>kind.read</c> for each kind they read. In order.
/// </param>
public sealed record MeAnswer(
    string User, string Name, string? Person, ImmutableArray<UserRole> Roles, ImmutableArray<string> Units, ImmutableArray<string> Permissions)
{
    /// <summary>For whom they act today, by delegations; at most 500.</summary>
    public ImmutableArray<ActsForAnswer> ActsFor { get; init; } = [];
}

/// <summary>Somebody for whom one acts.</summary>
/// <param name="Person">The salesperson.</param>
/// <param name="Until">Last day.</param>
/// <param name="Acts">In what: names of commands, of kinds, of groups (<c>GET /api/delegation-acts</c>); null for everything they may do.</param>
public sealed record ActsForAnswer(string Person, DateOnly Until, ImmutableArray<string>? Acts);

/// <summary>Who one is, over HTTP.</summary>
public static class MeEndpoints
{
    /// <summary>Ways of standing towards what is one's own.</summary>
    private const Standing ToOnesOwn = Standing.Owner | Standing.Unowned | Standing.Anybody | Standing.Asked;

    public static void MapMe(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/me", Read)
            .WithTags("Me")
            .RequireAuthorization(Policies.Own)
            .WithMetadata(new KeepsToScope())
            .WithSummary("本人 · Who one is, with which roles, and what one may send and read")
            .Produces<MeAnswer>();

    private static async Task<IResult> Read(HttpContext http, GridGateway grid, UserKeys keys)
    {
        var visitor = http.User;
        var permissions = PermissionsOf(visitor);
        if (Visitor.UserOf(visitor) is null)
        {
            var name = visitor.Identity!.Name!;
            var isPerson = SubjectId.IsValid(name) && await grid.Ask(grid.Salesperson(name), static s => s.Get(), http.RequestAborted) is not null;
            return Results.Ok(new MeAnswer(name, name, isPerson ? name : null, RolesOf(visitor), [], permissions)
            {
                ActsFor = isPerson && Policies.Reads(visitor) ? await ActsFor(name, grid, http.RequestAborted) : [],
            });
        }
        // Ended since the request was let in.
        if (await keys.Holder(visitor, http.RequestAborted) is not { User: var user, Roles: var roles })
            return Results.Unauthorized();
        return Results.Ok(new MeAnswer(user.Id, user.Name, user.SalespersonId, roles, user.Units, permissions)
        {
            // A program acts for nobody.
            ActsFor = user is { SalespersonId: { } person, Kind: UserType.Person } && Policies.Reads(visitor) ? await ActsFor(person, grid, http.RequestAborted) : [],
        });
    }

    private static async Task<ImmutableArray<ActsForAnswer>> ActsFor(string person, GridGateway grid, CancellationToken gone)
    {
        var list = await GridList.Read(grid, new() { Kind = SalespersonKind.Kind.Name, Tag = SalespersonKind.TagOfDelegate(person), Limit = ListQuery.MaxLimit }, gone);
        var today = list.Parts[0].Day;
        return
        [
            .. list.Rows.Select(r => (SalespersonView)r.Row)
                .SelectMany(p => p.Delegations.Where(d => SubjectId.Same(d.To, person) && d.From <= today && today <= d.Until), (p, d) => new ActsForAnswer(p.Id, d.Until, d.Acts)),
        ];
    }

    /// <summary>What somebody may send, at least to what is their own, and what they read.</summary>
    public static ImmutableArray<string> PermissionsOf(ClaimsPrincipal visitor) =>
    [
        .. KindApis.Commands.Where(c => MaySend(visitor, c.Value.Kind, c.Value.Route)).Select(c => c.Key)
            .Concat(KindApis.All.Where(kind => kind.IsOfAdministration ? Policies.ReadsAccounts(visitor) : Policies.Reads(visitor)).Select(kind => $"{kind.Kind}.read"))
            .Order(StringComparer.Ordinal),
    ];

    private static bool MaySend(ClaimsPrincipal visitor, KindApi kind, CommandRoute route)
    {
        if (!(kind.IsOfAdministration ? Policies.WritesAccounts(visitor) : Policies.Writes(visitor)))
            return false;
        var by = SentByAttribute.Of(route.Command);
        // Nobody but a user is the owner of one.
        var ways = !kind.IsOfAdministration ? ToOnesOwn : Visitor.UserOf(visitor) is null ? Standing.None : Standing.Owner;
        return (Visitor.DutiesOf(visitor) & by.Admits) != 0 || (by.Standing & ways) != 0;
    }

    /// <summary>The roles that come closest to what a configured key may do.</summary>
    private static ImmutableArray<UserRole> RolesOf(ClaimsPrincipal visitor)
    {
        if (visitor.IsInRole(nameof(KeyRole.Admin)))
            return [UserRole.Administrator];
        if (!Policies.Writes(visitor))
            return [UserRole.Analyst];
        var duties = Visitor.DutiesOf(visitor);
        return [UserRole.Rep, .. SalesGrid.Users.Roles.Shipped.Where(r => r.Duty != Duties.None && (duties & r.Duty) != 0).Select(r => r.Role)];
    }
}
