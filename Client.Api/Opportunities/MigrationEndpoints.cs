using SalesGrid.Gateway.Hosting;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Opportunities;

namespace SalesGrid.Gateway.Opportunities;

/// <summary>A move to another version of the process.</summary>
public sealed record MigrateBody
{
    /// <summary>Number of the version to go on under.</summary>
    public required int Version { get; init; }

    /// <summary>Why, 1 to 4,000 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>Stage of that version to go to; the one of the same id when left out.</summary>
    public string? ToStage { get; init; }
}

/// <summary>Moving running opportunities to another version of their process, over HTTP.</summary>
public static class MigrationEndpoints
{
    public static void MapMigrations(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/opportunities/{id}").WithTags("Opportunities").RequireAuthorization(Policies.Read);

        group.MapGet("/migration", Preview)
            .WithSummary("移版预览 · What a move to another version of its process would mean")
            .Produces<MigrationPreview>();

        group.MapPost("/migrate", (string id, MigrateBody body, HttpContext http, GridGateway grid) =>
                CommandResults.Send(http, "OPP", id, null, (i, envelope) =>
                    grid.Send(i, new MoveToProcessVersion(body.Version, body.Reason, body.ToStage), envelope, http.RequestAborted)))
            .RequireAuthorization(Policies.Write)
            .WithSummary("移至另一流程版本 · Move it to another version of its process")
            .WithExample(new { version = 2, reason = "统一采用新版流程" })
            .Produces<ReceiptBody>();
    }

    private static async Task<IResult> Preview(string id, HttpContext http, GridGateway grid, int? version = null, string? toStage = null)
    {
        if (version is not { } wanted)
            return Problems.Invalid(http, "version", "不能为空", "it must be given");
        if (!SubjectId.IsValid(id))
            return Problems.Of(http, ControlPoints.OpportunityMustExist.Refuse(id));
        var (preview, refusal) = await grid.Ask(grid.Opportunity(id), o => o.PreviewMigration(wanted, toStage), http.RequestAborted);
        return refusal is not null ? Problems.Of(http, refusal) : Results.Ok(preview);
    }
}
