using SalesGrid.Storage.Clustering;
using SalesGrid.Testing;
using Xunit;
using Xunit.Sdk;

namespace SalesGrid.Storage.Tests.Clustering;

/// <summary>Every check on the table as it is, and on tables that break what it checks.</summary>
public sealed class AzureMembershipTableTests(AzuriteFixture azurite)
{
    private static readonly Dictionary<string, Func<TestMembership, Task>> Checks = new()
    {
        ["a new table is empty at version 0"] = MembershipChecks.NewTableIsEmptyAtVersionZero,
        ["initializing again changes nothing"] = MembershipChecks.InitializingAgainChangesNothing,
        ["a silo is inserted once and at the version read"] = MembershipChecks.SiloIsInsertedOnceAndAtTheVersionRead,
        ["a row is read with its version, alone"] = MembershipChecks.RowIsReadWithItsVersionAlone,
        ["a row is updated at the version read only"] = MembershipChecks.RowIsUpdatedAtTheVersionReadOnly,
        ["a silo that is not there is not updated"] = MembershipChecks.SiloThatIsNotThereIsNotUpdated,
        ["one of two writers at one version wins"] = MembershipChecks.OneOfTwoWritersAtOneVersionWins,
        ["many updates in parallel all count"] = MembershipChecks.ManyUpdatesInParallelAllCount,
        ["a sign of life changes nothing else"] = MembershipChecks.SignOfLifeChangesNothingElse,
        ["only silos long dead are cleaned up"] = MembershipChecks.OnlySilosLongDeadAreCleanedUp,
        ["gateways are active silos that let clients in"] = MembershipChecks.GatewaysAreActiveSilosThatLetClientsIn,
        ["pages of different moments are not mixed"] = MembershipChecks.PagesOfDifferentMomentsAreNotMixed,
        ["the lost answer of an insert is found out"] = MembershipChecks.LostAnswerOfAnInsertIsFoundOut,
        ["the lost answer of an update is found out"] = MembershipChecks.LostAnswerOfAnUpdateIsFoundOut,
    };

    private static readonly Dictionary<string, (Action<AzureClusterOptions> Break, string Check)> Faults = new()
    {
        ["no fences"] = (o => o.WriteFences = false, "pages of different moments are not mixed"),
        ["any version will do for an insert"] = (o => o.CheckVersion = false, "a silo is inserted once and at the version read"),
        ["any version will do for an update"] = (o => o.CheckVersion = false, "a row is updated at the version read only"),
        ["several writers win"] = (o => o.CheckVersion = false, "one of two writers at one version wins"),
        ["an insert is repeated by the client"] = (Repeat, "the lost answer of an insert is found out"),
        ["an update is repeated by the client"] = (Repeat, "the lost answer of an update is found out"),
    };

    public static TheoryData<string> CheckNames => [.. Checks.Keys];

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(CheckNames))]
    public async Task The_table_keeps_its_contract(string check) => await Checks[check](await TestMembership.New(azurite));

    [Theory]
    [MemberData(nameof(FaultNames))]
    public async Task A_broken_table_is_noticed(string fault)
    {
        var (broken, check) = Faults[fault];
        var cluster = await TestMembership.New(azurite, broken);
        await Assert.ThrowsAnyAsync<XunitException>(() => Checks[check](cluster));
    }

    [Fact]
    public async Task Deleting_a_cluster_leaves_the_others() =>
        await MembershipChecks.DeletingAClusterLeavesTheOthers(await TestMembership.New(azurite), await TestMembership.New(azurite));

    // A client that sends again what was not answered meets its own success.
    private static void Repeat(AzureClusterOptions options)
    {
        var configured = options.ClientConfigured;
        options.ClientConfigured = client =>
        {
            configured?.Invoke(client);
            client.Retry.MaxRetries = 3;
        };
    }
}
