using Orleans;
using Orleans.Runtime;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests.Clustering;

/// <summary>A change whose answer is lost happens once, and whoever reads the table next sees whether it happened.</summary>
public sealed class LostAnswerTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_that_never_arrived_is_sent_again()
    {
        var cluster = await TestMembership.New(azurite);
        var silo = TestMembership.Silo();
        var table = await cluster.Open(Line.LosesRequest());
        Assert.True(await table.InsertRowAsync(silo, (await table.ReadAllAsync(Cancel)).Version.Next(), Cancel));
        await HoldsOnce(cluster, silo, version: 1);
    }

    [Fact]
    public async Task A_busy_service_is_a_failure_and_not_contention()
    {
        var cluster = await TestMembership.New(azurite);
        var table = await cluster.Open(Line.AnswersBusy());
        var next = (await table.ReadAllAsync(Cancel)).Version.Next();
        await Assert.ThrowsAnyAsync<Exception>(() => table.InsertRowAsync(TestMembership.Silo(), next, Cancel));
        Assert.Empty((await (await cluster.Open()).ReadAllAsync(Cancel)).Members);
    }

    [Fact]
    public async Task An_insert_whose_answer_was_lost_is_in_the_table_once()
    {
        var cluster = await TestMembership.New(azurite);
        var silo = TestMembership.Silo();
        var table = await cluster.Open(Line.LosesAnswer());
        await Outcome(table.InsertRowAsync(silo, (await table.ReadAllAsync(Cancel)).Version.Next(), Cancel));
        await HoldsOnce(cluster, silo, version: 1);
    }

    [Fact]
    public async Task An_update_whose_answer_was_lost_is_in_the_table_once()
    {
        var cluster = await TestMembership.New(azurite);
        var silo = TestMembership.Silo();
        var read = await MembershipChecks.Insert(await cluster.Open(), silo);
        silo.Status = SiloStatus.Active;
        var table = await cluster.Open(Line.LosesAnswer());
        await Outcome(table.UpdateRowAsync(silo, read.Members[0].Item2, read.Version.Next(), Cancel));
        await HoldsOnce(cluster, silo, version: 2);
    }

    [Fact]
    public async Task A_service_that_is_away_is_never_an_empty_cluster()
    {
        var cluster = await TestMembership.New(azurite);
        await MembershipChecks.Insert(await cluster.Open(), TestMembership.Silo(status: SiloStatus.Active));
        var gone = Line.AwayWhen(out var leave);
        var (table, gateways) = (await cluster.Open(gone), await cluster.Gateways(gone));
        leave();
        await Assert.ThrowsAnyAsync<Exception>(() => table.ReadAllAsync(Cancel));
        await Assert.ThrowsAnyAsync<Exception>(() => table.ReadRowAsync(TestMembership.Silo().SiloAddress, Cancel));
        await Assert.ThrowsAnyAsync<Exception>(() => gateways.GetGatewaysAsync(Cancel));
    }

    /// <summary>True, false or a failure: all three send the caller back to the table, where it sees what there is.</summary>
    private static async Task Outcome(Task<bool> change) => await change.ContinueWith(_ => { }, TaskScheduler.Default);

    private static async Task HoldsOnce(TestMembership cluster, MembershipEntry silo, int version)
    {
        var after = await (await cluster.Open()).ReadAllAsync(Cancel);
        Assert.Equal(version, after.Version.Version);
        Assert.Equal(silo.ToFullString(), Assert.Single(after.Members).Item1.ToFullString());
    }
}
