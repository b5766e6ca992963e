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

public sealed record UserDisabled(string By) : UserEvent;

public sealed record UserEnabled(string By) : UserEvent;

public sealed record RolesSet(ImmutableArray<UserRole> Roles, ImmutableArray<string> Units, string By) : UserEvent;
