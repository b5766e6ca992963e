using System.Collections.Immutable;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Lists;
using SalesGrid.Projections;
using SalesGrid.Users;

namespace SalesGrid.Gateway.Users;

/// <summary>A user as answered.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Version">Version of the object.</param>
/// <param name="Name">Full name.</param>
/// <param name="Kind">A person, or a machine.</param>
/// <param name="SalespersonId">The salesperson they are; null for nobody who sells.</param>
/// <param name="Roles">What they do.</param>
/// <param name="Units">Units of the organisation the roles are for; none for all.</param>
/// <param name="Disabled">True while no key of theirs opens anything.</param>
/// <param name="Keys">Their keys, oldest first; ended ones as long as there is room.</param>
/// <param name="CreatedAt">When the user was made.</param>
/// <param name="CreatedBy">Who made the user.</param>
/// <param name="Subjects">Whom identity providers sign in as the user.</param>
/// <param name="PasswordSetAt">When their password was set; null where they have none.</param>
/// <param name="LockedUntil">Until when no password of theirs is looked at after too many wrong ones; may be past. Null where none was.</param>
public sealed record UserAnswer(
    string Id, int Version, string Name, UserType Kind, string? SalespersonId, ImmutableArray<UserRole> Roles, ImmutableArray<string> Units, bool Disabled,
    ImmutableArray<UserKeyAnswer> Keys, DateTimeOffset CreatedAt, string CreatedBy, ImmutableArray<LinkedSubject> Subjects, DateTimeOffset? PasswordSetAt, DateTimeOffset? LockedUntil)
{
    /// <summary>The answer for a user.</summary>
    public static async ValueTask<UserAnswer> Of(UserView user, GridGateway grid, CancellationToken gone)
    {
        var used = user.Keys.IsEmpty ? ImmutableDictionary<string, DateTimeOffset>.Empty : await KeyUse.Of(grid, user.Id, gone);
        return new(user.Id, user.Version, user.Name, user.Kind, user.SalespersonId, user.Roles, user.Units, user.Disabled,
            [.. user.Keys.Select(k => new UserKeyAnswer(k.Name, k.IssuedAt, k.IssuedBy, k.ExpiresOn, k.Roles, k.RevokedAt, k.RevokedBy, used.TryGetValue(k.Name, out var at) ? at : null))],
            user.CreatedAt, user.CreatedBy, user.Subjects.IsDefault ? [] : user.Subjects, user.PasswordSetAt, user.LockedUntil);
    }

    /// <summary>A page of users.</summary>
    public static async Task<RegisterPage<object>> Page(HttpContext http, GridGateway grid, ListQuery query)
    {
        var page = (await GridList.Read(grid, query, http.RequestAborted)).ById(static row => (UserView)row);
        var items = await Task.WhenAll(page.Items.Select(async user => (object)await Of(user, grid, http.RequestAborted)));
        return new([.. items], page.Total, page.NextAfter, page.Watermark);
    }
}

/// <summary>A key as answered: nothing of its text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IssuedAt">When it was made.</param>
/// <param name="IssuedBy">Who had it made.</param>
/// <param name="ExpiresOn">Its last day; null for one without an end.</param>
/// <param name="Roles">The roles it was limited to; null for all the user has.</param>
/// <param name="RevokedAt">When it was ended; null while it was not.</param>
/// <param name="RevokedBy">Who ended it.</param>
/// <param name="LastUsedAt">When it was last used, to about a minute; null where that is not known, or it never was.</param>
public sealed record UserKeyAnswer(
    string Name, DateTimeOffset IssuedAt, string IssuedBy, DateOnly? ExpiresOn, ImmutableArray<UserRole>? Roles, DateTimeOffset? RevokedAt, string? RevokedBy,
    DateTimeOffset? LastUsedAt);
