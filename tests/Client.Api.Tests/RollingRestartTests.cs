using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>Silos that are stopped in order, one after the other, under load: nobody outside notices more than a pause.</summary>
public sealed class RollingRestartTests(AzuriteFixture azurite, ITestOutputHelper output) : ProcessTestBase
{
    private const int Writers = 6;
    private const int Objects = 12;

    /// <summary>Commands each step lasts for: enough that every bucket is written while it moves and after.</summary>
    private const int CommandsAStep = 150;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<GridProcess> silos = [];

    [Fact]
    public async Task A_rolling_restart_a_join_and_a_leave_lose_no_request_and_count_none_twice()
    {
        if (azurite.Unavailable is { } reason)
            Assert.Skip(reason);
        (string, string)[] cluster = Cluster(await azurite.ConnectionString());
        try
        {
            // Kept for the gateway: the silos take whatever port is free.
            using (var kept = new TcpListener(IPAddress.Loopback, Port))
            {
                kept.Start();
                for (var i = 0; i < 3; i++)
                    silos.Add(await Silo(cluster));
            }
            await using var gateway = await GridProcess.Gateway(Port, Path.Combine(Folder.FullName, "gateway"), [.. cluster, ("Grid__Mode", "Client")]);
            await Post("/api/salespeople", new { id = "S1", name = "x", team = "t", region = "r" }, "s1");
            var load = new Load(this);
            await load.Step("three silos", CommandsAStep, output);

            for (var i = 0; i < 3; i++)
            {
                await Leave(silos[0]);
                silos.RemoveAt(0);
                silos.Add(await Silo(cluster));
                await load.Step($"silo {i + 1} of 3 restarted", CommandsAStep, output);
            }
            silos.Add(await Silo(cluster));
            await load.Step("a fourth joined", CommandsAStep, output);
            await Leave(silos[1]);
            silos.RemoveAt(1);
            await load.Step("one left", CommandsAStep, output);
            await load.Stop();

            Assert.Empty(load.Failures);
            await load.EachIsInTheLedgerOnce();
            Assert.True((await Get("/api/ledger/verify")).GetProperty("ok").GetBoolean());
            output.WriteLine($"{load.Commands:N0} commands and {load.Questions:N0} questions, none failed; the longest took {load.LongestMilliseconds:F0} ms");

            // And the gateway: it finishes what is in work and ends by itself.
            await gateway.Terminate();
            Assert.Equal(0, await gateway.Exit());
        }
        finally
        {
            foreach (var silo in silos)
                await silo.DisposeAsync();
        }
    }

    private static (string, string)[] Cluster(string connectionString)
    {
        var name = $"r{Guid.NewGuid():N}"[..16];
        return
        [
            ("Grid__Cluster__Membership", "Azure"), ("Grid__Cluster__ClusterId", name), ("Grid__Cluster__Azure__TableName", $"{name}m"),
            ("Grid__Storage__Kind", "Azure"), ("Grid__Storage__Azure__ConnectionString", connectionString),
            ("Grid__Storage__Azure__ContainerName", $"{name}j"), ("Grid__Storage__Azure__TablePrefix", name),
            ("Grid__BucketCount", "8"), ("Grid__MoveAfter", "00:00:01"),
        ];
    }

    private async Task<GridProcess> Silo((string, string)[] cluster)
    {
        var silo = GridProcess.Run("Silo", [], [.. cluster, ("GRID_DATA", Folder.FullName)]);
        await Poll.Until(() => silo.HasExited || silo.Output.Contains("Joined", StringComparison.Ordinal) ? "" : null, Patience, TestContext.Current.CancellationToken);
        Assert.False(silo.HasExited, silo.Output);
        return silo;
    }

    private async Task Leave(GridProcess silo)
    {
        var started = Stopwatch.GetTimestamp();
        await silo.Terminate();
        Assert.True(await silo.Exit() == 0, silo.Output);
        Assert.Contains("Stopped in order", silo.Output, StringComparison.Ordinal);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        output.WriteLine($"a silo left in {seconds:F1} s");
        Assert.True(seconds < 20, $"It left in {seconds:F1} s, so something waited for something in vain: {silo.Output}");
        await silo.DisposeAsync();
    }

    private async Task<HttpResponseMessage> Post(string path, object body, string commandId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", commandId);
        return await Http.SendAsync(request);
    }

    private async Task<JsonElement> Get(string path) => JsonElement.Parse(await Http.GetStringAsync(path));

    /// <summary>Writers that send one command after the other, each once, and ask a question now and then.</summary>
    private sealed class Load
    {
        private readonly RollingRestartTests test;
        private readonly CancellationTokenSource stop = new();
        private readonly ConcurrentBag<(string Object, string CommandId, bool First)> accepted = [];
        private readonly ConcurrentBag<string> failures = [];
        private readonly Task[] writers;
        private long commands;
        private long questions;
        private double longest;
        private double longestOfStep;

        public Load(RollingRestartTests test)
        {
            this.test = test;
            writers = [.. Enumerable.Range(0, Writers).Select(w => Task.Run(() => Write(w)))];
        }

        public IEnumerable<string> Failures => failures;

        public long Commands => Interlocked.Read(ref commands);

        public long Questions => Interlocked.Read(ref questions);

        public double LongestMilliseconds => longest;

        /// <summary>Lets so many more commands be answered, and says what the longest of the step took.</summary>
        public async Task Step(string name, int count, ITestOutputHelper output)
        {
            var upTo = Commands + count;
            await Poll.Until(() => Commands >= upTo || !failures.IsEmpty ? "" : null, Patience, TestContext.Current.CancellationToken);
            Assert.True(failures.IsEmpty, $"{name}: {string.Join('\n', failures.Take(5))}");
            output.WriteLine($"{name}: {Commands:N0} commands so far, longest request of the step {Interlocked.Exchange(ref longestOfStep, 0):F0} ms");
        }

        public async Task Stop()
        {
            await stop.CancelAsync();
            await Task.WhenAll(writers);
        }

        /// <summary>Commands of each object that are sent again: each takes a read of the journal, to find out who sent it first.</summary>
        private const int SentAgain = 12;

        /// <summary>Every object has as many entries as commands were accepted, and some of these are sent again and known.</summary>
        public async Task EachIsInTheLedgerOnce()
        {
            foreach (var sent in accepted.GroupBy(a => a.Object))
            {
                var found = await test.Get($"/api/opportunities/{sent.Key}");
                Assert.Equal(sent.Count(), found.GetProperty("version").GetInt32());
                Assert.Equal(sent.Count() - 1, found.GetProperty("activityCount").GetInt32());
            }
            await Parallel.ForEachAsync(accepted.GroupBy(a => a.Object).SelectMany(a => a.Take(SentAgain)), new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (command, _) =>
            {
                using var again = await Command(command.Object, command.CommandId, command.First);
                Assert.True(again.IsSuccessStatusCode && again.Headers.Contains("Idempotency-Replayed"), command.CommandId);
            });
        }

        private Task<HttpResponseMessage> Command(string name, string id, bool first) => first
            ? test.Post("/api/opportunities", new { id = name, ownerId = "S1", amount = new { amount = 1, currency = "CNY" } }, id)
            : test.Post($"/api/opportunities/{name}/activities", new { kind = "call", summary = "spoke" }, id);

        private async Task Write(int writer)
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                // A dozen objects a writer, opened by their first command: they lie in several buckets, and each remembers all of its commands.
                var name = $"O{writer}-{i % Objects}";
                var id = $"{name}-{i}";
                var first = i < Objects;
                if (!await Send(id, () => Command(name, id, first)))
                    return;
                accepted.Add((name, id, first));
                Interlocked.Increment(ref commands);
                if (i % 10 == 9)
                {
                    await Send("question", () => test.Http.GetAsync(i % 20 == 9 ? "/api/kpis" : $"/api/opportunities/{name}"));
                    Interlocked.Increment(ref questions);
                }
            }
        }

        private async Task<bool> Send(string what, Func<Task<HttpResponseMessage>> send)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                using var response = await send();
                if (response.IsSuccessStatusCode)
                    return true;
                failures.Add($"{what}: {(int)response.StatusCode} after {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s: {await response.Content.ReadAsStringAsync()}");
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                failures.Add($"{what}: {e.Message} after {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
            }
            finally
            {
                var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                lock (accepted)
                    (longest, longestOfStep) = (Math.Max(longest, took), Math.Max(longestOfStep, took));
            }
            return false;
        }
    }
}
