using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using SalesGrid.Gateway.Hosting;
using SalesGrid.Gateway.Security;

namespace SalesGrid.Gateway.Tests;

/// <summary>The one-time link of the first start.</summary>
public sealed class SignInLinkTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sales-grid-link-");
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_code_is_good_once_and_never_again_after_a_restart()
    {
        var code = Link().Issue()!;
        Assert.False(Link().Use(code + "x"));
        Assert.True(Link().Use(code));
        Assert.False(Link().Use(code));
        Assert.Null(Link().Issue());
    }

    [Fact]
    public void A_code_is_over_after_an_hour_and_with_the_next_one()
    {
        var first = Link().Issue()!;
        time.Advance(SignInLink.Good);
        Assert.False(Link().Use(first));
        var second = Link().Issue()!;
        time.Advance(SignInLink.Good - TimeSpan.FromTicks(1));
        var third = Link().Issue()!;
        Assert.False(Link().Use(second));
        Assert.True(Link().Use(third));
    }

    [Fact]
    public void The_code_is_not_in_the_folder()
    {
        var code = Link().Issue()!;
        Assert.DoesNotContain(code, string.Concat(folder.GetFiles().Select(f => File.ReadAllText(f.FullName))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_start_shows_key_and_link_and_the_link_opens_the_page_once_as_who_makes_users()
    {
        string link;
        await using (var first = await Start())
        {
            link = first.Link();
            Assert.Contains("仅显示这一次", first.Text, StringComparison.Ordinal);
            using var browser = first.Gateway.Browser();
            // Looked at as often as anybody likes.
            Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(browser, link)).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await UserGateway.Get(browser, "/api/me")).Status);
            var code = link[(link.IndexOf("code=", StringComparison.Ordinal) + 5)..];
            Assert.Equal(HttpStatusCode.Unauthorized, (await Gateway.Submit(browser, link, new() { ["code"] = code + "x" }, "/signin/link")).Status);
            Assert.Equal(HttpStatusCode.Found, (await Gateway.Submit(browser, link, new() { ["code"] = code }, "/signin/link")).Status);
            Assert.Equal(HttpStatusCode.OK, (await UserGateway.Get(browser, "/")).Status);
            Assert.Equal(HttpStatusCode.Created, (await UserGateway.Post(browser, "/api/users", new { id = "u1", name = "x", kind = "person", roles = new[] { "rep" } })).Status);
            Assert.Equal(HttpStatusCode.OK, (await UserGateway.Post(browser, "/api/users/u1/issue-reset", new { })).Status);
            using var another = first.Gateway.Browser();
            Assert.Equal(HttpStatusCode.Unauthorized, (await Gateway.Submit(another, link, new() { ["code"] = code }, "/signin/link")).Status);
        }
        await using var second = await Start();
        Assert.DoesNotContain("/signin/link", second.Text, StringComparison.Ordinal);
        using var late = second.Gateway.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, (await Gateway.Submit(late, link, new() { ["code"] = link[(link.IndexOf("code=", StringComparison.Ordinal) + 5)..] }, "/signin/link")).Status);
    }

    [Fact]
    public async Task Another_start_shows_another_link_while_nobody_used_one_and_a_key_or_provider_none()
    {
        string before;
        await using (var first = await Start())
            before = first.Link();
        await using (var second = await Start())
        {
            var after = second.Link();
            Assert.NotEqual(before[before.IndexOf("code=", StringComparison.Ordinal)..], after[after.IndexOf("code=", StringComparison.Ordinal)..]);
        }
        await using (var withKey = await Start($"--GRID_ADMIN_KEY={Gateway.AdminKey}"))
        {
            Assert.DoesNotContain("/signin/link", withKey.Text, StringComparison.Ordinal);
        }
        await using var withProvider = await Start("--Grid:Oidc:Authority=https://login.example.com", "--Grid:Oidc:ClientId=x");
        Assert.DoesNotContain("/signin/link", withProvider.Text, StringComparison.Ordinal);
    }

    private SignInLink Link() => new(folder.FullName, time);

    private Task<Started> Start(params string[] settings) => Started.At(folder.FullName, settings);

    /// <summary>A gateway, and what its start says.</summary>
    private sealed class Started : IAsyncDisposable
    {
        private readonly StringWriter output;

        private Started(Gateway gateway, StringWriter output) => (Gateway, this.output) = (gateway, output);

        public Gateway Gateway { get; }

        public string Text => output.ToString();

        public static async Task<Started> At(string folder, params string[] settings)
        {
            var output = new StringWriter();
            var gateway = await Gateway.Start(folder, silo => silo.Services.AddSingleton(new BannerOutput(output)), ["--GRID_ADMIN_KEY=", .. settings]);
            await gateway.Services.GetServices<IHostedService>().OfType<StartupBanner>().Single().HasSaid();
            return new(gateway, output);
        }

        /// <summary>The link, as a path.</summary>
        public string Link() => new Uri(Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Single(w => w.Contains("/signin/link", StringComparison.Ordinal))).PathAndQuery;

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
