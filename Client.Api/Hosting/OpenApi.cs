using Microsoft.OpenApi;
using SalesGrid.Gateway.Commands;
using SalesGrid.Gateway.Http;

namespace SalesGrid.Gateway.Hosting;

/// <summary>The description of the API for programs.</summary>
public static class OpenApi
{
    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "销售网格 · Sales Grid";
            document.Info.Description = "Sales tracking and sales process control. Refusals are RFC 9457 problems with a control point and a reason in zh-CN and en.";
            document.Components ??= new();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key." };
            document.Security = [new() { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Describe(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<Example>().FirstOrDefault() is { } example
                && operation.RequestBody?.Content is { } content
                && content.TryGetValue("application/json", out var media))
                media.Example = example.Body.DeepClone();
            if (context.Description.HttpMethod is "POST" && context.Description.RelativePath is { } path && path != "api/commands")
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(Header("Idempotency-Key", "Command id: the same key again returns the first receipt and changes nothing."));
                operation.Parameters.Add(Header("If-Match", "Version the caller saw, such as \"3\"; refused with 412 when the object moved on."));
            }
            foreach (var name in metadata.OfType<QueryParameters>().SelectMany(q => q.Names))
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            }
            operation.Responses ??= [];
            foreach (var (status, text) in new[] { ("400", "Malformed"), ("401", "No or wrong key"), ("422", "A control forbids it"), ("503", "Busy, or the outcome is not known yet") })
                operation.Responses.TryAdd(status, new OpenApiResponse { Description = $"{text} (application/problem+json)" });
            return Task.CompletedTask;
        });
    });

    /// <summary>Describes what is written by a converter of its own, which the description cannot look into.</summary>
    private static void Describe(OpenApiSchema schema, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(Money) || type == typeof(StatedAmount))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["amount"] = new OpenApiSchema { Type = JsonSchemaType.Number, Description = "Major units." },
                ["currency"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "ISO 4217 code." },
            };
            schema.Required = type == typeof(Money) ? new HashSet<string> { "amount", "currency" } : new HashSet<string> { "amount" };
        }
        else if (type == typeof(BatchCommand))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "kind.command" },
                ["id"] = new OpenApiSchema { Type = JsonSchemaType.String },
                ["commandId"] = new OpenApiSchema { Type = JsonSchemaType.String },
                ["expectedVersion"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                ["body"] = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "What the command's own path takes." },
            };
            schema.Required = new HashSet<string> { "type", "id", "commandId" };
        }
    }

    private static OpenApiParameter Header(string name, string description) =>
        new() { Name = name, In = ParameterLocation.Header, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
