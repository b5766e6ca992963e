using System.Net;
using Microsoft.Data.Sqlite;

namespace SalesGrid.Gateway.Tests;

/// <summary>More than fits: whoever comes last is told when to come back, and those who wait are served.</summary>
public sealed class AdmissionTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sales-grid-");

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return default;
    }

    [Fact]
    public async Task A_batch_counts_as_many_requests_as_it_has_commands()
    {
        await using var gateway = await Gateway.Start(null, "--Grid:Limits:RequestsPerSecond=20");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => gateway.Post("/api/commands", Batch(15, $"b{i}"))));
        Assert.Contains(answers, a => a.Status == HttpStatusCode.OK);
        ToldToComeBack(answers.First(a => a.Status != HttpStatusCode.OK), HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_batch_larger_than_its_key_may_send_in_a_second_is_let_in_when_it_is_alone()
    {
        await using var gateway = await Gateway.Start(null, "--Grid:Limits:RequestsPerSecond=20", "--Grid:Limits:CommandsAtOnce=20");
        Assert.Equal(HttpStatusCode.OK, (await gateway.Post("/api/commands", Batch(100, "b"))).Status);
    }

    [Fact]
    public async Task Batches_beyond_the_commands_in_work_at_once_are_told_to_come_back_and_nothing_of_them_is_carried_out()
    {
        await using var gateway = await Gateway.Start(folder.FullName, "--Grid:Limits:CommandsAtOnce=10");
        await Begin(gateway);
        string[] names = ["one", "other"];
        Task<Answer>[] sent;
        Task<Answer> refused;
        using (await HoldWrites())
        {
            sent = [.. names.Select(name => gateway.Post("/api/commands", Batch(10, name)))];
            // Whichever came first has the room, and keeps it for as long as nothing can be written.
            refused = await Task.WhenAny(sent);
            ToldToComeBack(await refused, HttpStatusCode.TooManyRequests);
        }
        Assert.Equal(HttpStatusCode.OK, (await sent.Single(s => s != refused)).Status);
        foreach (var (name, batch) in names.Zip(sent))
            Assert.Equal(batch == refused ? HttpStatusCode.NotFound : HttpStatusCode.OK, (await gateway.Get($"/api/customers/{name}-1")).Status);
    }

    [Fact]
    public async Task A_full_bucket_answers_503_with_a_time_to_come_back_and_serves_those_who_wait()
    {
        await using var gateway = await Gateway.Start(folder.FullName, "--Grid:BucketCount=1", "--Grid:WaitingAppendsMax=100");
        await Begin(gateway);
        Task<Answer>[] sent;
        using (await HoldWrites())
        {
            sent = [.. Enumerable.Range(0, 150).Select(i => gateway.Post("/api/customers", new { id = $"C{i}", name = "x" }, $"c{i}"))];
            while (sent.Count(s => s.IsCompleted) < 20)
                await Task.WhenAny(sent.Where(s => !s.IsCompleted));
        }
        var answers = await Task.WhenAll(sent);
        var refused = answers.Where(a => a.Status != HttpStatusCode.Created).ToArray();
        Assert.All(refused, a => ToldToComeBack(a, HttpStatusCode.ServiceUnavailable));
        Assert.All(refused, a => Assert.Equal(ControlPoints.GridMustHaveRoom.Id, a.ControlPoint));
        Assert.InRange(answers.Length - refused.Length, 100, 130);
    }

    private static void ToldToComeBack(Answer answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.Status);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal("application/problem+json", answer.ContentType);
    }

    /// <summary>Has every bucket begin: from then on only appends write.</summary>
    private static async Task Begin(Gateway gateway) => Assert.Equal(HttpStatusCode.OK, (await gateway.Get("/health/ready")).Status);

    private static object Batch(int count, string prefix) => new
    {
        commands = Enumerable.Range(1, count).Select(i => new { type = "customer.create", id = $"{prefix}-{i}", commandId = $"{prefix}-{i}", body = new { name = "x" } }),
    };

    /// <summary>Keeps the ledger from writing until the result is disposed: another process has the database's only write lock.</summary>
    private async Task<SqliteConnection> HoldWrites()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, "ledger.db")};Pooling=False");
        await connection.OpenAsync();
        using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync();
        return connection;
    }
}
