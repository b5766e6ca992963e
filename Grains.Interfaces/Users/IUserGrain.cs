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

    /// <summary>
    /// What a password is compared with. Asking counts as a wrong one until <see cref="SignedIn"/> says otherwise, so that who asks many gateways at once
    /// has no more guesses than who asks one.
    /// </summary>
    /// <param name="gateway">Where the password came in.</param>
    /// <returns>Null where the user has none, is not there or not let in, or has to wait.</returns>
    [Alias("TryPassword")]
    Task<PasswordToTry?> TryPassword(string gateway);

    /// <summary>A password that was tried is not the user's.</summary>
    /// <param name="gateway">Where it came in.</param>
    [Alias("WasWrong")]
    Task WasWrong(string gateway);

    /// <summary>Records that the user has signed in, and says who they are; null where they are not let in, or something ended their sessions meanwhile.</summary>
    /// <param name="by">How.</param>
    /// <param name="gateway">Where.</param>
    /// <param name="sessions">The user's count of ended sessions when they showed who they are.</param>
    /// <param name="with">Name of the key, or issuer of the token; null for a password.</param>
    /// <param name="newHash">What is kept of the same password from now on; null where that stays.</param>
    /// <param name="attempt">Tells this sign-in from others, so that one that is told twice is one.</param>
    [Alias("SignedIn")]
    Task<UserIdentity?> SignedIn(SignInWay by, string gateway, int sessions, string? with, string? newHash, Guid attempt);

    /// <summary>The newest sign-ins, newest first; null when there is no such user.</summary>
    [Alias("SignIns"), AlwaysInterleave]
    Task<SignInsView?> SignIns();
}

/// <summary>What a password is compared with.</summary>
/// <param name="Hash">What is kept of the user's password.</param>
/// <param name="Sessions">The user's count of ended sessions.</param>
[GenerateSerializer, Immutable, Alias("sg.PasswordToTry")]
public sealed record PasswordToTry([property: Id(0)] string Hash, [property: Id(1)] int Sessions);

/// <summary>The newest sign-ins of a user.</summary>
/// <param name="Items">At most 20, newest first.</param>
/// <param name="LockedUntil">Until when no password is looked at; null where none is kept from it.</param>
[GenerateSerializer, Immutable, Alias("sg.SignInsView")]
public sealed record SignInsView([property: Id(0)] ImmutableArray<SignInView> Items, [property: Id(1)] DateTimeOffset? LockedUntil);

/// <summary>A sign-in.</summary>
/// <param name="At">When.</param>
/// <param name="By">How.</param>
/// <param name="Gateway">The gateway they signed in to.</param>
/// <param name="With">Name of the key, or issuer of the token; null for a password.</param>
/// <param name="FailedBefore">Wrong passwords within the time before it in which they count.</param>
[GenerateSerializer, Immutable, Alias("sg.SignInView")]
public sealed record SignInView(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] SignInWay By,
    [property: Id(2)] string Gateway,
    [property: Id(3)] string? With,
    [property: Id(4)] int FailedBefore);

/// <summary>Somebody whom an identity provider signs in.</summary>
/// <param name="Issuer">The provider's issuer.</param>
/// <param name="Subject">Its subject.</param>
[GenerateSerializer, Immutable, Alias("sg.LinkedSubject")]
public sealed record LinkedSubject([property: Id(0)] string Issuer, [property: Id(1)] string Subject);

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
    /// <summary>How often all that was signed in was ended: a session carries the count of its beginning, and must match.</summary>
    [Id(9)] public int Sessions { get; init; }

    /// <summary>Whom identity providers sign in as the user.</summary>
    [Id(10)] public ImmutableArray<LinkedSubject> Subjects { get; init; } = [];

    /// <summary>How often the salesperson they are was deactivated: a session carries that of its beginning as well, and must match.</summary>
    [Id(11)] public int TimesLeft { get; init; }

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
    [property: Id(10)] string CreatedBy)
{
    /// <summary>Whom identity providers sign in as the user.</summary>
    [Id(11)] public ImmutableArray<LinkedSubject> Subjects { get; init; } = [];

    /// <summary>When their password was set; null where they have none.</summary>
    [Id(12)] public DateTimeOffset? PasswordSetAt { get; init; }

    /// <summary>Until when no password of theirs is looked at after too many wrong ones; may be past. Null where none is.</summary>
    [Id(13)] public DateTimeOffset? LockedUntil { get; init; }
}

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
