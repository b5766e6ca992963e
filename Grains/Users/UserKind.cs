using System.Collections.Immutable;
using SalesGrid.Claims;
using SalesGrid.Reservations;
using SalesGrid.Subjects;

namespace SalesGrid.Users;

/// <summary>All the grid knows of a user.</summary>
public static class UserKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="UserEvent"/>.</summary>
    public static SubjectKind<User, UserEvent> Kind { get; } = new("user", User.None, (state, e, at) => state.Evolve(e, at))
    {
        OwnedBy = static (id, user) => user.ActorOf(id),
        Shown = static (id, record) => User.View(id, record),
        Needs = NeedsOf,
    };

    /// <summary>A user needs the name they act under for themselves alone, and their own id too, so that nobody else acts under it.</summary>
    private static ImmutableArray<Need> NeedsOf(string id, User user)
    {
        if (user.ActorOf(id) is not { } actor)
            return [];
        var own = new Need(ClaimOf.ActorSubject(id), ClaimOf.Actor, Field: "id");
        return IdentityText.Same(actor, id) ? [own] : [own, new(ClaimOf.ActorSubject(actor), ClaimOf.Actor, Field: "salespersonId")];
    }
}
