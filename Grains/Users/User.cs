using System.Collections.Immutable;
using System.Diagnostics;
using SalesGrid.Subjects;

namespace SalesGrid.Users;

/// <summary>The state of a user: the fold of their events.</summary>
[GenerateSerializer, Immutable, Alias("sg.User")]
public sealed record User
{
    /// <summary>Most keys of one user that were neither revoked nor have expired.</summary>
    public const int MaxKeys = 20;

    /// <summary>So many keys are kept here, ended ones too, before the oldest that has ended makes way. All stay in the ledger.</summary>
    public const int KeptKeys = 40;

    /// <summary>Most units a user's roles are for.</summary>
    public const int MaxUnits = 50;

    /// <summary>Most subjects of identity providers that belong to one user.</summary>
    public const int MaxSubjects = 5;

    /// <summary>So many of the newest sign-ins are kept here. All stay in the ledger.</summary>
    public const int KeptSignIns = 20;

    /// <summary>A user nothing has happened to.</summary>
    public static User None { get; } = new();

    /// <summary>Null for a user nothing has happened to.</summary>
    [Id(0)] public string? Name { get; init; }

    [Id(1)] public UserType Kind { get; init; }

    [Id(2)] public string? SalespersonId { get; init; }

    [Id(3)] public ImmutableArray<UserRole> Roles { get; init; } = [];

    [Id(4)] public ImmutableArray<string> Units { get; init; } = [];

    [Id(5)] public bool Disabled { get; init; }

    /// <summary>Their keys, oldest first.</summary>
    [Id(6)] public ImmutableArray<UserKey> Keys { get; init; } = [];

    [Id(7)] public DateTimeOffset CreatedAt { get; init; }

    [Id(8)] public string CreatedBy { get; init; } = "";

    /// <summary>How often all that was signed in was ended.</summary>
    [Id(9)] public int Sessions { get; init; }

    /// <summary>Whom identity providers sign in as the user; default in heads from before there were any.</summary>
    [Id(10)] public ImmutableArray<LinkedSubject> Subjects { get; init; } = [];

    /// <summary>Their password; null for none.</summary>
    [Id(11)] public UserPassword? Password { get; init; }

    /// <summary>The code with which a password may be set; null for none.</summary>
    [Id(12)] public PasswordReset? Reset { get; init; }

    /// <summary>Until when no password is looked at; null where none is.</summary>
    [Id(13)] public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>Wrong passwords that were recorded since the last right one.</summary>
    [Id(14)] public WrongPasswords? Wrong { get; init; }

    /// <summary>The newest sign-ins, oldest first; default in heads from before there were any.</summary>
    [Id(15)] public ImmutableArray<SignInView> SignIns { get; init; } = [];

    /// <summary>Whom identity providers sign in as the user.</summary>
    public ImmutableArray<LinkedSubject> Linked => Subjects.IsDefault ? [] : Subjects;

    /// <summary>The newest sign-ins, oldest first.</summary>
    public ImmutableArray<SignInView> Recent => SignIns.IsDefault ? [] : SignIns;

    /// <summary>The name the user acts under; null for a user there is not.</summary>
    /// <param name="id">The user's id.</param>
    public string? ActorOf(string id) => Name is null ? null : SalespersonId ?? id;

    /// <summary>The key of a name; null where there is none.</summary>
    public UserKey? Key(string name) => Keys.FirstOrDefault(k => IdentityText.Same(k.Name, name));

    /// <summary>The state after one more event, decided at <paramref name="at"/>.</summary>
    public User Evolve(UserEvent happened, DateTimeOffset at) => happened switch
    {
        UserCreated e => new() { Name = e.Name, Kind = e.Kind, SalespersonId = e.SalespersonId, Roles = e.Roles, Units = e.Units, CreatedAt = at, CreatedBy = e.By },
        KeyIssued e => this with { Keys = WithRoom(at).Add(new(e.Name, e.Sha256, at, e.By, e.ExpiresOn, e.Roles)) },
        KeyRevoked e => this with { Keys = [.. Keys.Select(k => k.Name == e.Name ? k with { RevokedAt = at, RevokedBy = e.By } : k)] },
        UserDisabled e => this with { Disabled = true, Sessions = e.Sessions ?? Sessions },
        UserEnabled => this with { Disabled = false },
        RolesSet e => this with { Roles = e.Roles, Units = e.Units },
        SubjectLinked e => this with { Subjects = Linked.Add(new(e.Issuer, e.Subject)) },
        SubjectUnlinked e => this with { Subjects = Linked.Remove(new(e.Issuer, e.Subject)), Sessions = e.Sessions },
        PasswordSet e => this with { Password = new(e.Hash, at), Sessions = e.Sessions, Reset = null, LockedUntil = null, Wrong = null },
        PasswordRehashed e => this with { Password = new(e.Hash, Password?.SetAt ?? at) },
        ResetIssued e => this with { Reset = new(e.Sha256, e.ExpiresAt) },
        PasswordsFailed e => this with { Wrong = new(e.Failed, e.Since) },
        UserLocked e => this with { LockedUntil = e.Until, Wrong = null },
        UserUnlocked => this with { LockedUntil = null, Wrong = null },
        SignedIn e => this with
        {
            SignIns = [.. Recent.Length < KeptSignIns ? Recent : Recent.RemoveAt(0), new(at, e.How, e.Gateway, e.With, e.FailedBefore ?? 0)],
            Wrong = e.How == SignInWay.Password ? null : Wrong,
        },
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };

    /// <summary>The user as seen from outside.</summary>
    public static UserView? View(string id, SubjectRecord<User> record) => record.State is { Name: { } name } s
        ? new(id, record.Version, name, s.Kind, s.SalespersonId, s.Roles, s.Units, s.Disabled,
            [.. s.Keys.Select(k => new KeyView(k.Name, k.IssuedAt, k.IssuedBy, k.ExpiresOn, k.Roles, k.RevokedAt, k.RevokedBy))], s.CreatedAt, s.CreatedBy)
        { Subjects = s.Linked, PasswordSetAt = s.Password?.SetAt, LockedUntil = s.LockedUntil }
        : null;

    private ImmutableArray<UserKey> WithRoom(DateTimeOffset at)
    {
        if (Keys.Length < KeptKeys)
            return Keys;
        // A day is over everywhere two days later, whatever zone business days are counted in.
        var over = DateOnly.FromDateTime(at.UtcDateTime).AddDays(-2);
        return Keys.FirstOrDefault(k => k.RevokedAt is not null || k.ExpiresOn < over) is { } ended ? Keys.Remove(ended) : Keys;
    }
}

/// <summary>A key of a user.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sha256">SHA-256 of its text.</param>
/// <param name="IssuedAt">When it was made.</param>
/// <param name="IssuedBy">Who had it made.</param>
/// <param name="ExpiresOn">Its last day; null for one without an end.</param>
/// <param name="Roles">The roles it is limited to; null for all the user has.</param>
[GenerateSerializer, Immutable, Alias("sg.UserKey")]
public sealed record UserKey(
    [property: Id(0)] string Name,
    [property: Id(1)] string Sha256,
    [property: Id(2)] DateTimeOffset IssuedAt,
    [property: Id(3)] string IssuedBy,
    [property: Id(4)] DateOnly? ExpiresOn,
    [property: Id(5)] ImmutableArray<UserRole>? Roles)
{
    /// <summary>When it was ended; null while it was not.</summary>
    [Id(6)] public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Who ended it.</summary>
    [Id(7)] public string? RevokedBy { get; init; }

    /// <summary>True while it opens the grid for a user who is enabled.</summary>
    public bool IsLive(DateOnly today) => RevokedAt is null && !(ExpiresOn < today);
}

/// <summary>A password of a user.</summary>
/// <param name="Hash">All that is kept of it.</param>
/// <param name="SetAt">When it was set.</param>
[GenerateSerializer, Immutable, Alias("sg.UserPassword")]
public sealed record UserPassword([property: Id(0)] string Hash, [property: Id(1)] DateTimeOffset SetAt);

/// <summary>A code with which a password may be set, once.</summary>
/// <param name="Sha256">SHA-256 of it.</param>
/// <param name="ExpiresAt">From then on it is good for nothing.</param>
[GenerateSerializer, Immutable, Alias("sg.PasswordReset")]
public sealed record PasswordReset([property: Id(0)] string Sha256, [property: Id(1)] DateTimeOffset ExpiresAt);

/// <summary>Wrong passwords that were recorded.</summary>
/// <param name="Failed">How many.</param>
/// <param name="Since">The first of them.</param>
[GenerateSerializer, Immutable, Alias("sg.WrongPasswords")]
public sealed record WrongPasswords([property: Id(0)] int Failed, [property: Id(1)] DateTimeOffset Since);
