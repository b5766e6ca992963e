using Orleans;
using Orleans.Runtime;
using Xunit;

namespace SalesGrid.Storage.Tests.Clustering;

/// <summary>What a membership table owes to silos; each check wants a cluster of its own, without members.</summary>
internal static class MembershipChecks
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task NewTableIsEmptyAtVersionZero(TestMembership cluster)
    {
        var data = await (await cluster.Open()).ReadAllAsync(Cancel);
        Assert.Empty(data.Members);
        Assert.Equal(0, data.Version.Version);
        Assert.NotNull(data.Version.VersionEtag);
    }

    public static async Task InitializingAgainChangesNothing(TestMembership cluster)
    {
        var table = await cluster.Open();
        var before = await Insert(table, TestMembership.Silo());
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => cluster.Open()));
        var after = await table.ReadAllAsync(Cancel);
        Assert.Equal(before.Version, after.Version);
        Assert.Single(after.Members);
    }

    public static async Task SiloIsInsertedOnceAndAtTheVersionRead(TestMembership cluster)
    {
        var table = await cluster.Open();
        var silo = TestMembership.Silo();
        var next = (await table.ReadAllAsync(Cancel)).Version.Next();
        Assert.True(await table.InsertRowAsync(silo, next, Cancel));
        Assert.False(await table.InsertRowAsync(silo, next, Cancel));
        Assert.False(await table.InsertRowAsync(TestMembership.Silo(), next, Cancel));

        var data = await table.ReadAllAsync(Cancel);
        Assert.Equal(1, data.Version.Version);
        Assert.NotEqual(next.VersionEtag, data.Version.VersionEtag);
        Assert.False(await table.InsertRowAsync(silo, data.Version.Next(), Cancel));
        Assert.Equal(silo.ToFullString(), Assert.Single((await table.ReadAllAsync(Cancel)).Members).Item1.ToFullString());
    }

    public static async Task RowIsReadWithItsVersionAlone(TestMembership cluster)
    {
        var table = await cluster.Open();
        var silo = TestMembership.Silo();
        await Insert(table, TestMembership.Silo());
        var all = await Insert(table, silo);
        var row = await table.ReadRowAsync(silo.SiloAddress, Cancel);
        Assert.Equal(all.Version, row.Version);
        Assert.Equal(silo.ToFullString(), Assert.Single(row.Members).Item1.ToFullString());
        Assert.Equal(all.TryGet(silo.SiloAddress)!.Item2, row.Members[0].Item2);

        var absent = await table.ReadRowAsync(TestMembership.Silo().SiloAddress, Cancel);
        Assert.Empty(absent.Members);
        Assert.Equal(all.Version, absent.Version);
    }

    public static async Task RowIsUpdatedAtTheVersionReadOnly(TestMembership cluster)
    {
        var table = await cluster.Open();
        for (var members = 1; members < 5; members++)
        {
            var silo = TestMembership.Silo();
            silo.AddSuspector(TestMembership.Silo().SiloAddress, silo.StartTime.AddSeconds(1));
            silo.AddSuspector(TestMembership.Silo("fe80::1").SiloAddress, silo.StartTime.AddSeconds(2));
            var inserting = (await table.ReadAllAsync(Cancel)).Version.Next();
            Assert.True(await table.InsertRowAsync(silo, inserting, Cancel));

            var read = await table.ReadAllAsync(Cancel);
            var tag = read.TryGet(silo.SiloAddress)!.Item2;
            silo.Status = SiloStatus.Active;
            Assert.False(await table.UpdateRowAsync(silo, tag, inserting, Cancel));
            Assert.Equal(read.Version, (await table.ReadAllAsync(Cancel)).Version);
            Assert.True(await table.UpdateRowAsync(silo, tag, read.Version.Next(), Cancel));
            Assert.False(await table.UpdateRowAsync(silo, tag, read.Version.Next(), Cancel));

            var after = await table.ReadAllAsync(Cancel);
            Assert.Equal(read.Version.Version + 1, after.Version.Version);
            Assert.Equal(silo.ToFullString(), after.TryGet(silo.SiloAddress)!.Item1.ToFullString());
            Assert.NotEqual(tag, after.TryGet(silo.SiloAddress)!.Item2);
            Assert.Equal(members, after.Members.Count);
        }
    }

    public static async Task SiloThatIsNotThereIsNotUpdated(TestMembership cluster)
    {
        var table = await cluster.Open();
        var read = await Insert(table, TestMembership.Silo());
        Assert.False(await table.UpdateRowAsync(TestMembership.Silo(), read.Members[0].Item2, read.Version.Next(), Cancel));
        var after = await table.ReadAllAsync(Cancel);
        Assert.Equal(read.Version, after.Version);
        Assert.Single(after.Members);
    }

    public static async Task OneOfTwoWritersAtOneVersionWins(TestMembership cluster)
    {
        var tables = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cluster.Open()));
        for (var round = 1; round <= 5; round++)
        {
            var next = (await tables[0].ReadAllAsync(Cancel)).Version.Next();
            var wins = await Task.WhenAll(tables.Select(table => table.InsertRowAsync(TestMembership.Silo(), next, Cancel)));
            Assert.Single(wins, won => won);
            var after = await tables[0].ReadAllAsync(Cancel);
            Assert.Equal((round, round), (after.Version.Version, after.Members.Count));
        }
    }

    public static async Task ManyUpdatesInParallelAllCount(TestMembership cluster)
    {
        const int Writers = 20;
        var silo = TestMembership.Silo();
        var first = (await (await cluster.Open()).ReadAllAsync(Cancel)).Version.Next();
        var inserted = await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ => await (await cluster.Open()).InsertRowAsync(silo, first, Cancel)));
        Assert.Single(inserted, won => won);

        await Task.WhenAll(Enumerable.Range(1, Writers - 1).Select(async _ =>
        {
            var table = await cluster.Open();
            for (var attempt = 0; attempt < 1000; attempt++)
            {
                var read = await table.ReadAllAsync(Cancel);
                var (entry, tag) = read.TryGet(silo.SiloAddress)!;
                if (await table.UpdateRowAsync(entry, tag, read.Version.Next(), Cancel))
                    return;
            }
            Assert.Fail("Never got through.");
        }));
        var after = await (await cluster.Open()).ReadAllAsync(Cancel);
        Assert.Equal((Writers, 1), (after.Version.Version, after.Members.Count));
    }

    public static async Task SignOfLifeChangesNothingElse(TestMembership cluster)
    {
        var table = await cluster.Open();
        var silo = TestMembership.Silo(status: SiloStatus.Active);
        silo.AddSuspector(TestMembership.Silo().SiloAddress, silo.StartTime);
        var read = await Insert(table, silo);
        silo.IAmAliveTime = silo.IAmAliveTime.AddMinutes(7);
        await table.UpdateIAmAliveAsync(new() { SiloAddress = silo.SiloAddress, IAmAliveTime = silo.IAmAliveTime }, Cancel);
        var after = await table.ReadAllAsync(Cancel);
        Assert.Equal(read.Version, after.Version);
        Assert.Equal(silo.ToFullString(), Assert.Single(after.Members).Item1.ToFullString());

        // And what was read before it can still be acted upon.
        silo.Status = SiloStatus.ShuttingDown;
        Assert.True(await table.UpdateRowAsync(silo, read.Members[0].Item2, read.Version.Next(), Cancel));
    }

    public static async Task OnlySilosLongDeadAreCleanedUp(TestMembership cluster)
    {
        var table = await cluster.Open();
        var kept = new List<SiloAddress>();
        foreach (var status in Enum.GetValues<SiloStatus>())
        {
            kept.Add((await Old(status)).SiloAddress);
            if (status == SiloStatus.Dead)
                kept.RemoveAt(kept.Count - 1);
        }
        kept.Add((await Old(SiloStatus.Dead, silo => silo.IAmAliveTime = silo.IAmAliveTime.AddDays(8))).SiloAddress);
        kept.Add((await Old(SiloStatus.Dead, silo => silo.StartTime = silo.StartTime.AddDays(8))).SiloAddress);
        kept.Add((await Old(SiloStatus.Dead, silo => silo.AddSuspector(TestMembership.Silo().SiloAddress, silo.StartTime.AddDays(8)))).SiloAddress);
        var before = (await table.ReadAllAsync(Cancel)).Version;

        await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(TestMembership.Silo().StartTime).AddDays(-3), Cancel);
        var after = await table.ReadAllAsync(Cancel);
        Assert.Equal(before, after.Version);
        Assert.Equal(kept.Order(), after.Members.Select(member => member.Item1.SiloAddress).Order());
        Assert.Equal(3, (await cluster.Rows()).Count(row => row.RowKey is "!Start" or "VersionRow" or "~End"));

        async Task<MembershipEntry> Old(SiloStatus status, Action<MembershipEntry>? change = null)
        {
            var silo = TestMembership.Silo(status: status);
            (silo.StartTime, silo.IAmAliveTime) = (silo.StartTime.AddDays(-10), silo.IAmAliveTime.AddDays(-10));
            change?.Invoke(silo);
            await Insert(table, silo);
            return silo;
        }
    }

    public static async Task GatewaysAreActiveSilosThatLetClientsIn(TestMembership cluster)
    {
        var table = await cluster.Open();
        await Insert(table, TestMembership.Silo());
        var closed = TestMembership.Silo(status: SiloStatus.Active);
        closed.ProxyPort = 0;
        await Insert(table, closed);
        await Insert(table, TestMembership.Silo(status: SiloStatus.Dead));
        var open = new[] { TestMembership.Silo(status: SiloStatus.Active), TestMembership.Silo("fe80::1", SiloStatus.Active) };
        foreach (var silo in open)
            await Insert(table, silo);

        var gateways = await cluster.Gateways();
        Assert.Equal(
            open.Select(silo => SiloAddress.New(silo.SiloAddress.Endpoint.Address, silo.ProxyPort, silo.SiloAddress.Generation).ToGatewayUri().ToString()).Order(),
            (await gateways.GetGatewaysAsync(Cancel)).Select(uri => uri.ToString()).Order());
    }

    public static async Task DeletingAClusterLeavesTheOthers(TestMembership cluster, TestMembership other)
    {
        await Insert(await cluster.Open(), TestMembership.Silo());
        await Insert(await other.Open(), TestMembership.Silo());
        var table = await cluster.Open();
        await table.DeleteMembershipTableEntriesAsync(cluster.ClusterId, Cancel);
        Assert.Empty(await cluster.Rows());
        Assert.Single((await (await other.Open()).ReadAllAsync(Cancel)).Members);
        // And what is gone is not an empty cluster.
        await Assert.ThrowsAnyAsync<Exception>(() => table.ReadAllAsync(Cancel));
    }

    /// <summary>Pages read while the table changes never pass for one moment: a version names as many silos as it counts inserts.</summary>
    public static async Task PagesOfDifferentMomentsAreNotMixed(TestMembership cluster)
    {
        var writer = await cluster.Open();
        for (var i = 0; i < 5; i++)
            await Insert(writer, TestMembership.Silo("127.0.0.9"));
        var line = Line.AfterEachPage(rows: 3, () => Insert(writer, TestMembership.Silo("127.0.0.1")), times: 1);
        var read = await (await cluster.Open(line)).ReadAllAsync(Cancel);
        Assert.Equal((6, 6), (read.Version.Version, read.Members.Count));
    }

    /// <summary>Inserts at whatever version the table has, and reads it back.</summary>
    public static async Task<MembershipTableData> Insert(IMembershipTable table, MembershipEntry silo)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if (await table.InsertRowAsync(silo, (await table.ReadAllAsync(Cancel)).Version.Next(), Cancel))
                return await table.ReadAllAsync(Cancel);
        }
        throw new InvalidOperationException("The table kept changing.");
    }
}
