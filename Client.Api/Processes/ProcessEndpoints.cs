using System.Globalization;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Processes;

namespace SalesGrid.Gateway.Processes;

/// <summary>Questions about sales processes beside those every kind of object answers.</summary>
public static class ProcessEndpoints
{
    private static readonly CommandRoute Checked = new("check", typeof(DraftProcess), "") { Reader = DefinitionBody.Draft };

    public static void MapProcesses(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/processes").WithTags("Processes").RequireAuthorization(Policies.Read).WithMetadata(new KeepsToScope());

        group.MapGet("/{id}/versions/{v}", async (string id, string v, HttpContext http, ProcessCache processes) =>
                !int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                    ? Problems.Invalid(http, "version", "须为版本号", "it must be a version")
                    : await processes.Definition(id, version, http.RequestAborted) is { } definition
                    ? Results.Ok(definition)
                    : Problems.Of(http, ControlPoints.ProcessMustExist.Refuse($"{id} v{v}")))
            .WithSummary("流程的一个版本 · The definition of a version or of the open draft")
            .Produces<ProcessDefinition>();
        group.MapPost("/{id}/check", Check)
            .WithSummary("检查流程定义 · All that is wrong with a definition; nothing is stored")
            .WithMetadata(new Microsoft.AspNetCore.Http.Metadata.AcceptsMetadata(["application/json"], typeof(ProcessDefinition)))
            .WithExample(ProcessApi.ExampleDefinition)
            .Produces<CheckAnswer>();
    }

    private static async Task<IResult> Check(string id, HttpContext http)
    {
        using var body = await CommandBody.Read(http);
        var drafted = ((DraftProcess)body.Command(Checked, id)).Definition;
        if (Validation.RequiredId("id", id) is { } invalid)
            return Problems.Of(http, invalid);
        var definition = ProcessValidator.Complete(drafted);
        var problems = ProcessValidator.Check(definition with { Version = Math.Max(1, definition.Version) });
        if (definition.Id != id)
            problems = problems.Insert(0, Validation.Invalid("id", $"须为 {id}", $"it must be {id}"));
        return Results.Ok(new CheckAnswer(problems.IsEmpty, problems));
    }
}
