using System.Text.Json;
using System.Text.Json.Nodes;
using SalesGrid.Gateway.Http;
using SalesGrid.Processes;

namespace SalesGrid.Gateway.Processes;

/// <summary>Reads definitions as callers write them.</summary>
internal static class DefinitionBody
{
    /// <summary>
    /// The draft in a body; <c>id</c> may be left out, since the path says it, and so may <c>version</c>: the grid counts.
    /// </summary>
    /// <exception cref="JsonException">The body is no definition.</exception>
    public static DraftProcess Draft(JsonElement body, string id)
    {
        try
        {
            var definition = JsonObject.Create(body)!;
            definition.TryAdd("id", id);
            definition.TryAdd("version", 0);
            return new(definition.Deserialize<ProcessDefinition>(ApiJson.Options)!);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // A name twice, or text that is no Unicode, is noticed only when the object is looked into.
            throw new JsonException(e.Message, e);
        }
    }
}
