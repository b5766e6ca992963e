using Microsoft.Extensions.Configuration;
using SalesGrid.Silo;
using SalesGrid.Storage;

namespace SalesGrid.Gateway.Tests;

/// <summary>What a cluster's settings mean where they are left out, and which go together.</summary>
public sealed class ClusterSettingsTests
{
    [Fact]
    public void Members_are_listed_where_the_ledger_lies_unless_told_otherwise()
    {
        Assert.Equal("of the ledger", Read(("Storage:Azure:ConnectionString", "of the ledger")).Azure.ConnectionString);
        Assert.Equal("of the members", Read(("Storage:Azure:ConnectionString", "of the ledger"), ("Cluster:Azure:ConnectionString", "of the members")).Azure.ConnectionString);
        Assert.Null(Read(("Storage:Azure:ConnectionString", "of the ledger"), ("Cluster:Azure:TableServiceUri", "https://account.table.core.windows.net")).Azure.ConnectionString);
        Assert.Equal("OrleansSiloInstances", Read().Azure.TableName);
    }

    [Fact]
    public void A_gateway_that_is_configured_takes_the_place_of_the_default()
    {
        Assert.Equal(["127.0.0.1:30000"], Read().StaticGateways().Select(g => g.ToString()));
        Assert.Equal(["10.0.0.7:30001"], Read(("Cluster:Gateways:0", "10.0.0.7:30001")).StaticGateways().Select(g => g.ToString()));
        Assert.Contains("Grid:Cluster:Gateways", Assert.Throws<InvalidOperationException>(() => Read(("Cluster:Gateways:0", "node-7:30001")).StaticGateways()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cluster:Membership", "Everywhere")]
    [InlineData("Cluster:ClusterId", "a/b")]
    [InlineData("Cluster:SiloPort", "65536")]
    [InlineData("Cluster:GatewayPort", "-1")]
    [InlineData("Cluster:ProbeTimeout", "00:00:00.499")]
    [InlineData("Cluster:ProbeTimeout", "00:00:31")]
    [InlineData("Cluster:MissedProbes", "1")]
    [InlineData("Cluster:MissedProbes", "11")]
    public void A_value_that_cannot_be_is_refused_by_name(string setting, string value) =>
        Assert.Contains(setting[(setting.IndexOf(':', StringComparison.Ordinal) + 1)..],
            Assert.Throws<InvalidOperationException>(() => Read((setting, value))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(LedgerStoreKind.Sqlite, MembershipKind.Local, "", true)]
    [InlineData(LedgerStoreKind.Sqlite, MembershipKind.Local, "127.0.0.1:11111", false)]
    [InlineData(LedgerStoreKind.Sqlite, MembershipKind.Azure, "", false)]
    [InlineData(LedgerStoreKind.Memory, MembershipKind.Local, "", true)]
    [InlineData(LedgerStoreKind.Memory, MembershipKind.Azure, "", false)]
    [InlineData(LedgerStoreKind.Azure, MembershipKind.Local, "127.0.0.1:11111", true)]
    [InlineData(LedgerStoreKind.Azure, MembershipKind.Azure, "", true)]
    public void Several_silos_want_a_ledger_they_can_share(LedgerStoreKind storage, MembershipKind membership, string primary, bool allowed)
    {
        var refusal = Record.Exception(() => new ClusterSettings { Membership = membership, Primary = primary }.MustShare(new() { Kind = storage }));
        Assert.Equal(allowed, refusal is null);
    }

    private static ClusterSettings Read(params (string Name, string Value)[] settings) => ClusterSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>($"Grid:{s.Name}", s.Value))).Build());
}
