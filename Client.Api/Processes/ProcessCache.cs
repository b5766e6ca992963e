using System.Collections.Concurrent;
using System.Collections.Immutable;
using SalesGrid.Gateway.Grid;
using SalesGrid.Processes;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Processes;

/// <summary>The processes as the gateway shows them: what the product ships, and what the company has made of it.</summary>
public sealed partial class ProcessCache(GridGateway grid, TimeProvider time, ILogger<ProcessCache> logger) : IProcessNames
{
    /// <summary>Definitions held, all of approved versions, which never change. Beyond that all are asked for anew.</summary>
    private const int DefinitionsMax = 2_000;

    /// <summary>Earlier versions of a process whose stages are named on the page, the newest of them.</summary>
    private const int EarlierMax = 20;

    /// <summary>What the company has made something of.</summary>
    private static readonly ListQuery Registered = new() { Kind = "process", Limit = ListQuery.MaxLimit };

    /// <summary>How old the stages of the page may be.</summary>
    private static readonly TimeSpan StagesStaleAfter = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Id, int Version), ProcessDefinition> definitions = new();
    private ImmutableArray<ProcessDefinition> known = [.. ProcessCatalog.Shipped.Newest.Values.OrderBy(p => p.Id, StringComparer.Ordinal)];
    private ImmutableArray<ProcessDefinition> earlier = [];
    private volatile bool heard;
    private long heardAt;
    private int refreshing;

    /// <inheritdoc/>
    /// <remarks>For a page that cannot wait: at first what is shipped; asks anew in the background where it last heard long ago.</remarks>
    public ImmutableArray<ProcessDefinition> Known
    {
        get
        {
            if ((!heard || time.GetElapsedTime(Volatile.Read(ref heardAt)) >= StagesStaleAfter) && Interlocked.Exchange(ref refreshing, 1) == 0)
                _ = Refresh();
            return known;
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<ProcessDefinition> Earlier => earlier;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>All processes by id: the shipped ones, and of the company's own at most 500 a bucket.</summary>
    public async Task<(ImmutableArray<ProcessAnswer> Items, string Watermark)> All(CancellationToken gone)
    {
        var parts = await grid.AskAll(static (projection, _) => projection.List(Registered), gone);
        // Which version is in force is a matter of the day, which the buckets know.
        var own = parts.SelectMany(p => p.Rows.Select(r => ProcessLine.InForce((ProcessView)r.Row, p.Day, ProcessCatalog.Shipped)))
            .ToDictionary(v => v.Id, StringComparer.Ordinal);
        var ids = ProcessCatalog.Shipped.Shelved.Select(s => s.Definition.Id).Concat(own.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var answers = new List<ProcessAnswer>();
        foreach (var id in ids)
            answers.Add(await Answer(id, own.GetValueOrDefault(id), gone));
        return ([.. answers], Watermarks.Text(parts.Select(p => p.Watermark)));
    }

    /// <summary>One process; null when there is none of that id.</summary>
    public async Task<ProcessAnswer?> One(string id, CancellationToken gone)
    {
        if (!SubjectId.IsValid(id))
            return null;
        var own = await grid.Ask(grid.Process(id), static p => p.Get(), gone);
        return own is null && ProcessCatalog.Shipped.VersionsOf(id).IsEmpty ? null : await Answer(id, own, gone);
    }

    /// <summary>The definition of a version, shipped or the company's own, or of the open draft; null when there is none.</summary>
    public async Task<ProcessDefinition?> Definition(string id, int version, CancellationToken gone)
    {
        if (!SubjectId.IsValid(id))
            return null;
        return ProcessCatalog.Shipped.Find(id, version) ?? (definitions.TryGetValue((id, version), out var held)
            ? held
            : await grid.Ask(grid.Process(id), p => p.Definition(version), gone));
    }

    private async Task<ProcessAnswer> Answer(string id, ProcessView? own, CancellationToken gone)
    {
        var shipped = ProcessCatalog.Shipped;
        // Where the company has done nothing to it, what is in force is so from the start: no day has to be known.
        var inForce = own is null ? shipped.Newest.GetValueOrDefault(id)?.Version : own.InForce;
        var newest = inForce ?? (own?.Releases is [.., var last] ? last.Version : shipped.VersionsOf(id) is [.., var number] ? number : own!.Draft!.Version);
        var definition = await Definition(id, newest, gone);
        if (definition is not null && own?.Releases.Any(r => r.Version == newest) == true)
            Held(definition);
        return ProcessAnswer.Of(id, own, shipped, inForce, definition);
    }

    /// <summary>The definition of an approved version, held from now on.</summary>
    private ProcessDefinition Held(ProcessDefinition definition)
    {
        if (definitions.Count >= DefinitionsMax)
            definitions.Clear();
        return definitions.GetOrAdd((definition.Id, definition.Version), definition);
    }

    private async Task Refresh()
    {
        try
        {
            var (all, _) = await All(CancellationToken.None);
            var before = new List<ProcessDefinition>();
            foreach (var process in all)
            {
                foreach (var version in process.Versions.Where(v => v.Status == ProcessVersionStatus.Approved && v.Version != process.Definition?.Version)
                    .OrderByDescending(v => v.Version).Take(EarlierMax))
                {
                    if (await Definition(process.Id, version.Version, CancellationToken.None) is { } definition)
                        before.Add(Held(definition));
                }
            }
            var names = (known, earlier);
            earlier = [.. before];
            // A retired process is shown as long as anything runs under it; one that is only a draft is not.
            known = [.. all.Where(p => p.Versions.Any(v => v.Status == ProcessVersionStatus.Approved)).Select(p => p.Definition).OfType<ProcessDefinition>()];
            Volatile.Write(ref heardAt, time.GetTimestamp());
            heard = true;
            if (!known.SequenceEqual(names.known) || !earlier.SequenceEqual(names.earlier))
                Changed?.Invoke();
        }
        catch (Exception e) when (Retries.IsPassing(e) || e is ObjectDisposedException or InvalidOperationException)
        {
            // The page shows what was known; the next look tries again.
            LogNotRefreshed(e);
        }
        finally
        {
            Volatile.Write(ref refreshing, 0);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The processes could not be read for the page")]
    private partial void LogNotRefreshed(Exception exception);
}
