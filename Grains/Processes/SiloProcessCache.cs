using System.Collections.Concurrent;
using SalesGrid.Decisions;
using SalesGrid.Subjects;

namespace SalesGrid.Processes;

/// <summary>
/// The processes as this silo knows them, for rules that cannot ask: shipped definitions from the start, a company's own from
/// the first time they are needed.
/// </summary>
/// <remarks>
/// Versions never change, so they are kept for good. Which one is in force is asked again after <see cref="StaleAfter"/>: an
/// approval, an adoption or a retirement takes effect on every silo within that time. What is decided is a day, so nobody
/// will notice.
/// </remarks>
/// <param name="grains">The way to the processes.</param>
/// <param name="shipped">What the product ships.</param>
/// <param name="time">When something is stale.</param>
public sealed class SiloProcessCache(IGrainFactory grains, ProcessCatalog shipped, TimeProvider time)
{
    /// <summary>How long an answer about what is in force is believed.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(5);

    /// <summary>Ids looked up, existing or not. Beyond that all are asked anew: callers choose them. The catalog holds only what exists.</summary>
    private const int LookedUpMax = 2_000;

    private readonly ConcurrentDictionary<string, (long At, DateOnly Day, int Version)> lookedUp = new(StringComparer.Ordinal);
    private readonly Lock changing = new();
    private readonly ProcessCatalog fromTheStart = shipped;
    private volatile ProcessCatalog catalog = shipped;

    /// <summary>Everything this silo knows of processes so far.</summary>
    public ProcessCatalog Known => catalog;

    /// <summary>A catalog that knows what is in force of a process today.</summary>
    /// <param name="id">The process.</param>
    /// <param name="today">The business day.</param>
    /// <param name="inputs">Notes the process; null outside of decisions.</param>
    public async ValueTask<ProcessCatalog> InForce(string id, DateOnly today, Inputs? inputs)
    {
        if (!SubjectId.IsValid(id))
            return catalog;
        var isPast = inputs is { IsPast: true };
        if (!isPast && lookedUp.TryGetValue(id, out var known) && known.Day == today && time.GetElapsedTime(known.At) < StaleAfter)
        {
            inputs?.Note(ProcessKind.Kind.SubjectOf(id), known.Version);
            return catalog;
        }
        var askedAt = time.GetTimestamp();
        var process = await Grain(id).Get();
        inputs?.Note(ProcessKind.Kind.SubjectOf(id), process?.Version ?? 0);
        var line = ProcessLine.Of(id, process, fromTheStart);
        var inForce = line.InForceOn(today) is { } version ? await Definition(id, version) : null;
        // What was in force then is nobody else's to know.
        if (isPast)
            return catalog.With(line, inForce);
        if (lookedUp.Count >= LookedUpMax)
            lookedUp.Clear();
        lock (changing)
            catalog = catalog.With(line, inForce);
        lookedUp[id] = (askedAt, today, process?.Version ?? 0);
        return catalog;
    }

    /// <summary>A catalog that has one version of a process.</summary>
    public async ValueTask<ProcessCatalog> Pinned(string id, int version)
    {
        if (catalog.Find(id, version) is null)
            await Definition(id, version);
        return catalog;
    }

    /// <summary>A catalog that has a version of a process, where that version takes effect some day.</summary>
    public async ValueTask<ProcessCatalog> Released(string id, int version, DateOnly today, Inputs? inputs)
    {
        var released = await InForce(id, today, inputs);
        return released.EffectiveFrom(id, version) is not null && await Definition(id, version) is { } definition ? released.With(definition) : released;
    }

    private async ValueTask<ProcessDefinition?> Definition(string id, int version)
    {
        if (catalog.Find(id, version) is { } known)
            return known;
        // A version never changes once it is released.
        if (await AsOf.AskNow(() => Grain(id).Definition(version)) is not { } definition)
            return null;
        lock (changing)
            catalog = catalog.With(definition);
        return definition;
    }

    private IProcessGrain Grain(string id) => grains.GetGrain<IProcessGrain>(ProcessKind.Kind.SubjectOf(id));
}
