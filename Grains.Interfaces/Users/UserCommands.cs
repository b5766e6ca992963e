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
