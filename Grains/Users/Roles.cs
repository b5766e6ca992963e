using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using SalesGrid.Subjects;

namespace SalesGrid.Users;

/// <summary>What a role lets somebody do with what the business is about. Each includes those before it.</summary>
public enum RoleAccess
{
    /// <summary>Nothing: not even read it.</summary>
    None = 0,

    /// <summary>Read it.</summary>
    Read = 1,

    /// <summary>Read it, and send the commands that are theirs to send.</summary>
    Write = 2,
}

/// <summary>What a role brings.</summary>
/// <param name="Role">The role.</param>
/// <param name="Name">Its name.</param>
/// <param name="Access">What it does with the business.</param>
/// <param name="Duty">What it answers for.</param>
/// <param name="ForMachines">True for one a program may have.</param>
/// <param name="ReadsOwn">True for one that reads what is the user's own, of those they act for and of the people below; false for one that reads everything within its units.</param>
public sealed record ShippedRole(UserRole Role, LocalText Name, RoleAccess Access, Duties Duty = Duties.None, bool ForMachines = false, bool ReadsOwn = false);

/// <summary>A role that excludes others.</summary>
/// <param name="Role">The role.</param>
/// <param name="With">Roles nobody has beside it.</param>
/// <param name="Reason">Why.</param>
public sealed record ToxicRoles(UserRole Role, ImmutableArray<UserRole> With, LocalText Reason);

/// <summary>What several roles bring together.</summary>
/// <param name="Access">The furthest of their accesses.</param>
/// <param name="Duties">All they answer for.</param>
/// <param name="ReadsAll">True where one of them reads everything within the user's units.</param>
public readonly record struct RoleRights(RoleAccess Access, Duties Duties, bool ReadsAll = false);

/// <summary>The roles the product ships, as data: <c>Roles.json</c>, <c>ToxicRoles.json</c>.</summary>
public static class Roles
{
    /// <summary>All of them, by number.</summary>
    public static ImmutableArray<ShippedRole> Shipped { get; } = Read<ShippedRole>("Roles");

    /// <summary>Which exclude which.</summary>
    public static ImmutableArray<ToxicRoles> Toxic { get; } = Read<ToxicRoles>("ToxicRoles");

    /// <summary>What a role brings; null for one there is not.</summary>
    public static ShippedRole? Of(UserRole role)
    {
        foreach (var shipped in Shipped)
        {
            if (shipped.Role == role)
                return shipped;
        }
        return null;
    }

    /// <summary>What roles bring together.</summary>
    public static RoleRights RightsOf(ImmutableArray<UserRole> roles)
    {
        var rights = default(RoleRights);
        foreach (var role in roles)
        {
            if (Of(role) is { } shipped)
                rights = new(shipped.Access > rights.Access ? shipped.Access : rights.Access, rights.Duties | shipped.Duty,
                    rights.ReadsAll || (!shipped.ReadsOwn && shipped.Access != RoleAccess.None));
        }
        return rights;
    }

    /// <summary>The pairs among roles that nobody has together, in the order of the data.</summary>
    public static IEnumerable<(UserRole One, UserRole Other, LocalText Reason)> ToxicPairs(ImmutableArray<UserRole> roles) =>
        from toxic in Toxic
        where roles.Contains(toxic.Role)
        from other in toxic.With
        where roles.Contains(other)
        select (toxic.Role, other, toxic.Reason);

    /// <summary>Roles by name, as a message tells them.</summary>
    public static string Names(IEnumerable<UserRole> roles) => string.Join(", ", roles.Select(GridJson.NameOf));

    private static ImmutableArray<T> Read<T>(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Users.{file}.json")!;
        return JsonSerializer.Deserialize<ImmutableArray<T>>(stream, GridJson.Options);
    }
}
