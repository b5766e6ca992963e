using System.Collections.Immutable;
using SalesGrid.Gateway.Security;
using SalesGrid.Units;
using SalesGrid.Users;

namespace SalesGrid.Gateway.Users;

/// <summary>A user who is let in, by one of their keys or without one, with the rights that gives.</summary>
public sealed class UserKeyHolder : KeyHolder
{
    // Ticks in UTC; written once a minute, so that reading it costs nothing between.
    private long notedAt;

    private UserKeyHolder(UserIdentity user, KeyIdentity? key, ImmutableArray<UserRole> roles, string role, RoleRights rights, ImmutableArray<string> units)
        : base(Visitor.Identify(user.Actor, role, rights.Duties, key?.Sha256, user.Id, roles.Contains(UserRole.Auditor),
            rights.Access == RoleAccess.None ? ReadRight.All : !rights.ReadsAll ? ReadRight.Own : units.IsEmpty ? ReadRight.All : ReadRight.Units, units, user.Kind == UserType.Machine, user.Sessions, user.TimesLeft)) =>
        (User, Key, Roles, Hash) = (user, key, roles, key is null ? default : Convert.FromHexString(key.Sha256));

    /// <summary>The user.</summary>
    public UserIdentity User { get; }

    /// <summary>The key; null for who came in without one.</summary>
    public KeyIdentity? Key { get; }

    /// <summary>What they do: all the user does, or what the key is limited to.</summary>
    public ImmutableArray<UserRole> Roles { get; }

    /// <summary>SHA-256 of the key's text.</summary>
    public ReadOnlyMemory<byte> Hash { get; }

    /// <summary>True once a minute: then it is to be noted that the key is used.</summary>
    public bool IsToBeNoted(DateTimeOffset now)
    {
        var last = Volatile.Read(ref notedAt);
        return now.UtcTicks - last >= KeyUse.Step.Ticks && Interlocked.CompareExchange(ref notedAt, now.UtcTicks, last) == last;
    }

    /// <summary>The holder; null where there is no role left.</summary>
    /// <param name="user">The user.</param>
    /// <param name="key">The key; null for who comes in without one.</param>
    public static UserKeyHolder? Of(UserIdentity user, KeyIdentity? key)
    {
        var roles = key?.Roles ?? user.Roles;
        if (roles.IsEmpty)
            return null;
        var rights = SalesGrid.Users.Roles.RightsOf(roles);
        // The whole company is no limit.
        ImmutableArray<string> units = user.Units.Contains(UnitCommand.Company, SubjectId.Comparer) ? [] : user.Units;
        return new(user, key, roles, rights.Access switch
        {
            RoleAccess.Write => nameof(KeyRole.Writer),
            RoleAccess.Read => nameof(KeyRole.Reader),
            _ => Visitor.AdministratorRole,
        }, rights, units);
    }
}
