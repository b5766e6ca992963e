using System.Collections.Immutable;
using SalesGrid.Customers;
using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Pipeline;
using SalesGrid.Salespeople;

namespace SalesGrid.Gateway.Hosting;

/// <summary>The gateway's way to the grains: names them, and asks every bucket at once.</summary>
public sealed class GridGateway(IGrainFactory grains)
{
    private readonly GrainsOf<IOpportunityGrain> opportunities = new(grains);
    private readonly GrainsOf<ICustomerGrain> customers = new(grains);
    private readonly GrainsOf<ISalespersonGrain> salespeople = new(grains);
    private Task<GridLayout>? layout;

    /// <summary>How the grid is laid out. Asked once; asked again after a failure.</summary>
    public Task<GridLayout> Layout()
    {
        var known = layout;
        if (known is { IsCompletedSuccessfully: true })
            return known;
        return layout = grains.GetGrain<ILayoutGrain>(0).Get();
    }

    public IOpportunityGrain Opportunity(string id) => opportunities[$"opportunity/{id}"];

    public ICustomerGrain Customer(string id) => customers[$"customer/{id}"];

    public ISalespersonGrain Salesperson(string id) => salespeople[$"salesperson/{id}"];

    public IProjectionGrain Projection(int bucket) => grains.GetGrain<IProjectionGrain>(bucket);

    /// <summary>Asks the projection of every bucket; answers in bucket order.</summary>
    public async Task<T[]> AskAll<T>(Func<IProjectionGrain, int, Task<T>> ask)
    {
        var count = (await Layout()).BucketCount;
        var answers = new Task<T>[count];
        for (var bucket = 0; bucket < count; bucket++)
            answers[bucket] = ask(Projection(bucket), bucket);
        return await Task.WhenAll(answers);
    }

    /// <summary>Has every bucket of the ledger checked, two at a time: each reads a whole journal.</summary>
    public async Task<ImmutableArray<BucketAudit>> VerifyAll(CancellationToken cancellationToken)
    {
        var audits = new BucketAudit[(await Layout()).BucketCount];
        await Parallel.ForEachAsync(Enumerable.Range(0, audits.Length),
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellationToken },
            async (bucket, _) => audits[bucket] = await grains.GetGrain<IAuditGrain>(bucket).Verify());
        return [.. audits];
    }

    /// <summary>Creates a reference grains can call an object of this process by. The caller keeps the object alive.</summary>
    public IProjectionWatcher Refer(IProjectionWatcher watcher) => grains.CreateObjectReference<IProjectionWatcher>(watcher);
}

/// <summary>How watermarks are written.</summary>
public static class Watermarks
{
    /// <summary>Sequences in bucket order, joined by dots.</summary>
    public static string Text(IEnumerable<long> sequences) => string.Join('.', sequences);
}
