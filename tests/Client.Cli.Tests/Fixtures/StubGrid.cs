using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SalesGrid.Tests.Fixtures;

/// <summary>What a stub does with one request.</summary>
internal enum StubAnswer
{
    /// <summary>Carries it out and answers.</summary>
    Normal,

    /// <summary>Cuts the connection before anything is carried out.</summary>
    DropBefore,

    /// <summary>Carries it out, then cuts the connection: the client cannot know.</summary>
    DropAfter,

    /// <summary>Answers 503.</summary>
    Unavailable,
}

/// <summary>
/// As much of a grid as an importer can see: subjects exist once, a command id seen before is a replay, opportunities need a known
/// owner. Listens on a free port of the loopback address.
/// </summary>
internal sealed class StubGrid : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, string> subjects = new(StringComparer.Ordinal);
    private int requests;

    private StubGrid(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single();

    public string? LedgerId { get; set; } = "ledger-1";

    /// <summary>Decides by the number of the request to the batch door, from 1.</summary>
    public Func<int, StubAnswer> Plan { get; set; } = _ => StubAnswer.Normal;

    /// <summary>The kind a command is put off with; null to decide it. Given its command id.</summary>
    public Func<string, string?> PutOff { get; set; } = _ => null;

    /// <summary>True to have opportunities name products that are there.</summary>
    public bool HasCatalogue { get; set; }

    /// <summary>Has something there, made by somebody else.</summary>
    public void Put(string subject) => subjects.TryAdd(subject, "of-somebody-else");

    public int Requests => requests;

    /// <summary>Commands carried out, by subject.</summary>
    public ConcurrentDictionary<string, JsonObject> Accepted { get; } = new(StringComparer.Ordinal);

    public static async Task<StubGrid> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var grid = new StubGrid(app);
        app.MapGet("/api/ledger", () => grid.LedgerId is { } id ? Results.Json(new { ledgerId = id, bucketCount = 16 }) : Results.NotFound());
        app.MapGet("/api/kpis", () => Results.Json(
            new { reason = new { zh = "“bogus”不可用", en = "'bogus' is not one of region, team" }, field = "groupBy" }, statusCode: 400));
        app.MapPost("/api/commands", (Delegate)grid.Execute);
        await app.StartAsync();
        return grid;
    }

    /// <summary>Forgets everything, as a new grid at the same address would.</summary>
    public void Reset(string ledgerId)
    {
        LedgerId = ledgerId;
        subjects.Clear();
        Accepted.Clear();
        requests = 0;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> Execute(HttpContext http)
    {
        if (http.Request.Headers.Authorization != "Bearer key-for-tests")
            return Results.StatusCode(401);
        var answer = Plan(Interlocked.Increment(ref requests));
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        if (answer == StubAnswer.DropBefore)
            return Drop(http);
        if (answer == StubAnswer.Unavailable)
            return Results.StatusCode(503);
        var commands = body.RootElement.GetProperty("commands").EnumerateArray().Select(c => JsonObject.Create(c.Clone())!).ToArray();
        if (commands.Any(c => Text(c["body"]!.AsObject(), "name") == "unreadable"))
            return Results.Json(new { title = "bad", reason = new { zh = "读不懂", en = "cannot be read" } }, statusCode: 400);
        var results = commands.Select(One).ToArray();
        return answer == StubAnswer.DropAfter ? Drop(http) : Results.Json(new { results });
    }

    private static IResult Drop(HttpContext http)
    {
        http.Abort();
        return Results.Empty;
    }

    private JsonObject One(JsonObject command)
    {
        var (type, id, commandId) = (Text(command, "type")!, Text(command, "id")!, Text(command, "commandId")!);
        if (PutOff(commandId) is { } kind)
            return new() { ["id"] = id, ["accepted"] = false, ["kind"] = kind };
        var (subject, exists) = type switch
        {
            "salesperson.create" => ($"person/{id}", ControlPoints.SalespersonMustBeNew),
            "customer.create" => ($"customer/{id}", ControlPoints.CustomerMustBeNew),
            "product.import" => ($"product/{IdentityText.Key(id)}", ControlPoints.ProductMustBeNew),
            "channel.import" => ($"channel/{IdentityText.Key(id)}", ControlPoints.ChannelMustBeNew),
            _ => ($"opportunity/{id}", ControlPoints.OpportunityMustBeNew),
        };
        if (type == "opportunity.import" && Text(command["body"]!.AsObject(), "ownerId") is var owner && !subjects.ContainsKey($"person/{owner}"))
            return Refused(id, ControlPoints.OwnerMustBeKnown.Refuse(owner));
        if (HasCatalogue && type == "opportunity.import" && Text(command["body"]!.AsObject(), "product") is { } product && !subjects.ContainsKey($"product/{IdentityText.Key(product)}"))
            return Refused(id, ControlPoints.ProductMustBeInCatalogue.RefuseField("product", product));
        var first = subjects.GetOrAdd(subject, commandId);
        if (first != commandId)
            return Refused(id, exists.Refuse(id));
        var replayed = !Accepted.TryAdd(subject, command);
        return new() { ["id"] = id, ["accepted"] = true, ["version"] = 1, ["seq"] = 1, ["replayed"] = replayed };
    }

    private static JsonObject Refused(string id, Refusal refusal) => new()
    {
        ["id"] = id,
        ["accepted"] = false,
        ["controlPoint"] = refusal.ControlPoint,
        ["kind"] = "conflict",
        ["reason"] = new JsonObject { ["zh"] = refusal.Reason.Zh, ["en"] = refusal.Reason.En },
    };

    private static string? Text(JsonObject command, string name) => (string?)command[name];
}
