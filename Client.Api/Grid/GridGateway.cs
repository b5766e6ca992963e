using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Orleans.Runtime;
using SalesGrid.Hosting;
using SalesGrid.Ledger;
using SalesGrid.Projections;
using SalesGrid.Subjects;

namespace SalesGrid.Gateway.Grid;

/// <summary>The gateway's way to the grains: sends commands and questions, and tries again while silos come and go.</summary>
/// <param name="grains">Makes references.</param>
/// <param name="retries">How often, and how long.</param>
/// <param name="here">The ledger of the silo inside this gateway; null for a pure client.</param>
/// <param name="calendar">The business days of that silo.</param>
public sealed class GridGateway(IGrainFactory grains, Retries retries, GridLedger? here = null, BusinessCalendar? calendar = null)
{
    private readonly ConcurrentDictionary<Type, object> byInterface = new();
    private readonly Acknowledged acknowledged = new();
    private GrainReference? subjects;
    private Task<GridLayout>? layout;

    /// <summary>How the grid is laid out. Asked once; asked again after a failure.</summary>
    public Task<GridLayout> Layout(CancellationToken gone = default)
    {
        var known = layout;
        if (known is { IsCompletedSuccessfully: true })
            return known;
        return layout = Ask(grains.GetGrain<ILayoutGrain>(0), static grain => grain.Get(), gone).AsTask();
    }

    /// <summary>Sends a command to an object of any kind. Called again under the same envelope it is carried out once.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Receipt> Send(string kind, string id, Command command, Envelope envelope, CancellationToken gone)
    {
        var receipt = await retries.Call(Subject(kind, id), (command, envelope), static (grain, sent) => grain.Do(sent.command, sent.envelope), gone);
        acknowledged.Note(receipt);
        return receipt;
    }

    /// <summary>A receipt that came in another way than by <see cref="Send"/>.</summary>
    public void Note(Receipt receipt) => acknowledged.Note(receipt);

    /// <summary>Asks a grain.</summary>
    public ValueTask<TAnswer> Ask<TGrain, TAnswer>(TGrain grain, Func<TGrain, Task<TAnswer>> question, CancellationToken gone) =>
        retries.Call(grain, question, static (grain, question) => question(grain), gone);

    /// <summary>An object of any kind.</summary>
    public ISubject Subject(string kind, string id)
    {
        var key = GrainId.Create(kind, $"{kind}/{id}");
        // The interface is looked up by reflection, so once; see GrainsOf.
        return subjects is { } known ? (ISubject)grains.GetGrain(key, known.InterfaceType) : First(key);
    }

    private ISubject First(GrainId key)
    {
        var subject = grains.GetGrain<ISubject>(key);
        subjects = (GrainReference)(object)subject;
        return subject;
    }

    /// <summary>True where an object is there and lies within a scope, by its owner or by whom it is shared with, and always without a scope.</summary>
    public async ValueTask<bool> IsWithin(OwnerScope? scope, string kind, string id, CancellationToken gone) =>
        scope is null || (SubjectId.IsValid(id) && await Ask(Subject(kind, id), static subject => subject.Owner(), gone) is { Version: > 0 } known
            && (scope.Admits(known.Owner) || await IsSharedWith(scope, kind, id, gone)));

    /// <summary>True where an object is shared with somebody of a scope.</summary>
    public async ValueTask<bool> IsSharedWith(OwnerScope scope, string kind, string id, CancellationToken gone) =>
        (await Ask(Subject(kind, id), static subject => subject.SharedWith(), gone)).Any(scope.Admits);

    /// <summary>A grain by an interface of its own.</summary>
    public TGrain Grain<TGrain>(string key) where TGrain : class, IGrainWithStringKey =>
        ((GrainsOf<TGrain>)byInterface.GetOrAdd(typeof(TGrain), static (_, grains) => new GrainsOf<TGrain>(grains), grains))[key];

    /// <summary>A grain that there is one of for each bucket.</summary>
    public TGrain Grain<TGrain>(int bucket) where TGrain : IGrainWithIntegerKey => grains.GetGrain<TGrain>(bucket);

    /// <summary>
    /// Sequence a bucket has committed, where its ledger is in this process: then nobody has to be asked. Null otherwise.
    /// </summary>
    public long? CommittedHere(int bucket) => here?.Writers.Find(bucket)?.LastSeq;

    /// <summary>The business day of a moment, where a silo is in this process. Null otherwise.</summary>
    public DateOnly? DayHere(DateTimeOffset at) => calendar?.DayOf(at);

    /// <summary>Asks the projection of every bucket; answers in bucket order, and none older than what this gateway was told is committed.</summary>
    public async Task<T[]> AskAll<T>(Func<IProjectionGrain, int, Task<T>> ask, CancellationToken gone)
    {
        var count = (await Layout(gone)).BucketCount;
        var answers = new Task<T>[count];
        for (var bucket = 0; bucket < count; bucket++)
            answers[bucket] = retries.Call(Grain<IProjectionGrain>(bucket), (ask, bucket, known: acknowledged.Of(bucket)),
                static async (grain, asked) => Acknowledged.Current(await asked.ask(grain, asked.bucket), asked.known), gone).AsTask();
        return await Task.WhenAll(answers);
    }

    /// <summary>Has every bucket of the ledger checked, two at a time: each reads a whole journal.</summary>
    public async Task<ImmutableArray<BucketAudit>> VerifyAll(CancellationToken cancellationToken)
    {
        var audits = new BucketAudit[(await Layout(cancellationToken)).BucketCount];
        await Parallel.ForEachAsync(Enumerable.Range(0, audits.Length),
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellationToken },
            async (bucket, _) => audits[bucket] = await grains.GetGrain<IAuditGrain>(bucket).Verify());
        return [.. audits];
    }

    /// <summary>Creates a reference grains can call an object of this process by. The caller keeps the object alive.</summary>
    public IProjectionWatcher Refer(IProjectionWatcher watcher) => grains.CreateObjectReference<IProjectionWatcher>(watcher);
}
