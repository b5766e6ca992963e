using System.Text.Json;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;

namespace SalesGrid.Gateway.Subjects;

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
    internal static readonly LocalText MustBeObject = new("请求体须为 JSON 对象。", "The body must be a JSON object.");

    /// <summary>The name of what brings an object in from another system, for every kind.</summary>
    public const string Import = "import";

    /// <summary>True for a command to an object that is not there yet.</summary>
    public bool Begins => Creates || Name == Import;

    /// <summary>Type the body has the members of, where that is not the command itself.</summary>
    public Type? Body { get; init; }

    /// <summary>Makes the command of a body and the object's id, where its members are not the command's own.</summary>
    public Func<JsonElement, string, Command>? Reader { get; init; }

    /// <summary>More about it, where the summary does not do.</summary>
    public string? Description { get; init; }

    /// <summary>What a gateway alone knows against it, whichever way it comes in: the object's id and the command; null where nothing does.</summary>
    public Func<IServiceProvider, string, Command, Refusal?>? Guard { get; init; }

    /// <summary>Sends it where the answer is more than a receipt; the last is what is answered. Null where it is a receipt.</summary>
    public (Func<HttpContext, GridGateway, string, Command, Task<IResult>> Send, Type Answer)? Answered { get; init; }

    /// <summary>The command in a body.</summary>
    /// <param name="body">Stands before the body.</param>
    /// <param name="id">The object.</param>
    /// <exception cref="JsonException">The body is no such command.</exception>
    public Command Read(ref Utf8JsonReader body, string id)
    {
        try
        {
            if (body.TokenType == JsonTokenType.None)
                body.Read();
            if (body.TokenType != JsonTokenType.StartObject)
                throw new MemberException(null, MustBeObject);
            return Reader is null
                ? (Command)JsonSerializer.Deserialize(ref body, Command, CommandJson.Options)!
                : Reader(JsonElement.ParseValue(ref body), id);
        }
        catch (InvalidOperationException e)
        {
            // Text that is no Unicode.
            throw new JsonException(e.Message, e);
        }
    }
}
