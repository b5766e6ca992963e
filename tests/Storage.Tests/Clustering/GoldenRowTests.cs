using System.Net;
using System.Text;
using Azure.Data.Tables;
using Orleans;
using Orleans.Runtime;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests.Clustering;

/// <summary>The rows as they are stored. Programs with Orleans' own Azure package read and write the same ones.</summary>
public sealed class GoldenRowTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_table_has_a_version_between_fences()
    {
        var cluster = await TestMembership.New(azurite, clusterId: "golden-new");
        Assert.Equal(
            """
            golden-new/!Start
              DeploymentId = String "golden-new"
              MembershipVersion = String "0"
              Status = String "Active"
            golden-new/VersionRow
              DeploymentId = String "golden-new"
              MembershipVersion = String "0"
            golden-new/~End
              DeploymentId = String "golden-new"
              MembershipVersion = String "0"
              Status = String "Active"

            """,
            Print(await cluster.Rows()));
    }

    [Fact]
    public async Task Silos_are_stored_in_strings()
    {
        var cluster = await TestMembership.New(azurite, clusterId: "golden");
        var table = cluster.Open();
        var one = new MembershipEntry
        {
            SiloAddress = SiloAddress.New(IPAddress.Parse("10.0.0.7"), 11111, 417),
            HostName = "node-7",
            SiloName = "Silo_a1b2c",
            RoleName = "Silo",
            Status = SiloStatus.Dead,
            ProxyPort = 30000,
            UpdateZone = 1,
            FaultZone = 2,
            StartTime = new DateTime(2026, 9, 1, 8, 0, 0, 123, DateTimeKind.Utc),
            IAmAliveTime = new DateTime(2026, 9, 1, 8, 1, 0, 456, DateTimeKind.Utc),
        };
        one.AddSuspector(SiloAddress.New(IPAddress.Parse("10.0.0.8"), 11111, 418), new DateTime(2026, 9, 1, 8, 2, 0, DateTimeKind.Utc));
        one.AddSuspector(SiloAddress.New(IPAddress.Parse("fe80::9"), 11111, 419), new DateTime(2026, 9, 1, 8, 2, 1, 7, DateTimeKind.Utc));
        await MembershipChecks.Insert(table, one);
        var two = new MembershipEntry
        {
            SiloAddress = SiloAddress.New(IPAddress.Parse("fe80::9"), 22222, 419),
            HostName = "node-9",
            SiloName = "Silo_d3e4f",
            Status = SiloStatus.Active,
            StartTime = one.StartTime,
            IAmAliveTime = one.StartTime,
        };
        var read = await MembershipChecks.Insert(table, two);
        Assert.Equal([one.ToFullString(), two.ToFullString()], read.Members.Select(member => member.Item1.ToFullString()).Order(StringComparer.Ordinal));
        await table.UpdateIAmAliveAsync(new() { SiloAddress = two.SiloAddress, IAmAliveTime = one.IAmAliveTime }, Cancel);

        Assert.Equal(
            """
            golden/!Start
              DeploymentId = String "golden"
              MembershipVersion = String "2"
              Status = String "Active"
            golden/10.0.0.7-11111-417
              Address = String "10.0.0.7"
              DeploymentId = String "golden"
              FaultZone = String "2"
              Generation = String "417"
              HostName = String "node-7"
              IAmAliveTime = String "2026-09-01 08:01:00.456 GMT"
              InstanceName = String "Silo_a1b2c"
              Port = String "11111"
              ProxyPort = String "30000"
              RoleName = String "Silo"
              SiloName = String "Silo_a1b2c"
              StartTime = String "2026-09-01 08:00:00.123 GMT"
              Status = String "Dead"
              SuspectingSilos = String "10.0.0.8:11111@418|fe80::9:11111@419"
              SuspectingTimes = String "2026-09-01 08:02:00.000 GMT|2026-09-01 08:02:01.007 GMT"
              UpdateZone = String "1"
            golden/VersionRow
              DeploymentId = String "golden"
              MembershipVersion = String "2"
            golden/fe80::9-22222-419
              Address = String "fe80::9"
              DeploymentId = String "golden"
              FaultZone = String "0"
              Generation = String "419"
              HostName = String "node-9"
              IAmAliveTime = String "2026-09-01 08:01:00.456 GMT"
              InstanceName = String "Silo_d3e4f"
              Port = String "22222"
              ProxyPort = String "0"
              SiloName = String "Silo_d3e4f"
              StartTime = String "2026-09-01 08:00:00.123 GMT"
              Status = String "Active"
              SuspectingSilos = String ""
              SuspectingTimes = String ""
              UpdateZone = String "0"
            golden/~End
              DeploymentId = String "golden"
              MembershipVersion = String "2"
              Status = String "Active"

            """,
            Print(await cluster.Rows()));
    }

    [Fact]
    public async Task Rows_of_other_programs_are_read_and_what_only_they_know_is_kept()
    {
        var cluster = await TestMembership.New(azurite);
        var silo = TestMembership.Silo();
        var before = await MembershipChecks.Insert(cluster.Open(), silo);
        var row = (await cluster.Rows()).Single(found => found.RowKey.StartsWith("127.", StringComparison.Ordinal));
        await cluster.Raw.UpdateEntityAsync(
            new TableEntity(row.PartitionKey, row.RowKey) { ["Rack"] = "r4", ["Weight"] = 7L, ["SeenAt"] = DateTimeOffset.UnixEpoch },
            row.ETag, TableUpdateMode.Merge, Cancel);
        var version = (await cluster.Rows()).Single(found => found.RowKey == "VersionRow");
        await cluster.Raw.UpdateEntityAsync(new TableEntity(version.PartitionKey, "VersionRow") { ["Epoch"] = 3 }, version.ETag, TableUpdateMode.Merge, Cancel);

        var read = await cluster.Open().ReadAllAsync(Cancel);
        Assert.Equal(before.Version.Version, read.Version.Version);
        var (entry, tag) = Assert.Single(read.Members);
        Assert.Equal(silo.ToFullString(), entry.ToFullString());

        entry.Status = SiloStatus.Active;
        Assert.True(await cluster.Open().UpdateRowAsync(entry, tag, read.Version.Next(), Cancel));
        var after = (await cluster.Rows()).Single(found => found.RowKey == row.RowKey);
        Assert.Equal(("r4", 7L, "Active"), (after.GetString("Rack"), after.GetInt64("Weight"), after.GetString("Status")));
    }

    [Fact]
    public async Task Old_rows_without_a_name_and_votes_are_read()
    {
        var cluster = await TestMembership.New(azurite);
        await cluster.Raw.AddEntityAsync(
            new TableEntity(cluster.ClusterId, "10.0.0.7-11111-417")
            {
                ["DeploymentId"] = cluster.ClusterId,
                ["Address"] = "10.0.0.7",
                ["Port"] = "11111",
                ["Generation"] = "417",
                ["HostName"] = "node-7",
                ["Status"] = "Active",
                ["InstanceName"] = "old",
            },
            Cancel);
        var (entry, _) = Assert.Single((await cluster.Open().ReadAllAsync(Cancel)).Members);
        Assert.Equal(("old", SiloStatus.Active, 0), (entry.SiloName, entry.Status, entry.ProxyPort));
        Assert.Empty(entry.SuspectTimes ?? []);
        Assert.Empty(await cluster.Gateways().GetGatewaysAsync(Cancel));
    }

    [Theory]
    [InlineData("Status", "Sleeping")]
    [InlineData("Address", "nowhere")]
    [InlineData("SuspectingTimes", "2026-09-01 08:02:00.000 GMT")]
    [InlineData("StartTime", "yesterday")]
    [InlineData("Port", "99999")]
    public async Task A_row_that_cannot_be_read_does_not_hide_the_others(string property, string text)
    {
        var cluster = await TestMembership.New(azurite);
        await MembershipChecks.Insert(cluster.Open(), TestMembership.Silo());
        var row = (await cluster.Rows()).Single(found => found.RowKey.StartsWith("127.", StringComparison.Ordinal));
        await cluster.Raw.UpdateEntityAsync(new TableEntity(row.PartitionKey, row.RowKey) { [property] = text }, row.ETag, TableUpdateMode.Merge, Cancel);
        var sound = TestMembership.Silo();
        var read = await MembershipChecks.Insert(cluster.Open(), sound);
        Assert.Equal((2, sound.SiloAddress), (read.Version.Version, Assert.Single(read.Members).Item1.SiloAddress));
    }

    private static string Print(List<TableEntity> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.Append(row.PartitionKey).Append('/').Append(row.RowKey).Append('\n');
            foreach (var (key, value) in row.Where(p => p.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag")).OrderBy(p => p.Key, StringComparer.Ordinal))
                text.Append("  ").Append(key).Append(" = ").Append(value.GetType().Name).Append(" \"").Append(value).Append("\"\n");
        }
        return text.ToString();
    }
}
