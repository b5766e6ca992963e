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
                    // All of it lies in memory: it is read once the type is known, which may follow it.
                    body = reader;
                    reader.TrySkip();
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
        if (!KindApis.Commands.TryGetValue(type, out var known))
            return command with { Unreadable = Validation.Invalid("type", $"没有命令“{type}”", $"there is no command '{type}'") };
        try
        {
            return command with { Kind = known.Kind, Command = known.Route.Read(ref body, id) };
        }
        catch (JsonException e)
        {
            return command with { Unreadable = FaultHandler.RefusalOf("body", e) };
        }
    }

    /// <exception cref="NotSupportedException">Nobody answers with commands.</exception>
    public override void Write(Utf8JsonWriter writer, BatchCommand value, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    private static string Text(ref Utf8JsonReader reader, string name) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new MemberException(name, MustBeText);
}
