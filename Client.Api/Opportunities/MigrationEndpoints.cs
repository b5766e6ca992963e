using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Opportunities;

namespace SalesGrid.Gateway.Opportunities;

/// <summary>The preview of moving a running opportunity to another version of its process, over HTTP.</summary>
public static class MigrationEndpoints
{
    public static void MapMigrations(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/opportunities/{id}/migration", Preview)
            .WithTags("Opportunities")
            .RequireAuthorization(Policies.Read)
            .WithMetadata(new KeepsToScope("opportunity"))
            .WithSummary("移版预览 · What a move to another version of its process would mean")
            .WithQuery(Read)
            .Produces<MigrationPreview>();

    private static (int Version, string? ToStage) Read(QueryReader reader) =>
        (reader.Required("version", 1, int.MaxValue), reader.Text("toStage"));

    private static async Task<IResult> Preview(string id, HttpContext http, GridGateway grid)
    {
        var reader = new QueryReader(http.Request.Query);
        var (version, toStage) = Read(reader);
        if (reader.Refusal is { } malformed)
            return Problems.Of(http, malformed);
        if (!SubjectId.IsValid(id))
            return Problems.Of(http, ControlPoints.OpportunityMustExist.Refuse(id));
        var (preview, refusal) = await grid.Ask(grid.Opportunity(id), o => o.PreviewMigration(version, toStage), http.RequestAborted);
        return refusal is not null ? Problems.Of(http, refusal) : Results.Ok(preview);
    }
}
