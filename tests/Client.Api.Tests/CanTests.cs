using System.Net;
using System.Text.Json;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Gateway.Tests;

/// <summary>Whether a command would be accepted, asked of every command of every kind.</summary>
public sealed class CanTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private Gateway Gateway => shared.Gateway;

    [Fact]
    public async Task Every_command_of_every_kind_can_be_asked_and_nothing_comes_of_it()
    {
        var before = await Entries();
        foreach (var (kind, route) in KindApis.Commands.Values)
        {
            var path = route.Creates ? $"/api/{kind.Path}/can" : $"/api/{kind.Path}/asked-{kind.Kind}/can";
            var answer = await Gateway.Post($"{path}?command={route.Name}", route.Example);
            Assert.True(answer.Status == HttpStatusCode.OK, $"{kind.Kind}.{route.Name}: {answer.Text}");
            Assert.Equal((route.Name, 0), (answer.Json.GetProperty("command").GetString(), answer.Json.GetProperty("version").GetInt32()));
            Assert.Equal(answer.Json.GetProperty("can").GetBoolean(), answer.Json.GetProperty("missing").GetArrayLength() == 0);
        }
        Assert.Equal(before, await Entries());
    }

    [Fact]
    public async Task What_is_told_beforehand_is_what_the_command_then_answers()
    {
        var id = shared.NewId();
        await Gateway.Post("/api/opportunities", new { id, ownerId = "S1" });
        var asked = await Gateway.Get($"/api/opportunities/{id}/can?command=advance");
        Assert.Equal((false, 1), (asked.Json.GetProperty("can").GetBoolean(), asked.Json.GetProperty("version").GetInt32()));
        var refused = await Gateway.Post($"/api/opportunities/{id}/advance");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(refused.Json.GetProperty("missing").GetRawText(), asked.Json.GetProperty("missing").GetRawText());
        Assert.Contains("opportunity.evidence", asked.Text, StringComparison.Ordinal);
        var leap = await Gateway.Get($"/api/opportunities/{id}/can?command=advance&to=implementation");
        Assert.Contains("CP-STAGE-02", leap.Text, StringComparison.Ordinal);
        Assert.True((await Gateway.Post($"/api/opportunities/{id}/can?command=evidence", new { kind = "project-information", reference = "DOC-1" })).Json.GetProperty("can").GetBoolean());
    }

    [Theory]
    [InlineData("?command=nothing-of-the-kind", HttpStatusCode.NotFound)]
    [InlineData("?command=create", HttpStatusCode.NotFound)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("?command=advance&to=a&to=b", HttpStatusCode.BadRequest)]
    [InlineData("?command=advance&nonsense=1", HttpStatusCode.BadRequest)]
    [InlineData("?command=advance&reason=x", HttpStatusCode.BadRequest)]
    [InlineData("?command=evidence", HttpStatusCode.BadRequest)]
    public async Task A_question_that_is_none_is_refused(string query, HttpStatusCode status) =>
        Assert.Equal(status, (await Gateway.Get($"/api/opportunities/O-none/can{query}")).Status);

    private async Task<long> Entries() => (await Gateway.Get("/api/ledger/verify")).Json.GetProperty("entries").GetInt64();
}
