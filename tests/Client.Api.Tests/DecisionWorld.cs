using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SalesGrid.Decisions;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Subjects;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>Two teams, of which one may not read the other, and one unit with a head.</summary>
public sealed class DecisionWorld : IAsyncLifetime
{
    private static readonly string[] People = ["A1", "MA", "D1", "B-UNSEEN", "U-rep", "HU"];

    private int commands;

    internal Gateway Gateway { get; private set; } = null!;

    internal HttpClient Client(string who) => Gateway.ClientFor(who == "admin" ? Gateway.AdminKey : $"key-of-{who}");

    internal async Task<Answer> Ask(string who, string path)
    {
        using var client = Client(who);
        return await Answer.Of(await client.GetAsync(new Uri(path, UriKind.Relative)));
    }

    internal async Task<Answer> Post(string who, string path, object body, string? commandId = null)
    {
        using var client = Client(who);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/{path}") { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", commandId ?? $"decide-{Interlocked.Increment(ref commands)}");
        return await Answer.Of(await client.SendAsync(request));
    }

    internal async Task Must(string who, string path, object body)
    {
        var answer = await Post(who, path, body);
        Assert.True((int)answer.Status is 200 or 201, $"{path}: {answer.Text}");
    }

    /// <summary>The id of the newest refusal of somebody at an object.</summary>
    internal async Task<string> Refusal(string subject, string actor) =>
        (await Ask("admin", $"/api/refusals?subject={subject}&actor={actor}")).Json.GetProperty("items")[0].GetProperty("id").GetString()!;

    public async ValueTask InitializeAsync()
    {
        Gateway = await Gateway.Start(null,
        [
            .. People.SelectMany((p, i) => new[]
            {
                $"--Grid:Keys:{i + 1}:Name={p}", $"--Grid:Keys:{i + 1}:Role=Writer", $"--Grid:Keys:{i + 1}:Reads=Own", $"--Grid:Keys:{i + 1}:Sha256={ApiKeys.HashOf($"key-of-{p}")}",
            }),
            "--Grid:Keys:9:Name=controller", "--Grid:Keys:9:Role=Writer", "--Grid:Keys:9:Duties=Controller", $"--Grid:Keys:9:Sha256={ApiKeys.HashOf("key-of-controller")}",
        ]);
        var today = CompanyDay.Today;
        await Must("admin", "units", new { id = "U1", name = "一部", kind = "team" });
        foreach (var (id, manager) in new[] { ("MA", null), ("A1", "MA"), ("D1", null), ("B-UNSEEN", (string?)null) })
            await Must("admin", "salespeople", new { id, name = id, team = "T", region = "R", manager });
        foreach (var id in new[] { "U-rep", "HU" })
            await Must("admin", "salespeople", new { id, name = id, unit = "U1" });
        await Must("admin", "units/U1/set-head", new { headId = "HU" });
        await Must("admin", "salespeople/A1/delegate", new { to = "D1", from = today, until = today.AddDays(30), reason = "leave" });
        await Must("admin", "customers", new { id = "C1", name = "华东精密机械" });
        foreach (var (id, owner) in new[] { ("O1", "A1"), ("O2", "A1"), ("O3", "A1"), ("O-UNSEEN", "B-UNSEEN"), ("O-unit", "U-rep") })
            await Must(owner, "opportunities", new { id, ownerId = owner, name = id });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post("B-UNSEEN", "opportunities/O-UNSEEN/win", new { })).Status);
    }

    public async ValueTask DisposeAsync() => await Gateway.DisposeAsync();
}
