using System.Diagnostics.Metrics;
using SalesGrid.Hosting;
using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Storage.InMemory;
using SalesGrid.Testing;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>Silos come and go under load; afterwards buckets are spread evenly, whole, and no append leaves its silo.</summary>
[Collection(nameof(CountsAppends))]
public sealed class BucketMoveTests(ITestOutputHelper output)
{
    private const int Buckets = 16;
    private const int Objects = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task After_a_join_and_a_leave_buckets_are_spread_evenly_and_every_append_is_local()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore(), silos: 3, o =>
        {
            o.BucketCount = Buckets;
            o.MoveAfter = TimeSpan.FromMilliseconds(300);
        });
        await grid.Staff();
        for (var i = 0; i < Objects; i++)
            await grid.Open($"O{i}");
        await Settled(grid, "three silos");

        using (var load = new Load(grid))
        {
            await grid.Cluster.StartAdditionalSiloAsync();
            await Settled(grid, "one joined");
            await grid.Cluster.StopSiloAsync(grid.Cluster.Silos[1]);
            await Settled(grid, "one left");
            await load.Stop();
            output.WriteLine($"{load.Accepted:N0} commands accepted while buckets moved, {load.TriedAgain} of them on a further try");
            Assert.Equal(load.Accepted, await Activities(grid));
        }
        await grid.Verify(Buckets);
    }

    [Fact]
    public async Task While_the_view_of_the_cluster_keeps_changing_nothing_moves()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore(), silos: 1, o => o.MoveAfter = TimeSpan.FromMinutes(5));
        await grid.Staff();
        await grid.Verify();
        await grid.Cluster.StartAdditionalSiloAsync();
        for (var i = 0; i < 20; i++)
            await grid.Open($"O{i}");
        // Those that are new go to their new homes at once; the ledgers, which were there before, wait.
        Assert.All(await Places(grid, "ledger"), place => Assert.Equal(grid.Cluster.Silos[0].SiloAddress, place.Silo));
    }

    /// <summary>Waits until every bucket is at home, lets every object take a command, and shows what that came to.</summary>
    private async Task Settled(GridCluster grid, string when)
    {
        var ct = TestContext.Current.CancellationToken;
        var started = TimeProvider.System.GetTimestamp();
        var (share, spread) = await Measure(grid);
        output.WriteLine($"{when}: at once {share:P1} of appends local, buckets {spread}");
        await Poll.Until(async () => await AtHome(grid) ? "yes" : null, Patience, ct);
        // The first command after its bucket moved has an object follow; from then on it is at home too.
        await Poll.Until(async () => (await Measure(grid)).Share == 1 ? "yes" : null, Patience, ct);
        (share, spread) = await Measure(grid);
        output.WriteLine($"{when}: {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F1} s later {share:P1} of appends local, buckets {spread}");
        Assert.Equal(1, share);
        var most = (Buckets + grid.Cluster.Silos.Count - 1) / grid.Cluster.Silos.Count;
        Assert.All((await Places(grid, "ledger")).CountBy(p => p.Silo), silo => Assert.InRange(silo.Value, 1, most));
    }

    /// <summary>Sends each object one command: the share of appends that stayed on their silo, and buckets by silo.</summary>
    private static async Task<(double Share, string Spread)> Measure(GridCluster grid)
    {
        using var counted = new AppendCounter();
        await Task.WhenAll(Enumerable.Range(0, Objects).Select(i => grid.Opportunity($"O{i}").Execute(
            new ValueOpportunity(new(Amount: new Money(Interlocked.Increment(ref amount), "CNY"))), grid.Command())));
        var places = await Places(grid, "ledger");
        return (counted.Share, string.Join('/', grid.Cluster.Silos.Select(s => places.Count(p => p.Silo.Equals(s.SiloAddress))).OrderDescending()));
    }

    private static long amount;

    private static async Task<bool> AtHome(GridCluster grid)
    {
        var map = BucketMap.Of(Buckets, grid.Cluster.Silos.Select(s => s.SiloAddress));
        foreach (var kind in new[] { "ledger", "projection" })
        {
            var places = await Places(grid, kind);
            if (places.Length != Buckets || places.Any(p => !p.Silo.Equals(map[p.Bucket])))
                return false;
        }
        return true;
    }

    /// <summary>Where the activations of one kind are: asked of the silos themselves, for a directory may remember an old place.</summary>
    private static async Task<(int Bucket, SiloAddress Silo)[]> Places(GridCluster grid, string kind) =>
        [.. (await grid.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics())
            .Where(s => s.GrainId.Type.ToString() == kind)
            .Select(s => ((int)s.GrainId.GetIntegerKey(), s.SiloAddress))];

    private static async Task<long> Activities(GridCluster grid)
    {
        var views = await Task.WhenAll(Enumerable.Range(0, Objects).Select(i => grid.Opportunity($"O{i}").Get()));
        return views.Sum(v => (long)v!.ActivityCount);
    }

    /// <summary>Writers that go on until stopped; each sends its command again, under the same id, until it is accepted.</summary>
    private sealed class Load : IDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly Task[] writers;
        private long accepted;
        private long triedAgain;

        public Load(GridCluster grid) =>
            writers = [.. Enumerable.Range(0, 8).Select(w => Task.Run(() => Write(grid, w)))];

        public long Accepted => Interlocked.Read(ref accepted);

        public long TriedAgain => Interlocked.Read(ref triedAgain);

        public async Task Stop()
        {
            await stop.CancelAsync();
            await Task.WhenAll(writers);
        }

        public void Dispose() => stop.Dispose();

        private async Task Write(GridCluster grid, int writer)
        {
            for (var i = writer; !stop.IsCancellationRequested; i = (i + 8) % Objects)
            {
                var command = grid.Command();
                while (true)
                {
                    try
                    {
                        var receipt = await grid.Opportunity($"O{i}").Execute(new RecordActivity("call", "spoke"), command);
                        if (receipt.Accepted)
                            break;
                        Assert.Equal(RefusalKind.Busy, receipt.Refusal!.Kind);
                    }
                    catch (Exception e) when (e is TimeoutException or OrleansException or LedgerUnavailableException)
                    {
                        // Whether it was carried out is not known; its id finds out.
                    }
                    Interlocked.Increment(ref triedAgain);
                }
                Interlocked.Increment(ref accepted);
            }
        }
    }

    private sealed class AppendCounter : IDisposable
    {
        private readonly MeterListener listener = new();
        private long near;
        private long all;

        public AppendCounter()
        {
            listener.InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == GridMeter.Name && instrument.Name == "salesgrid.ledger.appends")
                    l.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
            {
                Interlocked.Add(ref all, count);
                foreach (var tag in tags)
                {
                    if (tag is { Key: "local", Value: true })
                        Interlocked.Add(ref near, count);
                }
            });
            listener.Start();
        }

        public double Share => (double)Interlocked.Read(ref near) / Interlocked.Read(ref all);

        public void Dispose() => listener.Dispose();
    }
}

/// <summary>The meter is one for the process: who counts appends wants to be alone.</summary>
[CollectionDefinition(nameof(CountsAppends), DisableParallelization = true)]
public sealed class CountsAppends;
