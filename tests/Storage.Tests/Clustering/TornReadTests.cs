using Azure.Core;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests.Clustering;

/// <summary>Tables of several pages, changed while they are read.</summary>
public sealed class TornReadTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_read_that_was_overtaken_begins_again(int times)
    {
        var cluster = await FiveSilos();
        // One overtaking in each attempt, and none in the last of five.
        var line = OnceEachAttempt(() => MembershipChecks.Insert(cluster.Open(), TestMembership.Silo("127.0.0.1")), times);
        var read = await cluster.Open(line, pageRowsMax: 3).ReadAllAsync(Cancel);
        Assert.Equal((5 + times, 5 + times), (read.Version.Version, read.Members.Count));
    }

    [Fact]
    public async Task A_table_that_never_holds_still_is_a_failure()
    {
        var cluster = await FiveSilos();
        var line = Line.AfterEachPage(() => MembershipChecks.Insert(cluster.Open(), TestMembership.Silo("127.0.0.1")), times: int.MaxValue);
        await Assert.ThrowsAsync<IOException>(() => cluster.Open(line, pageRowsMax: 3).ReadAllAsync(Cancel));
    }

    [Fact]
    public async Task A_single_row_is_read_with_the_version_it_is_of()
    {
        var cluster = await TestMembership.New(azurite);
        var silo = TestMembership.Silo();
        await MembershipChecks.Insert(cluster.Open(), silo);
        var line = Line.AfterEachPage(() => MembershipChecks.Insert(cluster.Open(), TestMembership.Silo()), times: 1);
        var read = await cluster.Open(line, pageRowsMax: 1).ReadRowAsync(silo.SiloAddress, Cancel);
        Assert.Equal(2, read.Version.Version);
        Assert.Equal(silo.SiloAddress, Assert.Single(read.Members).Item1.SiloAddress);
    }

    [Fact]
    public async Task A_table_without_fences_is_taken_as_it_comes_and_gets_them_with_the_next_change()
    {
        var cluster = await FiveSilos();
        await Remove(cluster, "!Start");
        await Remove(cluster, "~End");
        Assert.Equal(5, (await cluster.Open(pageRowsMax: 3).ReadAllAsync(Cancel)).Members.Count);
        await MembershipChecks.Insert(cluster.Open(), TestMembership.Silo());
        Assert.Equal(2, (await cluster.Rows()).Count(row => row.RowKey is "!Start" or "~End" && row.GetString("MembershipVersion") == "6"));
    }

    [Fact]
    public async Task One_fence_is_none()
    {
        var cluster = await FiveSilos();
        await Remove(cluster, "!Start");
        await Assert.ThrowsAsync<IOException>(() => cluster.Open(pageRowsMax: 3).ReadAllAsync(Cancel));
    }

    private async Task<TestMembership> FiveSilos()
    {
        var cluster = await TestMembership.New(azurite);
        for (var i = 0; i < 5; i++)
            await MembershipChecks.Insert(cluster.Open(), TestMembership.Silo("127.0.0.9"));
        return cluster;
    }

    private static async Task Remove(TestMembership cluster, string key) =>
        await cluster.Raw.DeleteEntityAsync(cluster.ClusterId, key, cancellationToken: Cancel);

    /// <summary>Acts after the first page of each attempt: the one asked for without saying where to go on.</summary>
    private static Line OnceEachAttempt(Func<Task> act, int attempts)
    {
        var left = attempts;
        return new(async (message, send) =>
        {
            await send();
            if (message.Request.Method == RequestMethod.Get && !message.Request.Uri.ToString().Contains("NextRowKey", StringComparison.Ordinal) && left-- > 0)
                await act();
        });
    }
}
