using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SalesGrid.Gateway.Tests;

/// <summary>The programs as processes: killed without warning, and apart from one another.</summary>
public sealed class ProcessTests : ProcessTestBase
{
    [Fact]
    public async Task Every_acknowledged_command_survives_a_kill_and_a_retry_tells_the_rest()
    {
        var acknowledged = new List<int>();
        var unknown = new List<int>();
        var enough = new TaskCompletionSource();
        await using (var gateway = await GridProcess.Gateway(Port, Folder.FullName))
        {
            await Post("/api/salespeople", new { id = "S1", name = "x", team = "t", region = "r" }, "s1");
            var writers = Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
            {
                for (var i = w; ; i += 8)
                {
                    try
                    {
                        var status = await Post("/api/opportunities", new { id = $"O{i}", ownerId = "S1", amount = new { amount = i, currency = "CNY" } }, $"open-{i}");
                        lock (acknowledged)
                        {
                            Assert.Equal(HttpStatusCode.Created, status);
                            acknowledged.Add(i);
                            if (acknowledged.Count == 400)
                                enough.SetResult();
                        }
                    }
                    catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                    {
                        lock (acknowledged)
                            unknown.Add(i);
                        return;
                    }
                }
            })).ToArray();
            await enough.Task.WaitAsync(TimeSpan.FromMinutes(1));
            await gateway.Kill();
            await Task.WhenAll(writers);
        }

        await using var reborn = await GridProcess.Gateway(Port, Folder.FullName);
        foreach (var i in acknowledged)
        {
            var found = JsonElement.Parse(await Http.GetStringAsync($"/api/opportunities/O{i}"));
            Assert.Equal((1, i), (found.GetProperty("version").GetInt32(), found.GetProperty("amount").GetProperty("amount").GetDecimal()));
        }
        foreach (var i in unknown)
            Assert.Equal(HttpStatusCode.Created, await Post("/api/opportunities", new { id = $"O{i}", ownerId = "S1", amount = new { amount = i, currency = "CNY" } }, $"open-{i}"));
        var row = JsonElement.Parse(await Http.GetStringAsync("/api/kpis")).GetProperty("rows")[0];
        Assert.Equal(acknowledged.Count + unknown.Count, row.GetProperty("opportunities").GetInt64());
        Assert.True(JsonElement.Parse(await Http.GetStringAsync("/api/ledger/verify")).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_second_gateway_on_the_same_folder_says_why_it_will_not_start()
    {
        await using var first = await GridProcess.Gateway(Port, Folder.FullName);
        await using var second = GridProcess.Run("Client.Api", [$"--urls=http://127.0.0.1:{GridProcess.FreePort()}"],
            ("GRID_DATA", Folder.FullName), ("GRID_ADMIN_KEY", Gateway.AdminKey));
        Assert.NotEqual(0, await second.Exit());
        Assert.Contains(Folder.FullName, second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_without_a_silo_serves_a_cluster_by_configuration_only()
    {
        var (siloPort, gatewayPort) = (GridProcess.FreePort(), GridProcess.FreePort());
        await using var silo = GridProcess.Run("Silo", [], ("GRID_DATA", Folder.FullName),
            ("Grid__Cluster__SiloPort", $"{siloPort}"), ("Grid__Cluster__GatewayPort", $"{gatewayPort}"));
        await using var gateway = GridProcess.Run("Client.Api", [$"--urls=http://127.0.0.1:{Port}"],
            ("Grid__Mode", "Client"), ("Grid__Cluster__Gateways__0", $"127.0.0.1:{gatewayPort}"),
            ("GRID_DATA", Path.Combine(Folder.FullName, "gateway")), ("GRID_ADMIN_KEY", Gateway.AdminKey));
        await gateway.UntilReady(Port);
        await Post("/api/salespeople", new { id = "S1", name = "x", team = "t", region = "r" }, "s1");
        using var stream = await Sse.Open(Http, "/api/kpis/stream");
        await stream.Next();
        Assert.Equal(HttpStatusCode.Created, await Post("/api/opportunities", new { id = "O1", ownerId = "S1", amount = new { amount = 7, currency = "CNY" } }, "o1"));
        var seen = await stream.Until(m => m.Data.GetProperty("rows")[0].GetProperty("open").GetInt64() == 1);
        Assert.Equal(7m, seen.Data.GetProperty("rows")[0].GetProperty("openAmount").GetDecimal());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Post("/api/opportunities/O1/advance", new { }, "a1"));
    }

    private async Task<HttpStatusCode> Post(string path, object body, string commandId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", commandId);
        using var response = await Http.SendAsync(request);
        return response.StatusCode;
    }
}
