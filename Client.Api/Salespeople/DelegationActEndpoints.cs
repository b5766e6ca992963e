using System.Collections.Immutable;
using SalesGrid.Gateway.Security;
using SalesGrid.Salespeople;

namespace SalesGrid.Gateway.Salespeople;

/// <summary>What a delegation may name.</summary>
/// <param name="Acts">Single commands, <c>kind.command</c>.</param>
/// <param name="Kinds">Kinds: each stands for all of its commands in <paramref name="Acts"/>.</param>
/// <param name="Groups">Groups of commands.</param>
public sealed record DelegationActsAnswer(ImmutableArray<string> Acts, ImmutableArray<string> Kinds, ImmutableArray<ActGroup> Groups);

/// <summary>Acts that can be delegated, over HTTP.</summary>
public static class DelegationActEndpoints
{
    public static void MapDelegationActs(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/delegation-acts", () => Results.Ok(new DelegationActsAnswer(DelegatedActs.All, DelegatedActs.Kinds, DelegatedActs.Groups)))
            .WithTags("Salespeople")
            .RequireAuthorization(Policies.Read)
            .WithMetadata(new KeepsToScope())
            .WithSummary("可委托的事项 · Commands, kinds and groups of commands that a delegation may name")
            .Produces<DelegationActsAnswer>();
}
