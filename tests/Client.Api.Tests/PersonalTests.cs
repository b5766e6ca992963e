using System.Net;
using System.Text;
using System.Text.Json;
using SalesGrid.Personal;

namespace SalesGrid.Gateway.Tests;

/// <summary>What callers keep for themselves, over HTTP.</summary>
public sealed class PersonalTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("preferences")]
    [InlineData("read-marks")]
    public async Task A_part_with_one_value_is_empty_then_kept_then_forgotten(string part)
    {
        var path = $"/api/me/{part}";
        Assert.Equal("{}", (await shared.Gateway.Get(path)).Text);
        Assert.Equal(HttpStatusCode.NoContent, (await Put(path, """{"language": "zh"}""")).Status);
        var kept = await shared.Gateway.Get(path);
        Assert.Equal(("""{"language": "zh"}""", "\"1\""), (kept.Text, kept.Headers.ETag?.Tag));
        Assert.Equal("body", (await Put(path, "[1]")).Field);
        Assert.Equal(HttpStatusCode.NoContent, (await shared.Gateway.Send(HttpMethod.Delete, path, null)).Status);
        Assert.Equal("{}", (await shared.Gateway.Get(path)).Text);
    }

    [Theory]
    [InlineData("views")]
    [InlineData("drafts")]
    [InlineData("imports")]
    public async Task Values_with_names_are_listed_read_changed_and_forgotten_one_by_one(string part)
    {
        var path = $"/api/me/{part}";
        await Put($"{path}/{Uri.EscapeDataString("东区 · 大单")}", """{"region":"East"}""");
        await Put($"{path}/b", "7");
        Assert.Equal(["b", "东区 · 大单"], (await Mine()).Select(i => i.GetProperty("name").GetString()));
        Assert.Equal("""{"region":"East"}""", (await shared.Gateway.Get($"{path}/{Uri.EscapeDataString("东区 · 大单")}")).Text);
        await Put($"{path}/b", "8");
        var b = (await Mine())[0];
        Assert.Equal(1, b.GetProperty("bytes").GetInt32());
        Assert.Equal($"\"{b.GetProperty("version").GetInt32()}\"", (await shared.Gateway.Get($"{path}/b")).Headers.ETag?.Tag);
        await shared.Gateway.Send(HttpMethod.Delete, $"{path}/b", null);
        Assert.Equal(HttpStatusCode.NotFound, (await shared.Gateway.Get($"{path}/b")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await shared.Gateway.Send(HttpMethod.Delete, $"{path}/b", null)).Status);
        await shared.Gateway.Send(HttpMethod.Delete, $"{path}/{Uri.EscapeDataString("东区 · 大单")}", null);
        Assert.Empty(await Mine());

        // Other tests keep something under other names.
        async Task<JsonElement[]> Mine() => [.. (await shared.Gateway.Get(path)).Json.GetProperty("items").EnumerateArray()
            .Where(i => i.GetProperty("name").GetString() is "b" or "东区 · 大单")];
    }

    [Fact]
    public async Task Another_key_sees_nothing_of_it_and_keeps_its_own()
    {
        await Put("/api/me/views/mine", "1");
        using var reader = shared.Gateway.ClientFor(Gateway.ReaderKey);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync("/api/me/views/mine", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await reader.PutAsync("/api/me/views/mine", new StringContent("2"), Cancel)).StatusCode);
        Assert.Equal(("1", "2"), ((await shared.Gateway.Get("/api/me/views/mine")).Text, await reader.GetStringAsync("/api/me/views/mine", Cancel)));
        using var nobody = shared.Gateway.ClientFor(null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/api/me/views/mine", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Who_changes_what_another_has_changed_meanwhile_is_told()
    {
        var path = "/api/me/drafts/two-windows";
        Assert.Equal(HttpStatusCode.NoContent, (await Put(path, "1", "\"0\"")).Status);
        var seen = (await shared.Gateway.Get(path)).Headers.ETag!.Tag;
        Assert.Equal(HttpStatusCode.NoContent, (await Put(path, "2", seen)).Status);
        var stale = await Put(path, "3", seen);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "CP-CMD-02"), (stale.Status, stale.ControlPoint));
        // Sent again because the answer was lost.
        Assert.Equal(HttpStatusCode.NoContent, (await Put(path, "2", seen)).Status);
        Assert.Equal("2", (await shared.Gateway.Get(path)).Text);
        Assert.Equal("If-Match", (await Put(path, "2", "\"x\"")).Field);
    }

    [Fact]
    public async Task Who_forgets_what_another_has_changed_meanwhile_is_told_and_no_version_comes_back()
    {
        var path = "/api/me/drafts/forgotten";
        await Put(path, "1");
        var first = await Version();
        await Put(path, "2");
        var second = await Version();
        var stale = await Delete(first);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "CP-CMD-02"), (stale.Status, stale.ControlPoint));
        Assert.Equal("2", (await shared.Gateway.Get(path)).Text);
        Assert.Equal(HttpStatusCode.NoContent, (await Delete(second)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await Delete(second)).Status);
        // Whoever saw what was forgotten does not overwrite what came after it.
        await Put(path, "3");
        Assert.DoesNotContain(await Version(), new[] { first, second });
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Put(path, "4", first)).Status);

        async Task<string> Version() => (await shared.Gateway.Get(path)).Headers.ETag!.Tag;

        Task<Answer> Delete(string ifMatch) => shared.Gateway.Send(HttpMethod.Delete, path, null, ifMatch: ifMatch);
    }

    [Fact]
    public async Task What_is_too_large_or_no_JSON_is_refused_by_name()
    {
        var fits = $"\"{new string('x', PersonalLimits.ValueBytesMax - 2)}\"";
        Assert.Equal(HttpStatusCode.NoContent, (await Put("/api/me/drafts/large", fits)).Status);
        var tooLarge = await Put("/api/me/drafts/large", $"\"{new string('x', PersonalLimits.ValueBytesMax - 1)}\"");
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body"), (tooLarge.Status, tooLarge.Field));
        Assert.Equal(HttpStatusCode.BadRequest, (await Put("/api/me/drafts/x", "{")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Put("/api/me/drafts/x", "")).Status);
        Assert.Equal("name", (await Put($"/api/me/drafts/{new string('n', PersonalLimits.NameLengthMax + 1)}", "1")).Field);
        Assert.Equal("name", (await Put("/api/me/drafts/a%07b", "1")).Field);
        Assert.Equal("other", (await shared.Gateway.Get("/api/me/drafts?other=1")).Field);
    }

    [Fact]
    public async Task Every_name_is_one_value_of_its_own()
    {
        string[] names = ["a%2Fb", "a%252Fb", "a%2fb%2fc", "%2525", "50%25", "a+b", "a%20b"];
        foreach (var name in names)
            Assert.Equal((HttpStatusCode.NoContent, name), ((await Put($"/api/me/views/{name}?", $"\"{name}\"")).Status, name));
        foreach (var name in names)
            Assert.Equal($"\"{name}\"", (await shared.Gateway.Get($"/api/me/views/{name}")).Text);
        var listed = (await shared.Gateway.Get("/api/me/views")).Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("name").GetString()).ToArray();
        Assert.All(names, name => Assert.Contains(Uri.UnescapeDataString(name), listed));
        // No UTF-8, and a line break.
        Assert.Equal("name", (await Put("/api/me/views/a%FFb", "1")).Field);
        Assert.Equal("name", (await Put("/api/me/views/a%0Ab", "1")).Field);
    }

    [Fact]
    public async Task Two_hundred_names_are_kept_and_no_more()
    {
        using var reader = shared.Gateway.ClientFor(Gateway.ReaderKey);
        for (var i = 0; i < PersonalLimits.NamesMax; i++)
            Assert.Equal(HttpStatusCode.NoContent, (await reader.PutAsync($"/api/me/imports/i{i}", new StringContent("1"), Cancel)).StatusCode);
        Assert.Equal("name", (await Answer.Of(await reader.PutAsync("/api/me/imports/more", new StringContent("1"), Cancel))).Field);
        Assert.Equal(HttpStatusCode.NoContent, (await reader.PutAsync("/api/me/imports/i7", new StringContent("2"), Cancel)).StatusCode);
    }

    [Fact]
    public async Task It_is_there_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("sales-grid-");
        try
        {
            await using (var first = await Gateway.Start(folder.FullName))
                await first.Send(HttpMethod.Put, "/api/me/preferences", new StringContent("""{"language":"en"}"""));
            await using var second = await Gateway.Start(folder.FullName);
            Assert.Equal("""{"language":"en"}""", (await second.Get("/api/me/preferences")).Text);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private Task<Answer> Put(string path, string json, string? ifMatch = null) =>
        shared.Gateway.Send(HttpMethod.Put, path, new StringContent(json, Encoding.UTF8, "application/json"), ifMatch: ifMatch);
}
