using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;

namespace SalesGrid.Gateway.Subjects;

/// <summary>What a command would be answered if it were sent now.</summary>
/// <param name="Command">Its name.</param>
/// <param name="Can">True when it would be accepted.</param>
/// <param name="Version">The object's version; 0 when it does not exist.</param>
/// <param name="Missing">Everything it lacks, the most important first; empty when it would be accepted.</param>
/// <param name="Omitted">How many items more there are than the list has room for.</param>
/// <param name="Uses">Control points that overrides lying ready would lift; the command would use those up.</param>
public sealed record CanAnswer(string Command, bool Can, int Version, ImmutableArray<MissingItem> Missing, int Omitted, ImmutableArray<string> Uses);

/// <summary>Asks whether a command would be accepted, for every command of every kind. Asking leaves no trace.</summary>
public static class CanEndpoints
{
    private const string Name = "command";

    private const string Description = """
        command: its name, the last part of its path; create for one that begins an object. The same rules on the same objects as the command itself, and nothing is recorded,
        reserved, counted or used up. 200 whether it may or not. With GET, members that are one text, number, day or truth value are parameters; with POST the body is the command's.
        """;

    /// <summary>Maps the questions of a kind.</summary>
    public static void MapCan(this RouteGroupBuilder group, KindApi kind)
    {
        var members = kind.Commands.Concat(ControlRoutes.All).Where(r => !r.Creates).SelectMany(r => Simple(r).Keys).Prepend(Name).Distinct(StringComparer.Ordinal).ToArray();
        Describe(kind, group.MapGet("/{id}/can", (string id, HttpContext http, GridGateway grid) => ByQuery(kind, id, http, grid)))
            .WithMetadata(new QueryParameters(members));
        Describe(kind, group.MapPost("/{id}/can", (string id, HttpContext http, GridGateway grid) => ByBody(kind, id, http, grid)))
            .WithMetadata(new QueryParameters([Name]));
        if (kind.Commands.Any(route => route.Creates))
        {
            Describe(kind, group.MapPost("/can", (HttpContext http, GridGateway grid) => ByBody(kind, null, http, grid)))
                .WithMetadata(new QueryParameters([Name]));
        }
    }

    private static RouteHandlerBuilder Describe(KindApi kind, RouteHandlerBuilder endpoint) => endpoint
        .RequireAuthorization(kind.WritePolicy)
        .WithMetadata(new KeepsToScope())
        .WithSummary("能否执行 · Whether a command would be accepted, and everything it lacks")
        .WithDescription(Description)
        .Produces<CanAnswer>();

    private static Task<IResult> ByQuery(KindApi kind, string id, HttpContext http, GridGateway grid)
    {
        if (Find(kind, http, creates: false) is not { } route)
            return Task.FromResult(Unknown(kind, http, creates: false));
        var simple = Simple(route);
        var body = new JsonObject();
        foreach (var (name, values) in http.Request.Query)
        {
            if (name == Name)
                continue;
            if (values is not [{ } text] || !simple.TryGetValue(name, out var type) || ValueOf(type, text) is not { } value)
                return Task.FromResult(Problems.Invalid(http, name, "命令没有此项,或其值无效", "the command has no such member, or this is no value of it"));
            body[name] = value;
        }
        var reader = new Utf8JsonReader(JsonSerializer.SerializeToUtf8Bytes(body));
        return Ask(kind, route, id, route.Read(ref reader, id), http, grid);
    }

    private static async Task<IResult> ByBody(KindApi kind, string? id, HttpContext http, GridGateway grid)
    {
        if (Find(kind, http, creates: id is null) is not { } route)
            return Unknown(kind, http, creates: id is null);
        using var body = await CommandBody.Read(http);
        if (id is not null)
            return await Ask(kind, route, id, body.Command(route, id), http, grid);
        var (named, members) = body.WithoutId();
        var made = named ?? CommandRequest.IdFor(kind.Prefix, Guid.CreateVersion7().ToString("N"));
        return await Ask(kind, route, made, members.Command(route, made), http, grid);
    }

    private static async Task<IResult> Ask(KindApi kind, CommandRoute route, string id, Command command, HttpContext http, GridGateway grid)
    {
        var (request, malformed) = CommandRequest.From(http);
        malformed ??= Validation.RequiredId("id", id);
        if (malformed is not null)
            return Problems.Of(http, malformed);
        if (!route.Begins && kind.IsHidden(http.User, id))
            return SubjectEndpoints.NotFound(kind, id, http);
        if (kind.ReadableBy == ReadableBy.Scope && !route.Begins && !await grid.IsWithin(http.Scope(), kind.Kind, id, http.RequestAborted))
            return SubjectEndpoints.NotFound(kind, id, http);
        if (route.Guard?.Invoke(http.RequestServices, id, command) is { } refusal)
            return Results.Ok(new CanAnswer(route.Name, false, 0, refusal.Missing, refusal.Omitted, []));
        if (await ScopeGate.WhyNotNamed(http.Scope(), command, grid, http.RequestAborted) is { } notThere)
            return Results.Ok(new CanAnswer(route.Name, false, 0, notThere.Missing, notThere.Omitted, []));
        var verdict = await grid.Ask(grid.Subject(kind.Kind, id), subject => subject.Can(command, request.Envelope), http.RequestAborted);
        return Results.Ok(new CanAnswer(route.Name, verdict.Can, verdict.Version, verdict.Refusal?.Missing ?? [], verdict.Refusal?.Omitted ?? 0, verdict.Uses));
    }

    private static CommandRoute? Find(KindApi kind, HttpContext http, bool creates) =>
        http.Request.Query[Name] is [{ } name] ? kind.Commands.Concat(ControlRoutes.All).FirstOrDefault(r => r.Creates == creates && r.Name == name) : null;

    private static IResult Unknown(KindApi kind, HttpContext http, bool creates)
    {
        var names = string.Join(", ", kind.Commands.Concat(ControlRoutes.All).Where(r => r.Creates == creates).Select(r => r.Name));
        return http.Request.Query[Name] is [{ Length: > 0 } name]
            ? Results.Problem(Problems.Details(http, StatusCodes.Status404NotFound, "unknown-command",
                new($"没有命令“{name}”。", $"There is no command {name}."), new($"可用:{names}。", $"Use one of {names}.")))
            : Problems.Invalid(http, Name, $"须为一个命令:{names}", $"it must be one of {names}");
    }

    /// <summary>The members of a command that one text can stand for, by name.</summary>
    private static Dictionary<string, Type> Simple(CommandRoute route) => (route.Body ?? route.Command)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => !p.IsDefined(typeof(JsonIgnoreAttribute)))
        .Select(p => (Name: JsonNamingPolicy.CamelCase.ConvertName(p.Name), Type: Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType))
        .Where(m => m.Type.IsEnum || m.Type == typeof(string) || m.Type == typeof(DateOnly) || m.Type == typeof(DateTimeOffset)
            || m.Type == typeof(int) || m.Type == typeof(long) || m.Type == typeof(decimal) || m.Type == typeof(bool))
        .ToDictionary(m => m.Name, m => m.Type, StringComparer.Ordinal);

    private static JsonValue? ValueOf(Type type, string text) => type switch
    {
        _ when type == typeof(bool) => bool.TryParse(text, out var truth) ? JsonValue.Create(truth) : null,
        _ when type == typeof(int) || type == typeof(long) || type == typeof(decimal) =>
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : null,
        _ => JsonValue.Create(text),
    };
}
