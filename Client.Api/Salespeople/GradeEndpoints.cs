using SalesGrid.Gateway.Security;
using SalesGrid.Salespeople;

namespace SalesGrid.Gateway.Salespeople;

/// <summary>Grades over HTTP.</summary>
public static class GradeEndpoints
{
    public static void MapGrades(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/grades", () => Results.Ok(Grades.Shipped.Select(GradeAnswer.Of)))
            .WithTags("Salespeople")
            .RequireAuthorization(Policies.Read)
            .WithMetadata(new KeepsToScope())
            .WithSummary("职级与预置授权 · Grades, and the authority each stands for")
            .Produces<IEnumerable<GradeAnswer>>();
}
