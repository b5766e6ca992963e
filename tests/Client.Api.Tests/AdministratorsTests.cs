using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;

namespace SalesGrid.Gateway.Tests;

/// <summary>Whoever keeps users reads nothing of the business: no endpoint is open to them that does not say so.</summary>
public sealed class AdministratorsTests(UserGateway users) : IClassFixture<UserGateway>
{
    /// <summary>What is open: written down by hand.</summary>
    private static readonly string[] Open = ["/api/users", "/api/me", "/api/commands", "/openapi", "/docs"];

    [Fact]
    public async Task Every_endpoint_is_closed_to_an_administrator_but_those_that_say_otherwise()
    {
        using var administrator = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = users.Gateway.Address };
        administrator.DefaultRequestHeaders.Authorization = new("Bearer", await users.Key(await users.User(["administrator"])));
        var endpoints = users.Gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .ToList();
        List<string> wrong = [];
        var closed = 0;
        foreach (var endpoint in endpoints)
        {
            var raw = endpoint.RoutePattern.RawText!;
            var path = "/" + raw.TrimStart('/').Replace("{documentName}", "v1", StringComparison.Ordinal).Replace("{id}", "company", StringComparison.Ordinal)
                .Replace("{period}", "2027", StringComparison.Ordinal).Replace("{v}", "1", StringComparison.Ordinal).Replace("{name}", "x", StringComparison.Ordinal);
            if (path.Contains('{', StringComparison.Ordinal))
                continue;
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                using var request = new HttpRequestMessage(new(method), path);
                if (method is "POST" or "PUT")
                    request.Content = new StringContent(endpoint.Metadata.GetMetadata<Example>()?.Body.ToJsonString() ?? "{}", Encoding.UTF8, "application/json");
                using var answer = await administrator.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                var isOpen = Open.Any(o => path == o || path.StartsWith(o + "/", StringComparison.Ordinal));
                // Pages are for the cookie of whoever signed in, which an administrator is not given.
                var isClosed = answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized || (answer.StatusCode == HttpStatusCode.Redirect && !path.StartsWith("/api", StringComparison.Ordinal));
                closed += isClosed && !isOpen ? 1 : 0;
                if (isOpen == isClosed && !(isOpen && method == "POST"))
                    wrong.Add($"{method} {path}: {(int)answer.StatusCode}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(closed > 150, $"Only {closed} endpoints were found closed.");
    }

    [Fact]
    public void Every_stream_ends_with_the_key_it_was_opened_with()
    {
        var streams = users.Gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.EndsWith("/stream", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(streams);
        Assert.All(streams, e => Assert.NotNull(e.Metadata.GetMetadata<StaysOpen>()));
    }

    [Fact]
    public async Task An_administrator_is_not_signed_in_to_the_page()
    {
        var id = await users.User(["administrator"]);
        await Assert.ThrowsAnyAsync<Exception>(() => users.Gateway.SignedIn("sg_none"));
        var failure = await Assert.ThrowsAnyAsync<Exception>(async () => await users.Gateway.SignedIn(await users.Key(id)));
        Assert.Contains("403", failure.Message, StringComparison.Ordinal);
    }
}
