using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Users;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to a user.</summary>
public abstract record UserEvent : SubjectEvent;

public sealed record UserCreated(
    string Name, UserType Kind, ImmutableArray<UserRole> Roles, ImmutableArray<string> Units, string By, string? SalespersonId = null) : UserEvent;

/// <param name="Name">The key's name.</param>
/// <param name="Sha256">SHA-256 of its text, 64 lower-case hexadecimal digits: all that is kept of it.</param>
/// <param name="By">Who had it made.</param>
/// <param name="ExpiresOn">Its last day; null for one without an end.</param>
/// <param name="Roles">The roles it is limited to; null for all the user has.</param>
public sealed record KeyIssued(string Name, string Sha256, string By, DateOnly? ExpiresOn = null, ImmutableArray<UserRole>? Roles = null) : UserEvent;

public sealed record KeyRevoked(string Name, string By) : UserEvent;

/// <param name="By">Who did.</param>
/// <param name="Sessions">The count of ended sessions from then on; null in entries from before there was one.</param>
public sealed record UserDisabled(string By, int? Sessions = null) : UserEvent;

public sealed record UserEnabled(string By) : UserEvent;

public sealed record RolesSet(ImmutableArray<UserRole> Roles, ImmutableArray<string> Units, string By) : UserEvent;

public sealed record SubjectLinked(string Issuer, string Subject, string By) : UserEvent;

/// <param name="Issuer">The provider's issuer.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="By">Who did.</param>
/// <param name="Sessions">The count of ended sessions from then on.</param>
public sealed record SubjectUnlinked(string Issuer, string Subject, string By, int Sessions) : UserEvent;

/// <param name="Hash">All that is kept of it.</param>
/// <param name="By">Who did: the user.</param>
/// <param name="Sessions">The count of ended sessions from then on.</param>
/// <param name="ByReset">True where it was set with a code; null where the one before was shown.</param>
public sealed record PasswordSet(string Hash, string By, int Sessions, bool? ByReset = null) : UserEvent;

/// <summary>The same password is kept in another form.</summary>
/// <param name="Hash">All that is kept of it.</param>
public sealed record PasswordRehashed(string Hash) : UserEvent;

/// <param name="Sha256">SHA-256 of the code.</param>
/// <param name="ExpiresAt">From then on it is good for nothing.</param>
/// <param name="By">Who had it made.</param>
public sealed record ResetIssued(string Sha256, DateTimeOffset ExpiresAt, string By) : UserEvent;

/// <param name="Failed">Wrong passwords within the time they count.</param>
/// <param name="Since">The first of them.</param>
/// <param name="Gateway">Where the last came in.</param>
public sealed record PasswordsFailed(int Failed, DateTimeOffset Since, string Gateway) : UserEvent;

/// <param name="Failed">Wrong passwords within the time they count.</param>
/// <param name="Until">No password is looked at until then.</param>
/// <param name="Gateway">Where the last came in.</param>
public sealed record UserLocked(int Failed, DateTimeOffset Until, string Gateway) : UserEvent;

public sealed record UserUnlocked(string By) : UserEvent;

/// <param name="How">The way.</param>
/// <param name="Gateway">The gateway they signed in to.</param>
/// <param name="With">Name of the key, or issuer of the token; null for a password.</param>
/// <param name="FailedBefore">Wrong passwords before it, within the time they count; null for none.</param>
public sealed record SignedIn(SignInWay How, string Gateway, string? With = null, int? FailedBefore = null) : UserEvent;
