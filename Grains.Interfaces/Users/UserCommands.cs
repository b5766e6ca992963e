using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SalesGrid.Users;

/// <summary>What can be asked of a user: somebody, or a program, that opens the grid.</summary>
[GenerateSerializer, Immutable, Alias("sg.UserCommand")]
public abstract record UserCommand : Command;

/// <summary>Makes a user. For whoever keeps users.</summary>
/// <param name="Name">Full name of the person, or what the program is, 1 to 200 characters.</param>
/// <param name="Kind">A person, or a machine.</param>
/// <param name="Roles">What the user does, one or more.</param>
/// <param name="SalespersonId">The registered salesperson the user is, under whose id they act; null for nobody who sells: they act under their own id.</param>
/// <param name="Units">Units of the organisation the roles are for, at most 50; none for all.</param>
[GenerateSerializer, Immutable, Alias("sg.CreateUser")]
[SentBy(Duties.Users)]
public sealed record CreateUser(
    [property: Id(0)] string Name,
    [property: Id(1)] UserType Kind,
    [property: Id(2)] ImmutableArray<UserRole> Roles,
    [property: Id(3)] string? SalespersonId = null,
    [property: Id(4)] ImmutableArray<string>? Units = null) : UserCommand;

/// <summary>Makes an API key. Its text is in the answer, once; only its hash is kept. For whoever keeps users.</summary>
/// <param name="Name">The key's name, an id of 1 to 64 characters, of which the user has no other.</param>
/// <param name="ExpiresOn">Last day the key opens anything, today to ten years ahead; null for one without an end.</param>
/// <param name="Roles">The roles of the user that the key has; null for all the user has at the time.</param>
[GenerateSerializer, Immutable, Alias("sg.IssueKey")]
[SentBy(Duties.Users)]
public sealed record IssueKey(
    [property: Id(0)] string Name,
    [property: Id(1)] DateOnly? ExpiresOn = null,
    [property: Id(2)] ImmutableArray<UserRole>? Roles = null) : UserCommand
{
    /// <summary>
    /// SHA-256 of the key's text, 64 lower-case hexadecimal digits: given by the gateway that made the text, never by a sender. No part of the
    /// command's content: one that is sent again comes with another, and is the same command all the same.
    /// </summary>
    [Id(3), JsonIgnore]
    public string? Sha256 { get; init; }
}

/// <summary>Ends an API key for good. For the user, and for whoever keeps users.</summary>
/// <param name="Name">The key's name.</param>
[GenerateSerializer, Immutable, Alias("sg.RevokeKey")]
[SentBy(Standing.Owner, Duties.Users)]
public sealed record RevokeKey([property: Id(0)] string Name) : UserCommand;

/// <summary>Shuts the user out, with every key and session, until enabled again. For whoever keeps users.</summary>
[GenerateSerializer, Immutable, Alias("sg.DisableUser")]
[SentBy(Duties.Users)]
public sealed record DisableUser : UserCommand;

/// <summary>Lets the user in again. For whoever keeps users, never for oneself.</summary>
[GenerateSerializer, Immutable, Alias("sg.EnableUser")]
[SentBy(Duties.Users, NeverByOwner = true)]
public sealed record EnableUser : UserCommand;

/// <summary>Gives the user other roles, in place of those before. For whoever keeps users, never for oneself.</summary>
/// <param name="Roles">What the user does from now on, one or more.</param>
/// <param name="Units">Units of the organisation the roles are for, at most 50; null leaves them as they are.</param>
[GenerateSerializer, Immutable, Alias("sg.SetRoles")]
[SentBy(Duties.Users, NeverByOwner = true)]
public sealed record SetRoles([property: Id(0)] ImmutableArray<UserRole> Roles, [property: Id(1)] ImmutableArray<string>? Units = null) : UserCommand;

/// <summary>Says that somebody whom an identity provider signs in is the user. For whoever keeps users.</summary>
/// <param name="Issuer">The provider's issuer as its tokens name it, <c>iss</c>: an absolute address of at most 255 characters.</param>
/// <param name="Subject">The provider's subject, <c>sub</c>, 1 to 255 characters. One subject of one issuer belongs to one user; a user has at most 5.</param>
[GenerateSerializer, Immutable, Alias("sg.LinkSubject")]
[SentBy(Duties.Users)]
public sealed record LinkSubject([property: Id(0)] string Issuer, [property: Id(1)] string Subject) : UserCommand;

/// <summary>Takes that back; what the subject opened ends, and so does every session of the user. For whoever keeps users.</summary>
/// <param name="Issuer">The provider's issuer.</param>
/// <param name="Subject">The provider's subject.</param>
[GenerateSerializer, Immutable, Alias("sg.UnlinkSubject")]
[SentBy(Duties.Users)]
public sealed record UnlinkSubject([property: Id(0)] string Issuer, [property: Id(1)] string Subject) : UserCommand;

/// <summary>Makes a code, good once and for 24 hours, with which the user sets a password. For whoever keeps users, never for oneself.</summary>
[GenerateSerializer, Immutable, Alias("sg.IssueReset")]
[SentBy(Duties.Users, NeverByOwner = true)]
public sealed record IssueReset : UserCommand
{
    /// <summary>SHA-256 of the code, 64 lower-case hexadecimal digits: given by the gateway that made it, never by a sender, and no part of the command's content.</summary>
    [Id(0), JsonIgnore]
    public string? Sha256 { get; init; }
}

/// <summary>Lets a user try passwords again who is kept from it after too many wrong ones. For whoever keeps users, never for oneself.</summary>
[GenerateSerializer, Immutable, Alias("sg.UnlockUser")]
[SentBy(Duties.Users, NeverByOwner = true)]
public sealed record UnlockUser : UserCommand;

/// <summary>
/// Sets the user's password, which ends their sessions. For the user alone, and through the gateway, which has looked at the password before or at a code: a password
/// is in no command, only what a gateway made of it, and none of that is the command's content.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.SetPassword")]
[SentBy(Standing.Owner)]
public sealed record SetPassword : UserCommand
{
    /// <summary>What is kept of the new password.</summary>
    [Id(0), JsonIgnore]
    public string? Hash { get; init; }

    /// <summary>The user's count of ended sessions at which their present password was shown; null where it was not.</summary>
    [Id(1), JsonIgnore]
    public int? ShownAt { get; init; }

    /// <summary>SHA-256 of the code that was shown; null where none was.</summary>
    [Id(2), JsonIgnore]
    public string? ResetSha256 { get; init; }
}

/// <summary>Records that the user signed in. Sent by the grid.</summary>
/// <param name="By">How.</param>
/// <param name="Gateway">The gateway they signed in to.</param>
/// <param name="Sessions">The user's count of ended sessions when they showed who they are.</param>
/// <param name="With">Name of the key, or issuer of the token; null for a password.</param>
/// <param name="FailedBefore">Wrong passwords since the last time, within the time they count.</param>
[GenerateSerializer, Immutable, Alias("sg.NoteSignIn")]
[SentBy(Duties.Grid)]
public sealed record NoteSignIn(
    [property: Id(0)] SignInWay By,
    [property: Id(1)] string Gateway,
    [property: Id(2)] int Sessions,
    [property: Id(3)] string? With = null,
    [property: Id(4)] int FailedBefore = 0) : UserCommand
{
    /// <summary>What is kept of the same password from now on; null where that stays.</summary>
    [Id(5), JsonIgnore]
    public string? NewHash { get; init; }
}

/// <summary>Records wrong passwords: some of them, for an attacker can make many. Sent by the grid.</summary>
/// <param name="Failed">How many there were within the time they count.</param>
/// <param name="Since">The first of them.</param>
/// <param name="Gateway">Where the last came in.</param>
/// <param name="Locks">True where the user is kept from trying on for a while.</param>
[GenerateSerializer, Immutable, Alias("sg.NoteWrongPasswords")]
[SentBy(Duties.Grid)]
public sealed record NoteWrongPasswords(
    [property: Id(0)] int Failed,
    [property: Id(1)] DateTimeOffset Since,
    [property: Id(2)] string Gateway,
    [property: Id(3)] bool Locks) : UserCommand;

/// <summary>Ways of signing in. Numbers are fixed: they are stored.</summary>
public enum SignInWay
{
    /// <summary>With an API key, to the page.</summary>
    Key = 1,

    /// <summary>With a password.</summary>
    Password = 2,

    /// <summary>At an identity provider.</summary>
    Provider = 3,
}

/// <summary>Sorts of users. Numbers are fixed: they are stored.</summary>
public enum UserType
{
    /// <summary>Somebody.</summary>
    Person = 1,

    /// <summary>A program. It decides and approves nothing.</summary>
    Machine = 2,
}

/// <summary>What a user does. What each brings, and which exclude one another, is data (<c>Roles.json</c>, <c>ToxicRoles.json</c>). Numbers are fixed: they are stored.</summary>
public enum UserRole
{
    /// <summary>Sells.</summary>
    Rep = 1,

    /// <summary>Leads salespeople.</summary>
    Manager = 2,

    /// <summary>Grants credit, reviews the money side of contracts.</summary>
    Finance = 3,

    /// <summary>Reviews contracts.</summary>
    Legal = 4,

    /// <summary>Keeps people, their authority and training.</summary>
    People = 5,

    /// <summary>Draws up processes, prices and policies.</summary>
    ProcessOwner = 6,

    /// <summary>Internal control.</summary>
    Controller = 7,

    /// <summary>Reads everything, and decides nothing.</summary>
    Auditor = 8,

    /// <summary>Reads what there is to be counted.</summary>
    Analyst = 9,

    /// <summary>Brings in what another system left.</summary>
    Importer = 10,

    /// <summary>Keeps users and nothing else.</summary>
    Administrator = 11,
}
