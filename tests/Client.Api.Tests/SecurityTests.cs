using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SalesGrid.Gateway.Security;

namespace SalesGrid.Gateway.Tests;

/// <summary>Nobody unidentified.</summary>
public sealed class SecurityTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    [Fact]
    public async Task Every_endpoint_of_the_api_asks_for_a_key()
    {
        using var nobody = shared.Gateway.ClientFor(null);
        using var stranger = shared.Gateway.ClientFor("not-a-key");
        var endpoints = shared.Gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText is { } text && (text.StartsWith("/api", StringComparison.Ordinal) || text.StartsWith("/openapi", StringComparison.Ordinal)))
            .ToList();
        Assert.True(endpoints.Count > 20);
        foreach (var endpoint in endpoints)
        {
            var path = endpoint.RoutePattern.RawText!.Replace("{documentName}", "v1", StringComparison.Ordinal).Replace("{id}", "x", StringComparison.Ordinal);
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                foreach (var client in new[] { nobody, stranger })
                {
                    using var request = new HttpRequestMessage(new(method), path);
                    var answer = await Answer.Of(await client.SendAsync(request));
                    Assert.True(answer.Status == HttpStatusCode.Unauthorized, $"{method} {path}: {(int)answer.Status}");
                    Assert.Equal("application/problem+json", answer.ContentType);
                }
            }
        }
    }

    [Fact]
    public void What_is_open_to_all_is_this_and_no_more()
    {
        var open = shared.Gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(e => e.RoutePattern.RawText!)
            .Where(p => !p.Contains('.', StringComparison.Ordinal))
            .Distinct();
        Assert.Subset(new HashSet<string> { "/health/live", "/health/ready", "/signin", "/signout", "/signin/provider", "/signin/link", "/signin/password" }, open.ToHashSet());
    }

    [Fact]
    public async Task A_reader_reads_and_changes_nothing()
    {
        using var reader = shared.Gateway.ClientFor(Gateway.ReaderKey);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/api/kpis")).StatusCode);
        using var content = System.Net.Http.Json.JsonContent.Create(new { name = "x" });
        var refused = await Answer.Of(await reader.PostAsync("/api/customers", content));
        Assert.Equal((HttpStatusCode.Forbidden, "application/problem+json"), (refused.Status, refused.ContentType));
    }

    [Fact]
    public async Task Health_needs_no_key()
    {
        using var nobody = shared.Gateway.ClientFor(null);
        Assert.Equal("live", await nobody.GetStringAsync("/health/live"));
        Assert.Equal("ready", await nobody.GetStringAsync("/health/ready"));
    }

    [Fact]
    public void Without_a_key_the_first_start_makes_one_and_keeps_only_its_hash()
    {
        var folder = Directory.CreateTempSubdirectory("sales-grid-");
        try
        {
            var (keys, made) = KeyFile.Open(folder.FullName, null, []);
            Assert.Equal(KeyRole.Admin, keys.Find(made)!.Key.Role);
            Assert.DoesNotContain(made!, string.Concat(folder.GetFiles().Select(f => File.ReadAllText(f.FullName))), StringComparison.Ordinal);
            var (again, second) = KeyFile.Open(folder.FullName, null, []);
            Assert.Null(second);
            Assert.NotNull(again.Find(made));
            Assert.Null(again.Find(made + "x"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory, InlineData("grid"), InlineData("Grid")]
    public void Nobody_holds_a_key_in_the_grids_own_name(string name)
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Assert.Throws<InvalidOperationException>(() => KeyFile.Open(folder, "test-admin-key", [new(name, KeyRole.Writer, ApiKeys.HashOf("somebody"))]));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task More_requests_than_a_key_may_send_are_told_when_to_come_back()
    {
        await using var limited = await Gateway.Start(null, "--Grid:Limits:RequestsPerSecond=5");
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => limited.Get("/api/processes")));
        var refused = answers.First(a => a.Status == HttpStatusCode.TooManyRequests);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal("application/problem+json", refused.ContentType);
    }
}
