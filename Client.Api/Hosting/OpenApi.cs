using Microsoft.OpenApi;
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
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<Example>().FirstOrDefault() is { } example
                && operation.RequestBody?.Content is { } content
                && content.TryGetValue("application/json", out var media))
                media.Example = example.Body.DeepClone();
            if (context.Description.HttpMethod is "POST" or "PUT" && context.Description.RelativePath is { } path && path != "api/commands")
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(Header("Idempotency-Key", "Command id: the same key again returns the first receipt and changes nothing."));
                operation.Parameters.Add(Header("If-Match", "Version the caller saw, such as \"3\"; refused with 412 when the object moved on."));
            }
            operation.Responses ??= [];
            foreach (var (status, text) in new[] { ("400", "Malformed"), ("401", "No or wrong key"), ("422", "A control forbids it"), ("503", "Busy, or the outcome is not known yet") })
                operation.Responses.TryAdd(status, new OpenApiResponse { Description = $"{text} (application/problem+json)" });
            return Task.CompletedTask;
        });
    });

    private static OpenApiParameter Header(string name, string description) =>
        new() { Name = name, In = ParameterLocation.Header, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
