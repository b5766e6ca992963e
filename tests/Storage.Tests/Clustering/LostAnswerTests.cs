using Azure;
using Orleans.Runtime;
using SalesGrid.Storage.Clustering;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests.Clustering;

/// <summary>A change is refused for contention only; without an answer it is found out, and where that fails, said to have failed.</summary>
public sealed class LostAnswerTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_that_never_arrived_is_a_failure_and_not_contention()
    {
        var cluster = await TestMembership.New(azurite);
        var next = (await cluster.Open().ReadAllAsync(Cancel)).Version.Next();
        await Assert.ThrowsAsync<RequestFailedException>(() => cluster.Open(Line.LosesRequest()).InsertRowAsync(TestMembership.Silo(), next, Cancel));
        Assert.Equal(0, (await cluster.Open().ReadAllAsync(Cancel)).Version.Version);
    }

    [Fact]
    public async Task A_busy_service_is_a_failure_and_not_contention()
    {
        var cluster = await TestMembership.New(azurite);
        var next = (await cluster.Open().ReadAllAsync(Cancel)).Version.Next();
        var busy = await Assert.ThrowsAsync<RequestFailedException>(
            () => cluster.Open(Line.AnswersBusy(after: false)).InsertRowAsync(TestMembership.Silo(), next, Cancel));
        Assert.Equal(503, busy.Status);
        Assert.Empty((await cluster.Open().ReadAllAsync(Cancel)).Members);
    }

    [Fact]
    public async Task A_busy_answer_to_what_was_carried_out_is_a_success()
    {
        var cluster = await TestMembership.New(azurite);
        var next = (await cluster.Open().ReadAllAsync(Cancel)).Version.Next();
        Assert.True(await cluster.Open(Line.AnswersBusy(after: true)).InsertRowAsync(TestMembership.Silo(), next, Cancel));
    }

    [Fact]
    public async Task A_service_that_is_away_is_never_an_empty_cluster()
    {
        var cluster = await TestMembership.New(azurite);
        await MembershipChecks.Insert(cluster.Open(), TestMembership.Silo(status: SiloStatus.Active));
        var away = cluster.Open(Line.Away);
        await Assert.ThrowsAsync<RequestFailedException>(() => away.ReadAllAsync(Cancel));
        await Assert.ThrowsAsync<RequestFailedException>(() => away.ReadRowAsync(TestMembership.Silo().SiloAddress, Cancel));
        await Assert.ThrowsAsync<RequestFailedException>(() => away.UpdateIAmAliveAsync(TestMembership.Silo(), Cancel));
        await Assert.ThrowsAsync<RequestFailedException>(() => cluster.Gateways(Line.Away).GetGatewaysAsync(Cancel));
    }

    [Fact]
    public async Task A_table_that_is_gone_is_a_failure_and_not_contention()
    {
        var cluster = await TestMembership.New(azurite, o => o.TableName = "Gone");
        var table = cluster.Open();
        var next = (await table.ReadAllAsync(Cancel)).Version.Next();
        await cluster.Raw.DeleteAsync(Cancel);
        await Assert.ThrowsAnyAsync<RequestFailedException>(() => table.InsertRowAsync(TestMembership.Silo(), next, Cancel));
    }

    [Fact]
    public async Task An_insert_lost_while_another_silo_joined_is_contention()
    {
        var cluster = await TestMembership.New(azurite);
        var next = (await cluster.Open().ReadAllAsync(Cancel)).Version.Next();
        var line = Line.LosesRequest(() => MembershipChecks.Insert(cluster.Open(), TestMembership.Silo()));
        Assert.False(await cluster.Open(line).InsertRowAsync(TestMembership.Silo(), next, Cancel));
    }

    [Fact]
    public async Task An_insert_that_landed_before_another_silo_joined_is_a_success()
    {
        var cluster = await TestMembership.New(azurite);
        var next = (await cluster.Open().ReadAllAsync(Cancel)).Version.Next();
        var line = Line.LosesAnswer(() => MembershipChecks.Insert(cluster.Open(), TestMembership.Silo()));
        Assert.True(await cluster.Open(line).InsertRowAsync(TestMembership.Silo(), next, Cancel));
        Assert.Equal(2, (await cluster.Open().ReadAllAsync(Cancel)).Members.Count);
    }

    [Fact]
    public async Task An_update_lost_while_another_silo_joined_is_contention()
    {
        var (cluster, silo, read) = await OneSilo();
        var line = Line.LosesRequest(() => MembershipChecks.Insert(cluster.Open(), TestMembership.Silo()));
        Assert.False(await cluster.Open(line).UpdateRowAsync(silo, read.Members[0].Item2, read.Version.Next(), Cancel));
    }

    [Fact]
    public async Task An_update_lost_while_another_changed_the_row_is_contention()
    {
        var (cluster, silo, read) = await OneSilo();
        var line = Line.LosesRequest(() => Update(cluster.Open(), silo.SiloAddress, SiloStatus.Dead));
        Assert.False(await cluster.Open(line).UpdateRowAsync(silo, read.Members[0].Item2, read.Version.Next(), Cancel));
    }

    [Fact]
    public async Task An_update_that_landed_before_a_sign_of_life_is_a_success()
    {
        var (cluster, silo, read) = await OneSilo();
        var line = Line.LosesAnswer(() => cluster.Open().UpdateIAmAliveAsync(
            new() { SiloAddress = silo.SiloAddress, IAmAliveTime = silo.IAmAliveTime.AddMinutes(1) }, Cancel));
        Assert.True(await cluster.Open(line).UpdateRowAsync(silo, read.Members[0].Item2, read.Version.Next(), Cancel));
    }

    [Fact]
    public async Task An_update_that_may_have_been_written_over_is_a_failure()
    {
        var (cluster, silo, read) = await OneSilo();
        var line = Line.LosesAnswer(() => Update(cluster.Open(), silo.SiloAddress, SiloStatus.Dead));
        await Assert.ThrowsAsync<RequestFailedException>(
            () => cluster.Open(line).UpdateRowAsync(silo, read.Members[0].Item2, read.Version.Next(), Cancel));
        Assert.Equal(3, (await cluster.Open().ReadAllAsync(Cancel)).Version.Version);
    }

    [Fact]
    public async Task Initializing_goes_on_over_a_lost_answer()
    {
        var cluster = await TestMembership.New(azurite);
        await cluster.Open().DeleteMembershipTableEntriesAsync(cluster.ClusterId, Cancel);
        await cluster.Open(Line.LosesAnswer()).InitializeMembershipTableAsync(true, Cancel);
        Assert.Equal(0, (await cluster.Open().ReadAllAsync(Cancel)).Version.Version);
    }

    private async Task<(TestMembership Cluster, Orleans.MembershipEntry Silo, Orleans.MembershipTableData Read)> OneSilo()
    {
        var cluster = await TestMembership.New(azurite);
        var silo = TestMembership.Silo();
        var read = await MembershipChecks.Insert(cluster.Open(), silo);
        silo.Status = SiloStatus.Active;
        return (cluster, silo, read);
    }

    private static async Task Update(AzureMembershipTable table, SiloAddress silo, SiloStatus status)
    {
        var read = await table.ReadAllAsync(Cancel);
        var (entry, tag) = read.TryGet(silo)!;
        entry.Status = status;
        Assert.True(await table.UpdateRowAsync(entry, tag, read.Version.Next(), Cancel));
    }
}
