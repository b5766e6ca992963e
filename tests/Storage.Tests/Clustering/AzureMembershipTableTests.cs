using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests.Clustering;

/// <summary>What the grid relies on in the membership table of Orleans' own Azure package.</summary>
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
    };

    public static TheoryData<string> CheckNames => [.. Checks.Keys];

    [Theory]
    [MemberData(nameof(CheckNames))]
    public async Task The_table_keeps_its_contract(string check) => await Checks[check](await TestMembership.New(azurite));

    [Fact]
    public async Task Deleting_a_cluster_leaves_the_others() =>
        await MembershipChecks.DeletingAClusterLeavesTheOthers(await TestMembership.New(azurite), await TestMembership.New(azurite));
}
