using Microsoft.AspNetCore.Http.Metadata;
using SalesGrid.Controls;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Lists;
using SalesGrid.Gateway.Security;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Subjects;

/// <summary>The routes of a <see cref="KindApi"/>: the same for every kind.</summary>
public static class SubjectEndpoints
{
    /// <summary>Maps the commands of a kind, its control commands and its questions.</summary>
    public static void MapSubject(this IEndpointRouteBuilder app, KindApi kind)
    {
        var group = app.MapGroup($"/api/{kind.Path}").WithTags(kind.Tag);
        var questions = group.MapGroup("").RequireAuthorization(kind.ReadPolicy);
        questions.HideAccounts(kind);
        if (kind.ReadableBy != ReadableBy.WholeGrid)
            questions.WithMetadata(kind.ScopeOfPath);
        foreach (var route in kind.Commands.Concat(ControlRoutes.All))
            MapCommand(group, kind, route);
        questions.MapGet("/{id}", (string id, HttpContext http, GridGateway grid) => One(kind, id, http, grid))
            .WithSummary("按编号读取 · One by its id")
            .WithMetadata(new ProducesResponseTypeMetadata(200, kind.View.Shape, ["application/json"]));
        if (kind.OnlyId is { } only)
            MapOnly(group, questions, kind, only);
        else
            MapList(questions, kind);
        questions.MapGet("/{id}/controls", (string id, HttpContext http, GridGateway grid) => Controls(kind, id, http, grid))
            .WithSummary("占用、放行与预警 · Reservations, overrides and warnings")
            .Produces<ControlsView>();
        questions.MapReservations(kind);
        questions.MapHistory(kind);
        group.MapCan(kind);
    }

    private static void MapList(RouteGroupBuilder group, KindApi kind) =>
        group.MapGet("", (HttpContext http, GridGateway grid) => Page(kind, http, grid))
            .WithSummary(kind.View.HasTags ? "列表 · By id, page by page; narrowed to a tag such as customer:C-1" : "列表 · By id, page by page")
            .WithQuery(reader => ReadPage(kind, reader))
            .WithMetadata(new ProducesResponseTypeMetadata(200,
                typeof(RegisterPage<>).MakeGenericType(kind.View.ListedShape ?? kind.View.Shape), ["application/json"]));

    /// <summary>The only object of its kind without its id: there is no list to read, and no other to command.</summary>
    private static void MapOnly(RouteGroupBuilder group, RouteGroupBuilder questions, KindApi kind, string id)
    {
        questions.MapGet("", (HttpContext http, GridGateway grid) => One(kind, id, http, grid))
            .WithSummary("读取 · The only one there is")
            .WithMetadata(new ProducesResponseTypeMetadata(200, kind.View.Shape, ["application/json"]));
        foreach (var route in kind.Commands)
            Describe(group.MapPost("/" + route.Name, (HttpContext http, GridGateway grid) => Send(kind, route, id, http, grid)).Produces<ReceiptBody>(), kind, route);
    }

    private static void MapCommand(RouteGroupBuilder group, KindApi kind, CommandRoute route)
    {
        var endpoint = route.Creates
            ? group.MapPost("", (HttpContext http, GridGateway grid) => Create(kind, route, http, grid)).Produces<ReceiptBody>(201)
            : route.Answered is { } answered ? group.MapPost("/{id}/" + route.Name, (string id, HttpContext http, GridGateway grid) => Ask(kind, route, answered.Send, id, http, grid))
                .WithMetadata(new ProducesResponseTypeMetadata(200, answered.Answer, ["application/json"]))
            : group.MapPost("/{id}/" + route.Name, (string id, HttpContext http, GridGateway grid) => Send(kind, route, id, http, grid)).Produces<ReceiptBody>();
        Describe(endpoint, kind, route);
    }

    private static void Describe(RouteHandlerBuilder endpoint, KindApi kind, CommandRoute route)
    {
        // Who may send it is asked of its sender whatever they may read; what they may not read is answered as if it were not there.
        endpoint.RequireAuthorization(kind.WritePolicy)
            .WithMetadata(route.Begins ? new KeepsToScope() : kind.ScopeOfPath)
            .WithSummary(route.Summary)
            .WithMetadata(new AcceptsMetadata(["application/json"], route.Body ?? route.Command, isOptional: route.Example is null));
        if (route.Description is not null)
            endpoint.WithDescription(route.Description);
        if (route.Example is not null)
            endpoint.WithExample(route.Example);
    }

    private static async Task<IResult> Create(KindApi kind, CommandRoute route, HttpContext http, GridGateway grid)
    {
        using var body = await CommandBody.Read(http);
        var (id, members) = body.WithoutId();
        return await CommandResults.Send(http, kind.Prefix, id, $"/api/{kind.Path}",
            (made, envelope) =>
            {
                var command = members.Command(route, made);
                return route.Guard?.Invoke(http.RequestServices, made, command) is { } refusal
                    ? new(new Receipt($"{kind.Kind}/{made}", 0, 0, 0, Replayed: false, refusal))
                    : Send(kind, made, command, envelope, http, grid);
            });
    }

    private static async Task<IResult> Ask(
        KindApi kind, CommandRoute route, Func<HttpContext, GridGateway, string, Command, Task<IResult>> send, string id, HttpContext http, GridGateway grid)
    {
        if (kind.IsHidden(http.User, id))
            return NotFound(kind, id, http);
        using var body = await CommandBody.Read(http);
        return await send(http, grid, id, body.Command(route, id));
    }

    private static async Task<IResult> Send(KindApi kind, CommandRoute route, string id, HttpContext http, GridGateway grid)
    {
        if (kind.IsHidden(http.User, id))
            return NotFound(kind, id, http);
        using var body = await CommandBody.Read(http);
        var command = body.Command(route, id);
        return await CommandResults.Send(http, kind.Prefix, id, null,
            (i, envelope) => Send(kind, i, command, envelope, http, grid));
    }

    private static ValueTask<Receipt> Send(KindApi kind, string id, Command command, Envelope envelope, HttpContext http, GridGateway grid)
    {
        return kind.MovesScopes || (command is IRefersTo && http.Scope() is not null) ? Looking() : grid.Send(kind.Kind, id, command, envelope, http.RequestAborted);

        async ValueTask<Receipt> Looking()
        {
            if (await ScopeGate.WhyNotNamed(http.Scope(), command, grid, http.RequestAborted) is { } refusal)
                return new($"{kind.Kind}/{id}", 0, 0, 0, Replayed: false, refusal);
            var receipt = await grid.Send(kind.Kind, id, command, envelope, http.RequestAborted);
            if (kind.MovesScopes)
                http.RequestServices.GetRequiredService<IReadScopes>().Forget();
            return receipt;
        }
    }

    private static async Task<IResult> One(KindApi kind, string id, HttpContext http, GridGateway grid) =>
        SubjectId.IsValid(id) && await kind.View.One(http, grid, id) is var (answer, version)
            ? CommandResults.Found(http, version, answer)
            : NotFound(kind, id, http);

    private static async Task<IResult> Controls(KindApi kind, string id, HttpContext http, GridGateway grid) =>
        SubjectId.IsValid(id) && await grid.Ask(grid.Subject(kind.Kind, id), static s => s.Controls(), http.RequestAborted) is { Version: > 0 } view
            ? Results.Ok(view)
            : NotFound(kind, id, http);

    private static async Task<IResult> Page(KindApi kind, HttpContext http, GridGateway grid)
    {
        var reader = new QueryReader(http.Request.Query);
        var query = ReadPage(kind, reader) with { Scope = kind.ReadableBy == ReadableBy.Scope ? http.Scope() : null, Without = http.User.WithoutAccounts() };
        if (reader.Refusal is { } refusal)
            return Problems.Of(http, refusal);
        if (query is { Scope: { } scope, Tag: { } tag } && await ScopeGate.IsSharedBelow(scope, tag, grid, http.RequestAborted))
            query = query with { Scope = null };
        return Results.Ok(kind.View.Page is { } page
            ? await page(http, grid, query)
            : (await GridList.Read(grid, query, http.RequestAborted)).ById(kind.View.Listed));
    }

    private static ListQuery ReadPage(KindApi kind, QueryReader reader) => ListParameters.ById(reader, kind.Kind, kind.View.HasTags);

    /// <summary>The answer for an object there is not.</summary>
    internal static IResult NotFound(KindApi kind, string id, HttpContext http) => Problems.Of(http, NotThere(kind, id));

    /// <summary>The refusal of a question or command for an object there is not.</summary>
    internal static Refusal NotThere(KindApi kind, string id) => kind.View.NotFound.Refuse(
        kind.View.NotFound == ControlPoints.ControlledObjectMustExist ? $"{kind.Kind}/{id}" : id);
}
