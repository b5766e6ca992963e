using System.Collections.Immutable;
using SalesGrid.Gateway.Hosting;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Pipeline;
using SalesGrid.Salespeople;

namespace SalesGrid.Gateway.Salespeople;

/// <summary>A salesperson as sent by a caller.</summary>
public sealed record SalespersonBody
{
    /// <summary>Id of the new salesperson; made up when left out.</summary>
    public string? Id { get; init; }

    /// <summary>Full name, 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Team, 1 to 200 characters.</summary>
    public required string Team { get; init; }

    /// <summary>Region or office, 1 to 200 characters.</summary>
    public required string Region { get; init; }

    /// <summary>Name or id of the manager.</summary>
    public string? Manager { get; init; }
}

/// <summary>A place in the organisation as sent by a caller.</summary>
public sealed record PlacingBody
{
    /// <summary>Team, 1 to 200 characters.</summary>
    public required string Team { get; init; }

    /// <summary>Region or office, 1 to 200 characters.</summary>
    public required string Region { get; init; }

    /// <summary>Name or id of the manager.</summary>
    public string? Manager { get; init; }
}

/// <summary>A salesperson as answered.</summary>
public sealed record SalespersonAnswer(
    string Id, int Version, string Name, string Team, string Region, string? Manager, bool Active, DateTimeOffset RegisteredAt)
{
    /// <summary>What the person may decide alone; null where nobody has given them any authority.</summary>
    public AuthorityAnswer? Authority { get; init; }

    /// <summary>What their accounts have left.</summary>
    public ImmutableArray<BalanceAnswer> Balances { get; init; } = [];

    /// <summary>What the person must be qualified for.</summary>
    public ImmutableArray<Qualification> Qualifications { get; init; } = [];

    /// <summary>Who acts for the person, and until when.</summary>
    public ImmutableArray<Delegation> Delegations { get; init; } = [];

    /// <summary>The targets they have been told.</summary>
    public ImmutableArray<TargetAnswer> Targets { get; init; } = [];

    /// <summary>Their pipeline beside their target as last counted; null where it never was.</summary>
    public CoverageAnswer? Coverage { get; init; }

    /// <summary>The answer for a view.</summary>
    public static SalespersonAnswer Of(SalespersonView v) =>
        new(v.Id, v.Version, v.Name, v.Place.Team, v.Place.Region, v.Place.Manager, v.Active, v.RegisteredAt)
        {
            Authority = v.Authority is { } a ? AuthorityAnswer.Of(a) : null,
            Balances = [.. v.Balances.Select(BalanceAnswer.Of)],
            Qualifications = v.Qualifications,
            Delegations = v.Delegations,
            Targets = [.. v.Targets.Select(t => new TargetAnswer(t.Period, AmountAnswer.Of(t.Amount)!))],
            Coverage = v.Coverage is { } c ? CoverageAnswer.Of(c) : null,
        };
}

/// <summary>Salespeople over HTTP.</summary>
public static class SalespersonEndpoints
{
    public static void MapSalespeople(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/salespeople").WithTags("Salespeople").RequireAuthorization(Policies.Read);

        group.MapPost("", (SalespersonBody body, HttpContext http, GridGateway grid) =>
                CommandResults.Send(http, "S", body.Id, "/api/salespeople", (id, envelope) => grid.Send(
                    id, new RegisterSalesperson(body.Name, new(body.Team, body.Region, body.Manager)), envelope, http.RequestAborted)))
            .RequireAuthorization(Policies.Write)
            .WithSummary("登记销售人员 · Register a salesperson")
            .WithExample(new { id = "S-017", name = "王芳", team = "华东一组", region = "华东", manager = "李强" })
            .Produces<ReceiptBody>(201);

        group.MapPost("/{id}/move", (string id, PlacingBody body, HttpContext http, GridGateway grid) =>
                CommandResults.Send(http, "S", id, null, (i, envelope) => grid.Send(
                    i, new MoveSalesperson(new(body.Team, body.Region, body.Manager)), envelope, http.RequestAborted)))
            .RequireAuthorization(Policies.Write)
            .WithSummary("调动 · Move to another team, region or manager")
            .WithDescription("已有商机仍计入原团队;此后新开或接手的商机计入新团队。 Opportunities stay credited to the team they were taken on in; later ones follow the new place.")
            .WithExample(new { team = "华南二组", region = "华南", manager = "陈静" })
            .Produces<ReceiptBody>();

        group.MapPost("/{id}/deactivate", (string id, HttpContext http, GridGateway grid) =>
                CommandResults.Send(http, "S", id, null, (i, envelope) => grid.Send(i, new DeactivateSalesperson(), envelope, http.RequestAborted)))
            .RequireAuthorization(Policies.Write)
            .WithSummary("停用 · Take out of service")
            .Produces<ReceiptBody>();

        group.MapGet("/{id}", async (string id, HttpContext http, GridGateway grid) =>
                !SubjectId.IsValid(id) || await grid.Ask(grid.Salesperson(id), static s => s.Get(), http.RequestAborted) is not { } view
                    ? Problems.Of(http, ControlPoints.SalespersonMustExist.Refuse(id))
                    : CommandResults.Found(http, view.Version, SalespersonAnswer.Of(view)))
            .WithSummary("一个销售人员 · One salesperson")
            .Produces<SalespersonAnswer>();

        group.MapGet("", async (HttpContext http, GridGateway grid, string? after = null, int limit = 50) =>
                await RegisterPage.Read(http, grid, after, limit, (p, a, l) => p.Salespeople(a, l), v => v.Id, SalespersonAnswer.Of))
            .WithSummary("销售人员列表 · Salespeople by id")
            .Produces<RegisterPage<SalespersonAnswer>>();

        app.MapGet("/api/grades", () => Results.Ok(Grades.Shipped.Select(GradeAnswer.Of)))
            .WithTags("Salespeople")
            .RequireAuthorization(Policies.Read)
            .WithSummary("职级与预置授权 · Grades, and the authority each stands for")
            .Produces<IEnumerable<GradeAnswer>>();
    }
}
