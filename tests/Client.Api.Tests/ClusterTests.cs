using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>Silos and a gateway as programs of their own that know of each other by nothing but the tables.</summary>
public sealed class ClusterTests(AzuriteFixture azurite, ITestOutputHelper log) : ProcessTestBase
{
    private const int Writers = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Acknowledged commands of each writer.</summary>
    private readonly int[] acknowledged = new int[Writers];

    private double longestSeconds;

    [Fact]
    public async Task A_silo_is_killed_and_another_joins_and_nothing_acknowledged_is_lost()
    {
        if (azurite.Unavailable is { } reason)
            Assert.Skip(reason);
        // Its own cluster in a table it may share with others, and its own ledger.
        var name = $"k{Guid.NewGuid():N}"[..16];
        (string, string)[] settings =
        [
            ("Grid__Storage__Kind", "Azure"), ("Grid__Storage__Azure__ConnectionString", await azurite.ConnectionString()),
            ("Grid__Storage__Azure__ContainerName", $"{name}j"), ("Grid__Storage__Azure__TablePrefix", name),
            ("Grid__Cluster__Membership", "Azure"), ("Grid__Cluster__ClusterId", name), ("Grid__BucketCount", "6"), ("GRID_DATA", Folder.FullName),
        ];
        // The gateway first: it waits for the table to name a silo.
        await using var gateway = GridProcess.Run("Client.Api", [$"--urls=http://127.0.0.1:{Port}"],
            [.. settings, ("Grid__Mode", "Client"), ("GRID_ADMIN_KEY", Gateway.AdminKey)]);
        await using var first = GridProcess.Run("Silo", [], settings);
        await using var second = GridProcess.Run("Silo", [], settings);
        await using var third = GridProcess.Run("Silo", [], settings);
        foreach (var silo in new[] { first, second, third })
            await Says(silo, "Joined: silo 127.0.0.1:");
        await gateway.UntilReady(Port);
        Assert.Equal(HttpStatusCode.Created, await Send("/api/salespeople", new { id = "S1", name = "x", team = "t", region = "r" }, "s1"));

        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(writer => Write(writer, stop.Token)).ToArray();
        await EachGoesOn("Before the kill");
        await second.Kill();
        // About a third of the commands meet a bucket of the dead silo, and wait for it.
        await EachGoesOn("Over the kill");
        await using var fourth = GridProcess.Run("Silo", [], settings);
        await Says(fourth, "Joined: silo 127.0.0.1:");
        await EachGoesOn("Over the join");
        await stop.CancelAsync();
        var sent = (await Task.WhenAll(writers)).Sum();

        var row = JsonElement.Parse(await Http.GetStringAsync("/api/kpis")).GetProperty("rows")[0];
        Assert.Equal(sent, row.GetProperty("opportunities").GetInt64());
        Assert.True(JsonElement.Parse(await Http.GetStringAsync("/api/ledger/verify")).GetProperty("ok").GetBoolean());
        Assert.DoesNotContain(new[] { first, third, fourth }, silo => silo.HasExited);

        async Task EachGoesOn(string when)
        {
            var before = acknowledged.ToArray();
            await Until(() => acknowledged.Zip(before).All(pair => pair.First >= pair.Second + 30), writers);
            lock (log)
            {
                log.WriteLine($"{when} the longest command took {longestSeconds:F1} s.");
                longestSeconds = 0;
            }
        }
    }

    [Theory]
    [InlineData("Grid:Storage:Azure:ConnectionString", "Grid__Storage__Kind=Azure", "Grid__Cluster__Membership=Azure")]
    [InlineData("Grid:Storage:Kind=Sqlite", "Grid__Cluster__Membership=Azure")]
    [InlineData("Grid:Cluster:Azure:ConnectionString", "Grid__Storage__Kind=Azure", "Grid__Storage__Azure__ConnectionString=nonsense", "Grid__Cluster__Membership=Azure")]
    [InlineData("Grid:Cluster:Membership", "Grid__Cluster__Membership=Everywhere")]
    [InlineData("ProbeTimeout", "Grid__Cluster__ProbeTimeout=00:00:00")]
    [InlineData("Grid:Cluster:Address", "Grid__Cluster__Address=here")]
    public async Task A_silo_whose_settings_cannot_be_right_says_what_to_set(string told, params string[] settings)
    {
        await using var silo = GridProcess.Run("Silo", [],
            [("GRID_DATA", Folder.FullName), .. settings.Select(s => (s[..s.IndexOf('=', StringComparison.Ordinal)], s[(s.IndexOf('=', StringComparison.Ordinal) + 1)..]))]);
        Assert.Equal(1, await silo.Exit());
        Assert.Contains("未能启动 Could not start", silo.Output, StringComparison.Ordinal);
        Assert.Contains(told, silo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", silo.Output, StringComparison.Ordinal);
    }

    /// <summary>Sends opportunities one after the other; each is sent until it is acknowledged, always with the same key.</summary>
    /// <returns>How many were acknowledged.</returns>
    private async Task<int> Write(int writer, CancellationToken stop)
    {
        var count = 0;
        for (; !stop.IsCancellationRequested; count++)
        {
            var id = $"O{writer}-{count}";
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            var asked = Stopwatch.StartNew();
            while (await Send("/api/opportunities", new { id, ownerId = "S1", amount = new { amount = 1, currency = "CNY" } }, id) != HttpStatusCode.Created)
            {
                Assert.True(asked.Elapsed < Patience, $"{id} was not acknowledged.");
                await tick.WaitForNextTickAsync(CancellationToken.None);
            }
            acknowledged[writer]++;
            lock (log)
                longestSeconds = Math.Max(longestSeconds, asked.Elapsed.TotalSeconds);
        }
        return count;
    }

    /// <summary>The status; 503 where there is none.</summary>
    private async Task<HttpStatusCode> Send(string path, object body, string commandId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", commandId);
        try
        {
            using var response = await Http.SendAsync(request);
            // A refusal would never turn into a success: the command is what it was.
            Assert.True(response.IsSuccessStatusCode || (int)response.StatusCode >= 500, await response.Content.ReadAsStringAsync());
            return response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return HttpStatusCode.ServiceUnavailable;
        }
    }

    private static Task Says(GridProcess program, string text) =>
        Until(() => program.Output.Contains(text, StringComparison.Ordinal) || (program.HasExited ? throw new InvalidOperationException(program.Output) : false), []);

    private static async Task Until(Func<bool> there, Task[] writers)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var waiting = Stopwatch.StartNew(); !there(); await tick.WaitForNextTickAsync())
        {
            Assert.True(waiting.Elapsed < Patience, "Waited in vain.");
            if (writers.FirstOrDefault(writer => writer.IsFaulted) is { } faulted)
                await faulted;
        }
    }
}
