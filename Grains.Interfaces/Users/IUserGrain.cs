using System.Collections.Immutable;
using Orleans.Concurrency;

namespace SalesGrid.Users;

/// <summary>One user. Key: <c>user/{id}</c>.</summary>
[Alias("sg.IUserGrain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>Who the user is and which keys open the grid for them, as last committed; null when there is no such user.</summary>
    [Alias("Identity"), AlwaysInterleave]
    Task<UserIdentity?> Identity();
}

/// <summary>What a gateway has to know of a user to let them in.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Version">Version of the object.</param>
/// <param name="Name">Full name.</param>
/// <param name="Kind">A person, or a machine.</param>
/// <param name="SalespersonId">The salesperson they are; null for nobody who sells.</param>
/// <param name="Roles">What they do.</param>
/// <param name="Units">Units of the organisation the roles are for; none for all.</param>
/// <param name="Disabled">True while no key of theirs opens anything.</param>
/// <param name="Keys">Their keys that were not revoked, expired ones too.</param>
[GenerateSerializer, Immutable, Alias("sg.UserIdentity")]
public sealed record UserIdentity(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] string Name,
    [property: Id(3)] UserType Kind,
    [property: Id(4)] string? SalespersonId,
    [property: Id(5)] ImmutableArray<UserRole> Roles,
    [property: Id(6)] ImmutableArray<string> Units,
    [property: Id(7)] bool Disabled,
    [property: Id(8)] ImmutableArray<KeyIdentity> Keys)
{
    /// <summary>The name their commands are recorded under.</summary>
    public string Actor => SalespersonId ?? Id;
}

/// <summary>A key of a user, as a gateway looks at it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sha256">SHA-256 of its text, 64 lower-case hexadecimal digits.</param>
/// <param name="EndsAt">From when on it opens nothing; null for never.</param>
/// <param name="Roles">The roles it has: never one its user does not have.</param>
[GenerateSerializer, Immutable, Alias("sg.KeyIdentity")]
public sealed record KeyIdentity(
    [property: Id(0)] string Name,
    [property: Id(1)] string Sha256,
    [property: Id(2)] DateTimeOffset? EndsAt,
    [property: Id(3)] ImmutableArray<UserRole> Roles);

/// <summary>A user as seen from outside.</summary>
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
[GenerateSerializer, Immutable, Alias("sg.UserView")]
public sealed record UserView(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] string Name,
    [property: Id(3)] UserType Kind,
    [property: Id(4)] string? SalespersonId,
    [property: Id(5)] ImmutableArray<UserRole> Roles,
    [property: Id(6)] ImmutableArray<string> Units,
    [property: Id(7)] bool Disabled,
    [property: Id(8)] ImmutableArray<KeyView> Keys,
    [property: Id(9)] DateTimeOffset CreatedAt,
    [property: Id(10)] string CreatedBy);

/// <summary>A key as seen from outside: nothing of its text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IssuedAt">When it was made.</param>
/// <param name="IssuedBy">Who made it.</param>
/// <param name="ExpiresOn">Its last day; null for one without an end.</param>
/// <param name="Roles">The roles it was limited to; null for all the user has.</param>
/// <param name="RevokedAt">When it was ended; null while it was not.</param>
/// <param name="RevokedBy">Who ended it.</param>
[GenerateSerializer, Immutable, Alias("sg.KeyView")]
public sealed record KeyView(
    [property: Id(0)] string Name,
    [property: Id(1)] DateTimeOffset IssuedAt,
    [property: Id(2)] string IssuedBy,
    [property: Id(3)] DateOnly? ExpiresOn,
    [property: Id(4)] ImmutableArray<UserRole>? Roles,
    [property: Id(5)] DateTimeOffset? RevokedAt,
    [property: Id(6)] string? RevokedBy);
