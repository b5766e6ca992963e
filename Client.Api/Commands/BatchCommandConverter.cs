using System.Text.Json;
using System.Text.Json.Serialization;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Gateway.Commands;

/// <summary>
/// Reads one of many. What is wrong with its own members spoils the request, as the batch then is none; what is wrong with
/// the body of one command refuses that command alone.
/// </summary>
internal sealed class BatchCommandConverter : JsonConverter<BatchCommand>
{
    private static readonly LocalText MustBeText = new("须为文本。", "It must be a text.");
    private static readonly LocalText MustBeVersion = new("须为版本号。", "It must be a version.");
    private static readonly LocalText MustBeThere = new("此字段必填。", "This field is required.");
    private static readonly LocalText MustBeObject = new("须为 {type, id, commandId, expectedVersion?, body?}。", "It must be {type, id, commandId, expectedVersion?, body?}.");

    public override BatchCommand Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new MemberException(null, MustBeObject);
        string? type = null, id = null, commandId = null;
        int? version = null;
        var body = new Utf8JsonReader("{}"u8);
        (string Type, string Id, KindApi Kind, Command Command)? inPassing = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "type":
                    type = Text(ref reader, name);
                    break;
                case "id":
                    id = Text(ref reader, name);
                    break;
                case "commandId":
                    commandId = Text(ref reader, name);
                    break;
                case "expectedVersion":
                    version = reader.TokenType == JsonTokenType.Null ? null
                        : reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number
                        : throw new MemberException(name, MustBeVersion);
                    break;
                case "body":
                    // All of it lies in memory. It is read in passing where type and id come first, as they nearly always do.
                    body = reader;
                    inPassing = null;
                    if (type is not null && id is not null && Body(ref reader, type, id) is { Kind: { } ofKind, Command: { } read })
                    {
                        inPassing = (type, id, ofKind, read);
                    }
                    else
                    {
                        reader = body;
                        reader.TrySkip();
                    }
                    break;
                default:
                    throw new MemberException(name, MemberException.NoSuchMember);
            }
        }
        var command = new BatchCommand
        {
            Type = type ?? throw new MemberException("type", MustBeThere),
            Id = id ?? throw new MemberException("id", MustBeThere),
            CommandId = commandId ?? throw new MemberException("commandId", MustBeThere),
            ExpectedVersion = version,
        };
        var (kind, asked, unreadable) = inPassing is { } known && known.Type == type && known.Id == id
            ? (known.Kind, known.Command, null)
            : Body(ref body, type, id);
        return command with { Kind = kind, Command = asked, Unreadable = unreadable };
    }

    /// <exception cref="NotSupportedException">Nobody answers with commands.</exception>
    public override void Write(Utf8JsonWriter writer, BatchCommand value, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    private static (KindApi? Kind, Command? Command, Refusal? Unreadable) Body(ref Utf8JsonReader body, string type, string id)
    {
        if (!KindApis.Commands.TryGetValue(type, out var known))
            return (null, null, Validation.Invalid("type", $"没有命令“{type}”", $"there is no command '{type}'"));
        try
        {
            return (known.Kind, known.Route.Read(ref body, id), null);
        }
        catch (JsonException e)
        {
            return (null, null, FaultHandler.RefusalOf("body", e));
        }
    }

    private static string Text(ref Utf8JsonReader reader, string name) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new MemberException(name, MustBeText);
}
