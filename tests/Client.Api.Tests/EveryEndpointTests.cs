using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SalesGrid.Gateway.Http;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>
/// What can be wrong with a request, tried on every endpoint there is: endpoints that come later are tried too. Each endpoint's
/// own example is what the mistakes are made in.
/// </summary>
public sealed partial class EveryEndpointTests(SharedGateway shared, ITestOutputHelper output) : IClassFixture<SharedGateway>
{
    /// <summary>Bodies that are no body of anything.</summary>
    private static readonly (string Says, byte[] Body, string? ContentType)[] NoBodies =
    [
        ("empty", [], "application/json"),
        ("not JSON", "{"u8.ToArray(), "application/json"),
        ("a text", "\"x\""u8.ToArray(), "application/json"),
        ("a number", "7"u8.ToArray(), "application/json"),
        ("null", "null"u8.ToArray(), "application/json"),
        ("an array", "[]"u8.ToArray(), "application/json"),
        ("an array of arrays", Encoding.UTF8.GetBytes(new string('[', 2000) + new string(']', 2000)), "application/json"),
        ("not UTF-8", [(byte)'{', (byte)'"', 0xff, 0xfe, (byte)'"', (byte)':', (byte)'1', (byte)'}'], "application/json"),
        ("two bodies", "{}{}"u8.ToArray(), "application/json"),
        ("a form", "a=b"u8.ToArray(), "application/x-www-form-urlencoded"),
        ("no content type", "{}"u8.ToArray(), null),
    ];

    /// <summary>Values that stand where another belongs.</summary>
    private static readonly (string Says, Func<JsonNode?> Value)[] WrongValues =
    [
        ("null", () => null),
        ("a number", () => 7),
        ("a negative number", () => -1),
        ("a huge number", () => JsonNode.Parse("1e400")),
        ("a text", () => "x"),
        ("an empty text", () => ""),
        ("a blank text", () => "   "),
        ("a long text", () => new string('长', 5_000)),
        ("a control character", () => "a\u0007b"),
        ("half a character", () => HalfACharacter),
        ("a path", () => "../../etc/passwd"),
        ("true", () => true),
        ("an object", () => new JsonObject { ["x"] = 1 }),
        ("an array", () => new JsonArray(1, "x", null)),
        ("an array of nothing", () => new JsonArray((JsonNode?)null)),
        ("the largest whole number", () => long.MaxValue),
        ("a number of many digits", () => JsonNode.Parse("79228162514264337593543950335.9")),
        ("a last day", () => "9999-12-31"),
        ("a date that is none", () => "2026-02-30"),
        ("a date of long ago", () => "0001-01-01"),
    ];

    /// <summary>Stands for half a surrogate pair, which no serializer here would write.</summary>
    private const string HalfACharacter = "half-a-character";

    [Fact]
    public async Task A_body_that_is_none_is_never_a_500()
    {
        foreach (var (method, path, _) in Writers())
        {
            foreach (var (says, body, contentType) in NoBodies)
                await Try(method, path, body, contentType, says);
        }
    }

    [Fact]
    public async Task A_member_that_is_wrong_is_never_a_500()
    {
        var tried = 0;
        foreach (var (method, path, example) in Writers())
        {
            if (example is not JsonObject sample)
                continue;
            foreach (var member in Members(sample, ""))
            {
                foreach (var (says, value) in WrongValues)
                {
                    var body = (JsonObject)sample.DeepClone();
                    Set(body, member, value());
                    await Try(method, path, Bytes(body), "application/json", $"{member} is {says}");
                    tried++;
                }
                var without = (JsonObject)sample.DeepClone();
                Remove(without, member);
                await Try(method, path, JsonSerializer.SerializeToUtf8Bytes(without), "application/json", $"{member} is missing");
            }
        }
        output.WriteLine($"{tried} wrong members tried");
        Assert.True(tried > 500, $"Only {tried} wrong members were tried.");
    }

    [Fact]
    public async Task A_member_that_is_wrong_is_never_a_500_on_an_object_that_exists_either()
    {
        await using var gateway = await Gateway.Start();
        await gateway.Staff();
        await gateway.Post("/api/opportunities", new { id = "O1", ownerId = "S2", customerId = "C2", product = "CNC-5", amount = new { amount = 1000, currency = "CNY" }, expectedCloseOn = CompanyDay.NextYearText });
        var prices = new { name = "x", currency = "CNY", lines = new[] { new { product = "CNC-5", name = "x", listPrice = 100m, floorPrice = 50m } } };
        await gateway.Post("/api/price-lists", new { id = "PL1", prices.name, prices.currency, prices.lines });
        var quote = new { id = "Q1", opportunityId = "O1", priceListId = "PL1", lines = new[] { new { product = "CNC-5", quantity = 1 } }, validUntil = CompanyDay.NextYearText };
        Assert.Equal(HttpStatusCode.Created, (await gateway.Post("/api/quotes", quote)).Status);
        var existing = new Dictionary<string, string>
        {
            ["customers"] = "C2",
            ["salespeople"] = "S2",
            ["opportunities"] = "O1",
            ["price-lists"] = "PL1",
            ["quotes"] = "Q1",
            ["policies"] = "early-warning",
            ["pools"] = "company",
            ["processes"] = "key-account",
            ["targets"] = "2027-Q1",
        };
        var tried = 0;
        foreach (var (method, path, example) in Writers().Where(w => w.Path.Contains("/nobody/", StringComparison.Ordinal)))
        {
            if (example is not JsonObject sample || !existing.TryGetValue(path.Split('/')[2], out var id))
                continue;
            foreach (var member in Members(sample, ""))
            {
                foreach (var (says, value) in WrongValues)
                {
                    var body = (JsonObject)sample.DeepClone();
                    Set(body, member, value());
                    await Try(gateway, method, path.Replace("/nobody/", $"/{id}/", StringComparison.Ordinal), Bytes(body), "application/json", $"{member} is {says}");
                    tried++;
                }
                var without = (JsonObject)sample.DeepClone();
                Remove(without, member);
                await Try(gateway, method, path.Replace("/nobody/", $"/{id}/", StringComparison.Ordinal), Bytes(without), "application/json", $"{member} is missing");
            }
        }
        output.WriteLine($"{tried} wrong members tried");
        Assert.True(tried > 1_000, $"Only {tried} wrong members were tried.");
        Assert.True((await gateway.Get("/api/ledger/verify")).Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_member_nobody_knows_is_named()
    {
        // What a person keeps for themselves may hold any member.
        foreach (var (method, path, example) in Writers().Where(w => !w.Path.StartsWith("/api/me/", StringComparison.Ordinal)))
        {
            if (example is not JsonObject sample)
                continue;
            var body = (JsonObject)sample.DeepClone();
            body["nobodyKnowsThis"] = 1;
            var answer = await Try(method, path, JsonSerializer.SerializeToUtf8Bytes(body), "application/json", "an unknown member");
            Assert.True(answer.Status == HttpStatusCode.BadRequest && answer.Text.Contains("nobodyKnowsThis", StringComparison.Ordinal),
                $"{method} {path}: {(int)answer.Status} {answer.Text}");
        }
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        var large = Encoding.UTF8.GetBytes($$"""{"x":"{{new string('x', 1_200 * 1024)}}"}""");
        // A batch may be larger; its own limit is tried where batches are.
        var takers = Endpoints().Where(e => e.Metadata.GetMetadata<IAcceptsMetadata>() is not null).Select(PathOf).ToHashSet();
        foreach (var (method, path, _) in Writers().Where(w => w.Path != "/api/commands" && takers.Contains(w.Path)))
        {
            // DecisionContext before it is sent: whoever is refused while still writing sees a broken pipe rather than the answer.
            using var request = new HttpRequestMessage(new(method), path) { Content = new ByteArrayContent(large), Headers = { ExpectContinue = true } };
            request.Content.Headers.ContentType = new("application/json");
            var answer = await Answer.Of(await shared.Gateway.Http.SendAsync(request));
            Assert.True(answer.Status == HttpStatusCode.RequestEntityTooLarge, $"{method} {path}: {(int)answer.Status} {answer.Text}");
        }
    }

    [Fact]
    public async Task A_reader_may_not_write_anywhere()
    {
        using var reader = shared.Gateway.ClientFor(Gateway.ReaderKey);
        // What a person keeps for themselves is no command: whoever may read may keep it.
        foreach (var (method, path, example) in Writers().Where(w =>
            !w.Path.EndsWith("/check", StringComparison.Ordinal) && !w.Path.StartsWith("/api/me/", StringComparison.Ordinal)))
        {
            using var request = new HttpRequestMessage(new(method), path)
            {
                Content = new StringContent(example?.ToJsonString() ?? "{}", Encoding.UTF8, "application/json"),
            };
            var answer = await Answer.Of(await reader.SendAsync(request));
            Assert.True(answer.Status == HttpStatusCode.Forbidden, $"{method} {path}: {(int)answer.Status} {answer.Text}");
        }
    }

    [Fact]
    public async Task What_is_stale_or_sent_again_with_another_content_is_refused()
    {
        var id = shared.NewId();
        await shared.Gateway.Post("/api/opportunities", new { id, ownerId = "S1", customerId = "C1" }, commandId: $"open-{id}");
        Assert.Equal(HttpStatusCode.PreconditionFailed,
            (await shared.Gateway.Post($"/api/opportunities/{id}/evidence", new { kind = "project-information", reference = "D" }, ifMatch: "\"7\"")).Status);
        Assert.Equal(HttpStatusCode.Conflict,
            (await shared.Gateway.Post($"/api/opportunities/{id}/evidence", new { kind = "project-information", reference = "D" }, commandId: $"open-{id}")).Status);
    }

    [Fact]
    public async Task A_question_with_a_wrong_parameter_is_never_a_500()
    {
        foreach (var path in Readers())
        {
            foreach (var query in new[] { "?limit=0", "?limit=x", "?limit=99999999999", "?after=%00", "?after=" + new string('x', 3_000), "?tag=%ff", "?from=x", "?to=9999-99-99", "?unknown=1", "?period=x", "?version=-1", "?source=S99" })
            {
                var answer = await Answer.Of(await shared.Gateway.Http.GetAsync(path + query, HttpCompletionOption.ResponseHeadersRead));
                Assert.True((int)answer.Status < 500, $"GET {path}{query}: {(int)answer.Status} {answer.Text}");
            }
        }
    }

    private Task<Answer> Try(string method, string path, byte[] body, string? contentType, string says) =>
        Try(shared.Gateway, method, path, body, contentType, says);

    private static async Task<Answer> Try(Gateway gateway, string method, string path, byte[] body, string? contentType, string says)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = contentType is null ? null : new MediaTypeHeaderValue(contentType);
        var answer = await gateway.Send(new(method), path, content);
        Assert.True((int)answer.Status is < 500 or 503, $"{method} {path}, {says}: {(int)answer.Status} {answer.Text}");
        if ((int)answer.Status >= 400)
            Assert.True(answer.ContentType == "application/problem+json", $"{method} {path}, {says}: {answer.ContentType}");
        return answer;
    }

    private static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString().Replace(HalfACharacter, "\\ud800", StringComparison.Ordinal));

    /// <summary>Every endpoint that changes something, with its example.</summary>
    private List<(string Method, string Path, JsonNode? Example)> Writers()
    {
        var writers = Endpoints()
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                .Where(m => m is "POST")
                .Select(m => (m, PathOf(e), e.Metadata.GetMetadata<Example>()?.Body)))
            .ToList();
        Assert.True(writers.Count > 10, "The endpoints were not found.");
        return writers;
    }

    private IEnumerable<string> Readers() => Endpoints()
        .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
        .Select(PathOf)
        .Where(p => !p.EndsWith("/stream", StringComparison.Ordinal) && !p.EndsWith("/verify", StringComparison.Ordinal));

    private IEnumerable<RouteEndpoint> Endpoints() => shared.Gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText?.StartsWith("/api", StringComparison.Ordinal) == true);

    private static string PathOf(RouteEndpoint endpoint) => Parameter().Replace(endpoint.RoutePattern.RawText!, "nobody");

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    /// <summary>Paths of all members of an object, those of objects and of the first element of arrays inside too.</summary>
    private static IEnumerable<string> Members(JsonObject from, string prefix)
    {
        foreach (var (name, value) in from)
        {
            yield return prefix + name;
            var inner = value is JsonArray { Count: > 0 } array ? array[0] : value;
            if (inner is JsonObject deeper)
            {
                foreach (var member in Members(deeper, $"{prefix}{name}/"))
                    yield return member;
            }
        }
    }

    private static void Set(JsonObject body, string member, JsonNode? value) => Parent(body, member)[member.Split('/')[^1]] = value;

    private static void Remove(JsonObject body, string member) => Parent(body, member).Remove(member.Split('/')[^1]);

    private static JsonObject Parent(JsonObject body, string member)
    {
        var parent = body;
        foreach (var name in member.Split('/')[..^1])
            parent = (parent[name] is JsonArray array ? array[0] : parent[name])!.AsObject();
        return parent;
    }
}
