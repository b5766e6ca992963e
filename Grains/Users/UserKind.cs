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
        TellsOfAccounts = static _ => true,
        Shown = static (id, record) => User.View(id, record),
        Needs = NeedsOf,
    };

    /// <summary>A user needs the name they act under for themselves alone, and their own id too, so that nobody else acts under it; and whom a provider signs in as them.</summary>
    private static ImmutableArray<Need> NeedsOf(string id, User user)
    {
        if (user.ActorOf(id) is not { } actor)
            return [];
        var needs = ImmutableArray.CreateBuilder<Need>();
        needs.Add(new(ClaimOf.ActorSubject(id), ClaimOf.Actor, Field: "id"));
        if (!IdentityText.Same(actor, id))
            needs.Add(new(ClaimOf.ActorSubject(actor), ClaimOf.Actor, Field: "salespersonId"));
        foreach (var linked in user.Linked)
            needs.Add(new(ClaimOf.LoginSubject(linked.Issuer, linked.Subject), ClaimOf.Login, Field: "subject"));
        return needs.ToImmutable();
    }
}
