using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using SalesGrid.Controls;
using SalesGrid.Gateway.Hosting;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Opportunities;
using SalesGrid.Pipeline;

namespace SalesGrid.Gateway.Subjects;

/// <summary>The routes of a <see cref="KindApi"/>.</summary>
public static class SubjectEndpoints
{
    /// <summary>Most entries of a trail in one answer.</summary>
    private const int TrailMax = 500;

    private static readonly CommandRoute[] ControlRoutes =
    [
        new("override", typeof(OverrideControl), "放行控制点 · Lift a control point once, with a reason and an end",
            new { controlPoint = "CP-STAGE-03", reason = "客户要求先开工,材料三日内补齐", until = "2026-12-01T00:00:00+08:00" }),
        new("review-override", typeof(ReviewOverride), "复核放行 · Judge an override after the fact",
            new { overrideId = "CP-STAGE-03:7", justified = true, note = "材料已补齐" }),
        new("answer-warning", typeof(AnswerWarning), "处理预警 · Say what is done about a warning",
            new { warningId = "stalled:proposal", response = "本周五拜访客户" }),
        new("close-warning", typeof(CloseWarning), "关闭预警 · Close a warning that was answered",
            new { warningId = "stalled:proposal", reason = "客户已答复" }),
    ];

    /// <summary>Maps the commands of a kind, its control commands and, where it is shown as it is, its questions.</summary>
    public static void MapSubject(this IEndpointRouteBuilder app, KindApi surface)
    {
        var group = app.MapGroup($"/api/{surface.Path}").WithTags(surface.Tag);
        foreach (var door in surface.Commands)
            MapCommand(group, surface, door);
        foreach (var door in ControlRoutes)
            MapCommand(group, surface, door);
        group.MapGet("/{id}/controls", (string id, HttpContext http, GridGateway grid) => Controls(surface, id, http, grid))
            .WithSummary("占用、放行与预警 · Reservations, overrides and warnings")
            .Produces<ControlsView>();
        if (surface.View is not { } view)
            return;
        group.MapGet("/{id}", (string id, HttpContext http, GridGateway grid) => One(surface, id, http, grid))
            .WithSummary("按编号读取 · One by its id")
            .WithMetadata(new ProducesResponseTypeMetadata(200, view, ["application/json"]));
        group.MapGet("", (HttpContext http, GridGateway grid, string? tag = null, string? after = null, int limit = 50) =>
                Page(surface, http, grid, tag, after, limit))
            .WithSummary("列表 · By id; narrowed to a tag such as customer:C-1");
        group.MapGet("/{id}/history", (string id, HttpContext http, GridGateway grid, int afterVersion = 0, int limit = 100) =>
                Trail(surface, id, http, grid, afterVersion, limit))
            .WithSummary("历史 · Its entries in the ledger")
            .Produces<HistoryEntry[]>();
    }

    private static void MapCommand(RouteGroupBuilder group, KindApi surface, CommandRoute door)
    {
        var route = door.Creates
            ? group.MapPost("", (HttpContext http, GridGateway grid) => Create(surface, door, http, grid))
            : group.MapPost("/{id}/" + door.Name, (string id, HttpContext http, GridGateway grid) => Send(surface, door, id, http, grid));
        route.RequireAuthorization(Policies.Write)
            .WithSummary(door.Summary)
            .WithMetadata(new AcceptsMetadata(["application/json"], door.Command, isOptional: door.Example is null))
            .Produces<ReceiptBody>();
        if (door.Example is not null)
            route.WithExample(door.Example);
    }

    private static async Task<IResult> Create(KindApi surface, CommandRoute door, HttpContext http, GridGateway grid)
    {
        var body = await Body(http);
        string? id = null;
        if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("id", out var given))
        {
            if (given.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                return Problems.Invalid(http, "id", "须为文本", "it must be a text");
            id = TextOf(given);
            body = Without(body, "id");
        }
        var command = door.Read(body);
        return await CommandResults.Send(http, surface.Prefix, id, $"/api/{surface.Path}",
            (i, envelope) => grid.Send(surface.Kind, i, command, envelope, http.RequestAborted));
    }

    private static async Task<IResult> Send(KindApi surface, CommandRoute door, string id, HttpContext http, GridGateway grid)
    {
        var command = door.Read(await Body(http));
        return await CommandResults.Send(http, surface.Prefix, id, null,
            (i, envelope) => grid.Send(surface.Kind, i, command, envelope, http.RequestAborted));
    }

    private static string? TextOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <summary>The same object without one of its members.</summary>
    private static JsonElement Without(JsonElement body, string member)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            foreach (var property in body.EnumerateObject().Where(p => !p.NameEquals(member)))
                property.WriteTo(json);
            json.WriteEndObject();
        }
        return JsonElement.Parse(text.GetBuffer().AsSpan(0, (int)text.Length));
    }

    /// <summary>The body as JSON; an empty one stands for a command without members.</summary>
    private static async Task<JsonElement> Body(HttpContext http)
    {
        using var text = new MemoryStream();
        await http.Request.Body.CopyToAsync(text, http.RequestAborted);
        if (text.Length == 0)
            return JsonSerializer.SerializeToElement(new { });
        text.Position = 0;
        using var document = JsonDocument.Parse(text.GetBuffer().AsMemory(0, (int)text.Length));
        return document.RootElement.Clone();
    }

    private static async Task<IResult> One(KindApi surface, string id, HttpContext http, GridGateway grid)
    {
        if (!SubjectId.IsValid(id) || await grid.Ask(grid.Subject(surface.Kind, id), static s => s.See(), http.RequestAborted) is not { } view)
            return Problems.Of(http, ControlPoints.ControlledObjectMustExist.Refuse($"{surface.Kind}/{id}"));
        return Results.Json(view, CommandJson.Options);
    }

    private static async Task<IResult> Controls(KindApi surface, string id, HttpContext http, GridGateway grid)
    {
        if (!SubjectId.IsValid(id) || await grid.Ask(grid.Subject(surface.Kind, id), static s => s.Controls(), http.RequestAborted) is not { Version: > 0 } view)
            return Problems.Of(http, ControlPoints.ControlledObjectMustExist.Refuse($"{surface.Kind}/{id}"));
        return Results.Json(view, CommandJson.Options);
    }

    private static async Task<IResult> Trail(KindApi surface, string id, HttpContext http, GridGateway grid, int afterVersion, int limit)
    {
        if (limit is < 1 or > TrailMax)
            return Problems.Invalid(http, "limit", $"须在 1 与 {TrailMax} 之间", $"1 to {TrailMax}");
        if (!SubjectId.IsValid(id))
            return Problems.Of(http, ControlPoints.ControlledObjectMustExist.Refuse($"{surface.Kind}/{id}"));
        var entries = await grid.Ask(grid.Subject(surface.Kind, id), s => s.Trail(afterVersion, limit), http.RequestAborted);
        return Results.Json(entries, CommandJson.Options);
    }

    private static async Task<IResult> Page(KindApi surface, HttpContext http, GridGateway grid, string? tag, string? after, int limit)
    {
        if (limit is < 1 or > ListQuery.MaxLimit)
            return Problems.Invalid(http, "limit", $"须在 1 与 {ListQuery.MaxLimit} 之间", $"1 to {ListQuery.MaxLimit}");
        var parts = await grid.AskAll((projection, _) => projection.Subjects(surface.Kind, tag, after, limit), http.RequestAborted);
        var items = parts.SelectMany(p => p.Items).OrderBy(i => i.Id, StringComparer.Ordinal).Take(limit).ToArray();
        var more = parts.Sum(p => p.Items.Length) > items.Length || parts.Any(p => p.Items.Length == limit);
        return Results.Json(new
        {
            items = items.Select(i => i.View),
            total = parts.Sum(p => p.Total),
            nextAfter = more && items.Length > 0 ? items[^1].Id : null,
            watermark = Watermarks.Text(parts.Select(p => p.Watermark)),
        }, CommandJson.Options);
    }
}
