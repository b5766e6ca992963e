using System.Text.Json;
using System.Text.Json.Nodes;

namespace SalesGrid.Gateway.Http;

/// <summary>An example of a request body, shown in the OpenAPI document.</summary>
public sealed record Example(JsonNode Body);

/// <summary>Hangs examples on endpoints.</summary>
public static class ExampleExtensions
{
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder route, object body) =>
        route.WithMetadata(new Example(JsonSerializer.SerializeToNode(body, ApiJson.Options)!));
}
