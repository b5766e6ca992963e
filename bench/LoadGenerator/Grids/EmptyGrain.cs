using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using SalesGrid.Bench.Processes;

namespace SalesGrid.Bench.Grids;

/// <summary>A grain without rules, ledger or projections.</summary>
[Alias("bench.IEmptyGrain")]
public interface IEmptyGrain : IGrainWithStringKey
{
    /// <summary>Does nothing, or makes its state anew, as a record that never changes is.</summary>
    /// <param name="keeps">Bytes of the state; 0 for none.</param>
    [Alias("Touch")]
    ValueTask<int> Touch(int keeps);
}

/// <inheritdoc cref="IEmptyGrain"/>
internal sealed class EmptyGrain : Grain, IEmptyGrain
{
    private byte[] state = [];

    /// <inheritdoc/>
    public ValueTask<int> Touch(int keeps)
    {
        if (keeps > 0)
            state = new byte[keeps];
        return new(state.Length);
    }
}

/// <summary>
/// A process with so many empty grains active, and nothing between them and their callers but Orleans: no HTTP, no second
/// process. It takes its turns from its input and says on its output what they cost.
/// </summary>
public static class EmptyGrains
{
    /// <summary>The command of this program that serves them.</summary>
    public const string Command = "serve-empty";

    private const int Callers = 64;

    /// <summary>Serves until its input ends.</summary>
    /// <param name="count">Grains.</param>
    /// <param name="keeps">Bytes each makes anew with each call.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task Serve(int count, int keeps, CancellationToken cancellationToken)
    {
        using var host = Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .UseOrleans(silo =>
            {
                silo.UseLocalhostClustering(Ports.Free(), Ports.Free());
                // As the product has it.
                silo.Configure<SiloMessagingOptions>(o => o.GrainWorkloadAnalysisPeriod = TimeSpan.FromMinutes(1));
            })
            .Build();
        await host.StartAsync(cancellationToken);
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var keys = Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"opportunity/OPP-{i:D7}")).ToArray();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = Callers, CancellationToken = cancellationToken },
            async (key, _) => await grains.GetGrain<IEmptyGrain>(key).Touch(keeps));
        Console.WriteLine("ready");
        for (var turn = 1; await Console.In.ReadLineAsync(cancellationToken) is { } seconds; turn++)
        {
            var time = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
            var from = TimeProvider.System.GetTimestamp();
            var before = Environment.CpuUsage.TotalTime;
            var calls = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => Call((turn * Callers) + caller, from, time), cancellationToken)));
            var used = Environment.CpuUsage.TotalTime - before;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{calls.Sum()} {used.TotalMicroseconds}"));
        }

        // All until the same moment: one that gets a thread late would go on alone.
        async Task<long> Call(int seed, long from, TimeSpan time)
        {
            var random = new Random(seed);
            var calls = 0L;
            while (TimeProvider.System.GetElapsedTime(from) < time)
            {
                await grains.GetGrain<IEmptyGrain>(keys[random.Next(count)]).Touch(keeps);
                calls++;
            }
            return calls;
        }
    }
}
