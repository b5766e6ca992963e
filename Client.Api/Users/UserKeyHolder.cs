using System.Collections.Immutable;
using SalesGrid.Gateway.Security;
using SalesGrid.Units;
using SalesGrid.Users;

namespace SalesGrid.Gateway.Users;

/// <summary>The holder of a user's key, with the rights the key has.</summary>
public sealed class UserKeyHolder : KeyHolder
{
    // Ticks in UTC; written once a minute, so that reading it costs nothing between.
    private long notedAt;

    private UserKeyHolder(UserIdentity user, KeyIdentity key, string role, RoleRights rights, ImmutableArray<string> units)
        : base(Visitor.Identify(user.Actor, role, rights.Duties, key.Sha256, user.Id, key.Roles.Contains(UserRole.Auditor),
            rights.Access == RoleAccess.None ? ReadRight.All : !rights.ReadsAll ? ReadRight.Own : units.IsEmpty ? ReadRight.All : ReadRight.Units, units, user.Kind == UserType.Machine)) =>
        (User, Key, Hash) = (user, key, Convert.FromHexString(key.Sha256));

    /// <summary>The user.</summary>
    public UserIdentity User { get; }

    /// <summary>The key.</summary>
    public KeyIdentity Key { get; }

    /// <summary>SHA-256 of the key's text.</summary>
    public ReadOnlyMemory<byte> Hash { get; }

    /// <summary>True once a minute: then it is to be noted that the key is used.</summary>
    public bool IsToBeNoted(DateTimeOffset now)
    {
        var last = Volatile.Read(ref notedAt);
        return now.UtcTicks - last >= KeyUse.Step.Ticks && Interlocked.CompareExchange(ref notedAt, now.UtcTicks, last) == last;
    }

    /// <summary>The holder; null where the key has no role left.</summary>
    public static UserKeyHolder? Of(UserIdentity user, KeyIdentity key)
    {
        if (key.Roles.IsEmpty)
            return null;
        var rights = Roles.RightsOf(key.Roles);
        // The whole company is no limit.
        ImmutableArray<string> units = user.Units.Contains(UnitCommand.Company, SubjectId.Comparer) ? [] : user.Units;
        return new(user, key, rights.Access switch
        {
            RoleAccess.Write => nameof(KeyRole.Writer),
            RoleAccess.Read => nameof(KeyRole.Reader),
            _ => Visitor.AdministratorRole,
        }, rights, units);
    }
}
