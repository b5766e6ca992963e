using SalesGrid.Decisions;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Masks;
using SalesGrid.Subjects;

namespace SalesGrid.Gateway.Subjects;

/// <summary>What lies in the ledger, by the names it lies there under.</summary>
internal static class KeptTypes
{
    private static readonly Dictionary<(string Kind, string Event), Type> Events = SubjectKinds.All
        .SelectMany(k => k.EventTypes.Concat(SubjectKinds.CommonEvents.Values).Select(e => (Name: (k.Name, e.Name), Type: e)))
        .ToDictionary(e => e.Name, e => e.Type);

    /// <summary>An event of a kind of object.</summary>
    public static KeptJson Event(KindApi kind, string type, string data, IMaskedObject? of) => new(data, Events.GetValueOrDefault((kind.Kind, type)), of);

    /// <summary>The content of a command.</summary>
    public static KeptJson Command(string type, string content, IMaskedObject? of) => new(content, CommandTypes.Find(type), of);

    /// <summary>The object some events and commands belong to, by which it goes who sees what of them; null where none of them holds anything that is masked.</summary>
    public static async ValueTask<IMaskedObject?> ObjectOf(KindApi kind, string id, IEnumerable<string> events, string? command, HttpContext http, GridGateway grid) =>
        events.Any(e => Events.GetValueOrDefault((kind.Kind, e)) is not { } type || MaskedTypes.In(type) != Fields.None)
            || (command is not null && (CommandTypes.Find(command) is not { } sent || MaskedTypes.In(sent) != Fields.None))
        ? (await kind.View.One(http, grid, id))?.Answer as IMaskedObject
        : null;
}
