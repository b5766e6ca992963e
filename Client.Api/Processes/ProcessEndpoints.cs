using SalesGrid.Gateway.Security;
using SalesGrid.Processes;

namespace SalesGrid.Gateway.Processes;

/// <summary>Sales processes over HTTP.</summary>
public static class ProcessEndpoints
{
    public static void MapProcesses(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/processes", () => Results.Ok(ProcessCatalog.Shipped.Newest.Values))
            .WithTags("Processes")
            .RequireAuthorization(Policies.Read)
            .WithSummary("销售流程 · The sales processes: stages, gates, evidence, loss reasons")
            .Produces<IEnumerable<ProcessDefinition>>();
}
