using Microsoft.Data.Sqlite;

namespace SalesGrid.Gateway.Tests;

/// <summary>The check of the whole ledger, over HTTP, and what it is told by a file somebody changed.</summary>
public sealed class LedgerTests
{
    [Fact]
    public async Task An_untouched_ledger_is_clean()
    {
        await using var gateway = await Gateway.Start();
        await gateway.Staff();
        var verdict = (await gateway.Get("/api/ledger/verify")).Json;
        Assert.True(verdict.GetProperty("ok").GetBoolean());
        Assert.Equal(4, verdict.GetProperty("entries").GetInt64());
        Assert.Equal(0, verdict.GetProperty("kpiDifferences").GetInt32());
    }

    [Theory]
    [InlineData("flip")]
    [InlineData("drop")]
    public async Task A_changed_file_is_found_out(string change)
    {
        var folder = Directory.CreateTempSubdirectory("sales-grid-");
        try
        {
            await using (var gateway = await Gateway.Start(folder.FullName))
            {
                await gateway.Staff();
                for (var i = 0; i < 40; i++)
                    await gateway.Post("/api/opportunities", new { id = $"O{i}", ownerId = "S1", amount = new { amount = 5, currency = "CNY" } });
            }
            // After a graceful stop the heads hold everything: the grid starts, and only the check reads the journal again.
            Tamper(Path.Combine(folder.FullName, "ledger.db"), change);
            await using var again = await Gateway.Start(folder.FullName);
            var verdict = (await again.Get("/api/ledger/verify")).Json;
            Assert.True(verdict.TryGetProperty("ok", out var ok), verdict.ToString());
            Assert.False(ok.GetBoolean());
            Assert.Contains(verdict.GetProperty("buckets").EnumerateArray(), b => b.GetProperty("problems").GetArrayLength() > 0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_api_describes_itself_with_examples()
    {
        await using var gateway = await Gateway.Start();
        var document = (await gateway.Get("/openapi/v1.json")).Json;
        var paths = document.GetProperty("paths");
        foreach (var path in new[] { "/api/customers", "/api/salespeople/{id}", "/api/opportunities/{id}/advance", "/api/pipeline", "/api/kpis", "/api/kpis/stream", "/api/ledger/verify" })
            Assert.True(paths.TryGetProperty(path, out _), path);
        foreach (var path in paths.EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                Assert.True(operation.Value.TryGetProperty("summary", out _), $"{path.Name} {operation.Name}");
                // A command without members needs no body, and so no example of one.
                if (operation.Value.TryGetProperty("requestBody", out var body) && body.TryGetProperty("required", out var required) && required.GetBoolean())
                    Assert.True(body.GetProperty("content").GetProperty("application/json").TryGetProperty("example", out _), path.Name);
            }
        }
    }

    private static void Tamper(string file, string change)
    {
        SqliteConnection.ClearAllPools();
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        // The flipped byte lies in the middle of the longest record of the journal; the dropped record is a first one.
        command.CommandText = change == "flip"
            ? """
              UPDATE journal SET packed = substr(packed, 1, 60) || CASE hex(substr(packed, 61, 1)) WHEN '58' THEN x'59' ELSE x'58' END || substr(packed, 62)
              WHERE (bucket, first_seq) IN (SELECT bucket, first_seq FROM journal ORDER BY length(packed) DESC LIMIT 1)
              """
            : "DELETE FROM journal WHERE (bucket, first_seq) IN (SELECT bucket, first_seq FROM journal ORDER BY first_seq, bucket LIMIT 1)";
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
