using System.Collections.Immutable;
using System.Text.Json;
using SalesGrid.Gateway.Http;

namespace SalesGrid.Gateway.Subjects;

/// <summary>
/// How one kind of business object is reached from outside: its commands by name. HTTP routes, the batch of many commands and
/// the API's description all follow from it, so that no door knows a command the others do not.
/// </summary>
/// <param name="Kind">The kind, first part of the subject, e.g. <c>quote</c>.</param>
/// <param name="Path">Where it lies under <c>/api</c>, e.g. <c>quotes</c>.</param>
/// <param name="Prefix">Prefix of an id that is made up, e.g. <c>Q</c>.</param>
/// <param name="Tag">Heading in the API's description.</param>
/// <param name="View">The shape it is shown in; null for a kind with endpoints of its own for reading.</param>
/// <param name="Commands">Its commands.</param>
public sealed record KindApi(
    string Kind,
    string Path,
    string Prefix,
    string Tag,
    Type? View,
    ImmutableArray<CommandRoute> Commands)
{
    /// <summary>Every command of every surface, by <c>kind.name</c>.</summary>
    public static IReadOnlyDictionary<string, (KindApi Kind, CommandRoute Route)> ByName(IEnumerable<KindApi> surfaces) =>
        surfaces.SelectMany(s => s.Commands.Select(door => (s, door)))
            .ToDictionary(c => $"{c.s.Kind}.{c.door.Name}", c => c, StringComparer.Ordinal);
}

/// <summary>One command as it is sent from outside.</summary>
/// <param name="Name">Last part of its path, e.g. <c>submit</c>.</param>
/// <param name="Command">Its type; the body of the request is its members.</param>
/// <param name="Summary">What it does, <c>中文 · English</c>.</param>
/// <param name="Example">A body, shown in the API's description; null for a command without members.</param>
/// <param name="Creates">
/// True for a command that begins an object: it is sent to the path of the kind, and an id in the body is the object's.
/// </param>
public sealed record CommandRoute(string Name, Type Command, string Summary, object? Example = null, bool Creates = false)
{
    /// <summary>The command in a body.</summary>
    /// <exception cref="JsonException">The body is no such command.</exception>
    public Command Read(JsonElement body)
    {
        try
        {
            return (Command?)body.Deserialize(Command, CommandJson.Options) ?? throw new JsonException("The body is null.");
        }
        catch (InvalidOperationException e)
        {
            // Text that is no Unicode.
            throw new JsonException(e.Message, e);
        }
    }
}
