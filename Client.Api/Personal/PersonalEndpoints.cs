using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Personal;

namespace SalesGrid.Gateway.Personal;

/// <summary>What callers keep for themselves, and nobody else sees: preferences, views, drafts, read marks, imports under way.</summary>
/// <remarks>No command and no evidence: any key may keep its own, and none of it is in the ledger.</remarks>
public static class PersonalEndpoints
{
    /// <summary>The name the only value of a part is kept under.</summary>
    private const string Only = "all";

    public static void MapPersonal(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/me").WithTags("Me").RequireAuthorization(Policies.Own).WithMetadata(new KeepsToScope());
        MapOne(group, "preferences", PersonalPart.Preferences, "偏好 · How one wants to see things", new { language = "zh", pageSize = 50 });
        MapOne(group, "read-marks", PersonalPart.ReadMarks, "已读标记 · Up to where one has read what", new { warnings = "2026-11-27T08:00:00Z" });
        MapNamed(group, "views", PersonalPart.Views, "视图 · Saved views", new { filter = new { region = "East" }, sort = "-amount" });
        MapNamed(group, "drafts", PersonalPart.Drafts, "草稿 · What was begun and not sent", new { type = "opportunity.create", name = "华东产线改造" });
        MapNamed(group, "imports", PersonalPart.Imports, "导入进度 · Imports under way", new { mapping = "crm.json", rowsDone = 12_000 });
    }

    private static void MapOne(RouteGroupBuilder group, string path, PersonalPart part, string summary, object example)
    {
        group.MapGet(path, (HttpContext http, GridGateway grid) => Read(http, grid, part, Only, whereNone: "{}"u8.ToArray()))
            .WithSummary($"{summary}; an empty object where nothing was kept");
        group.MapPut(path, (HttpContext http, GridGateway grid) => Keep(http, grid, part, Only, mustBeObject: true))
            .WithSummary($"{summary}: kept whole").WithExample(example);
        group.MapDelete(path, (HttpContext http, GridGateway grid) => Remove(http, grid, part, Only)).WithSummary($"{summary}: forgotten");
    }

    private static void MapNamed(RouteGroupBuilder group, string path, PersonalPart part, string summary, object example)
    {
        group.MapGet(path, (HttpContext http, GridGateway grid) => List(http, grid, part)).WithSummary($"{summary}, by name").Produces<PersonalList>();
        group.MapGet(path + "/{name}", (string name, HttpContext http, GridGateway grid) => Read(http, grid, part, NameOf(http, name), whereNone: null)).WithSummary(summary);
        group.MapPut(path + "/{name}", (string name, HttpContext http, GridGateway grid) => Keep(http, grid, part, NameOf(http, name), mustBeObject: false))
            .WithSummary($"{summary}: kept under a name").WithExample(example);
        group.MapDelete(path + "/{name}", (string name, HttpContext http, GridGateway grid) => Remove(http, grid, part, NameOf(http, name))).WithSummary($"{summary}: forgotten");
    }

    /// <summary>
    /// The name in a path. Routing leaves <c>%2F</c> and what is no UTF-8 as they were sent, which would be the name of another
    /// value too: where that may be, what was sent is read. Null for no name.
    /// </summary>
    private static string? NameOf(HttpContext http, string name)
    {
        if (!name.Contains('%', StringComparison.Ordinal))
            return name;
        var sent = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0].TrimEnd('/');
        var written = sent[(sent.LastIndexOf('/') + 1)..];
        var read = Uri.UnescapeDataString(written);
        return read.AsSpan().Count('%') == written.AsSpan().Count("%25") ? read : null;
    }

    private static Refusal? Refuse(string? name) =>
        Validation.Required("name", name, PersonalLimits.NameLengthMax)
            ?? (name!.Any(char.IsControl) ? Validation.Invalid("name", "含有控制字符", "it holds control characters") : null);

    private static async Task<IResult> List(HttpContext http, GridGateway grid, PersonalPart part)
    {
        var entries = await grid.Ask(Grain(http, grid, part), static g => g.List(), http.RequestAborted);
        return Results.Ok(new PersonalList([.. entries.Select(e => new PersonalListItem(e.Name, e.Version, e.ChangedAt, e.Bytes))]));
    }

    private static async Task<IResult> Read(HttpContext http, GridGateway grid, PersonalPart part, string? name, byte[]? whereNone)
    {
        if (Refuse(name) is { } refusal)
            return Problems.Of(http, refusal);
        var value = await grid.Ask(Grain(http, grid, part), g => g.Get(name!), http.RequestAborted);
        if (value is null && whereNone is null)
        {
            return Results.Problem(Problems.Details(http, 404, "not-kept",
                new($"没有名为“{name}”的内容。", $"Nothing is kept under the name '{name}'."), new("请核对名称,或先保存。", "Check the name, or keep something under it first.")));
        }
        ShowVersion(http, value?.Version ?? 0);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(value?.Json ?? whereNone!, "application/json; charset=utf-8");
    }

    private static async Task<IResult> Keep(HttpContext http, GridGateway grid, PersonalPart part, string? name, bool mustBeObject)
    {
        var (request, refusal) = CommandRequest.From(http);
        if ((refusal ?? Refuse(name)) is { } malformed)
            return Problems.Of(http, malformed);
        if (await Body(http) is not { } json)
        {
            var tooLarge = Problems.Details(http, 413, "body-too-large",
                new($"内容过大,最多 {PersonalLimits.ValueBytesMax / 1024} KiB。", $"The value is too large; it may have {PersonalLimits.ValueBytesMax / 1024} KiB."),
                new("请缩短内容。", "Make it shorter."));
            tooLarge.Extensions["field"] = "body";
            return Results.Problem(tooLarge);
        }
        if (!Utf8.IsValid(json))
            return Problems.Invalid(http, "body", "须为 UTF-8 文本", "it must be UTF-8");
        using (var document = JsonDocument.Parse(json))
        {
            if (mustBeObject && document.RootElement.ValueKind != JsonValueKind.Object)
                return Problems.Invalid(http, "body", "须为 JSON 对象", "it must be a JSON object");
        }
        var expected = request.Envelope.ExpectedVersion;
        var reply = await grid.Ask(Grain(http, grid, part), g => g.Put(name!, json, expected), http.RequestAborted);
        ShowVersion(http, reply.Version);
        return reply.Refusal is { } refused ? Problems.Of(http, refused) : Results.NoContent();
    }

    private static async Task<IResult> Remove(HttpContext http, GridGateway grid, PersonalPart part, string? name)
    {
        var (request, refusal) = CommandRequest.From(http);
        if ((refusal ?? Refuse(name)) is { } malformed)
            return Problems.Of(http, malformed);
        var expected = request.Envelope.ExpectedVersion;
        var reply = await grid.Ask(Grain(http, grid, part), g => g.Remove(name!, expected), http.RequestAborted);
        return reply.Refusal is { } refused ? Problems.Of(http, refused) : Results.NoContent();
    }

    /// <summary>The body; null when it is too large.</summary>
    private static async Task<byte[]?> Body(HttpContext http)
    {
        if (http.Request.ContentLength > PersonalLimits.ValueBytesMax)
            return null;
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;)
        {
            if (body.Length + read > PersonalLimits.ValueBytesMax)
                return null;
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }

    /// <summary>Always the caller's own: there is no way to name another person.</summary>
    private static IPersonalStateGrain Grain(HttpContext http, GridGateway grid, PersonalPart part) =>
        grid.Grain<IPersonalStateGrain>(PersonalKey.Of(http.User.Identity!.Name!, part));

    private static void ShowVersion(HttpContext http, int version) =>
        http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}

/// <summary>What is kept in one part.</summary>
public sealed record PersonalList(IReadOnlyList<PersonalListItem> Items);

/// <summary>One of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Rises with each change of it.</param>
/// <param name="ChangedAt">When it was last changed.</param>
/// <param name="Bytes">Size of its value, bytes of JSON.</param>
public sealed record PersonalListItem(string Name, int Version, DateTimeOffset ChangedAt, int Bytes);
