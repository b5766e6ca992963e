using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Scenarios;

namespace SalesGrid.Bench.Tests;

/// <summary>Every peer takes the load it is measured by; each load checks that what was accepted is stored.</summary>
public sealed class PeerTests
{
    public static TheoryData<string> Peers => [.. Peer.All.Select(p => p.Id)];

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task A_peer_accepts_every_command_of_a_load(string id)
    {
        var peer = Peer.All.Single(p => p.Id == id);
        if (Medium.Missing(peer.Store) is { } missing)
            Assert.Skip(missing);
        var cancel = TestContext.Current.CancellationToken;
        var settings = new Settings { Opportunities = 50, Heat = TimeSpan.FromSeconds(1), WarmUp = TimeSpan.Zero, Measured = TimeSpan.FromSeconds(2) };
        await using var session = await Session.Start(peer, settings, cancel);
        var load = await session.Load(session.Plan(4), cancel);
        Assert.Empty(load.Errors);
        Assert.True(load.Accepted > 0);
        Assert.Equal((2, load.Accepted), (load.BySecond.Count, load.BySecond.Sum()));
    }
}
