using System.Collections.Immutable;
using System.Security.Claims;
using SalesGrid.Gateway.Security;
using SalesGrid.Subjects;

namespace SalesGrid.Gateway.Subjects;

/// <summary>
/// How one kind of business object is reached from outside: its commands by name, and what it looks like. HTTP routes, the batch
/// of many commands and the API's description all follow from it, so that no way in knows a command the others do not.
/// </summary>
/// <param name="Kind">The kind, first part of the subject, e.g. <c>quote</c>.</param>
/// <param name="Path">Where it lies under <c>/api</c>, e.g. <c>quotes</c>.</param>
/// <param name="Prefix">Prefix of an id that is made up, e.g. <c>Q</c>.</param>
/// <param name="Tag">Heading in the API's description.</param>
/// <param name="View">How it is shown.</param>
/// <param name="Commands">Its commands.</param>
public sealed record KindApi(
    string Kind,
    string Path,
    string Prefix,
    string Tag,
    KindView View,
    ImmutableArray<CommandRoute> Commands)
{
    // Of most kinds no object does: then nobody has to be asked for.
    private readonly Func<string, bool>? tellsOfAccounts = SubjectKinds.All.FirstOrDefault(k => k.Name == Kind)?.TellsOfAccounts;

    /// <summary>Who may read its objects.</summary>
    public ReadableBy ReadableBy { get; init; }

    /// <summary>True for a kind of which some objects tell of accounts, and others do not.</summary>
    public bool TellsOfSomeAccounts => tellsOfAccounts is not null && !IsOfAdministration;

    /// <summary>True for a kind whose commands change who stands above whom, and so who reads what.</summary>
    public bool MovesScopes { get; init; }

    /// <summary>The id of the only object of the kind, where there is but one: then the id may be left out of paths. Null for a kind of many.</summary>
    public string? OnlyId { get; init; }

    /// <summary>How many of its objects are begun at once; null where each is begun by itself.</summary>
    public KindIntake? Intake { get; init; }

    /// <summary>How what its paths name by <c>id</c> keeps to the scope of a caller.</summary>
    internal KeepsToScope ScopeOfPath => new(ReadableBy == ReadableBy.Scope ? Kind : null);

    /// <summary>True for a kind that administrators keep, who have no part in the others; its objects are not for everybody who reads those.</summary>
    public bool IsOfAdministration { get; init; }

    /// <summary>What reading it asks of the caller.</summary>
    public string ReadPolicy => IsOfAdministration ? Policies.ReadAccounts : Policies.Read;

    /// <summary>What sending it a command asks of the caller, before the grid asks whose it is to send.</summary>
    public string WritePolicy => IsOfAdministration ? Policies.WriteAccounts : Policies.Write;

    /// <summary>True where a caller is not to learn whether there is such an object: of what tells of accounts, who may read neither all of them nor this one as their own.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The object.</param>
    public bool IsHidden(ClaimsPrincipal caller, string id) => tellsOfAccounts is not null && AccountGate.IsHidden(caller, $"{Kind}/{id}");

    /// <summary>Whether a caller sends commands to the kind at all; whose it is to send one its declaration says.</summary>
    /// <param name="caller">Who asks.</param>
    public bool IsOpenTo(ClaimsPrincipal caller) => IsOfAdministration ? Policies.WritesAccounts(caller) : Policies.Writes(caller);

    /// <summary>Every command of every kind, by <c>kind.name</c>.</summary>
    public static IReadOnlyDictionary<string, (KindApi Kind, CommandRoute Route)> ByName(IEnumerable<KindApi> kinds) =>
        kinds.SelectMany(k => k.Commands.Concat(ControlRoutes.All).Select(route => (k, route)))
            .ToDictionary(c => $"{c.k.Kind}.{c.route.Name}", c => c, StringComparer.Ordinal);
}

/// <summary>Who may read the objects of a kind.</summary>
public enum ReadableBy
{
    /// <summary>Those who may read everybody's objects.</summary>
    WholeGrid,

    /// <summary>Those within whose scope the owner lies; what nobody owns, everybody.</summary>
    Scope,

    /// <summary>Everybody: rules and figures that are the same for all.</summary>
    Everybody,
}
