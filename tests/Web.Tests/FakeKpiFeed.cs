using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using SalesGrid.Gateway.Kpis;
using SalesGrid.Kpis;
using SalesGrid.Opportunities;
using SalesGrid.Projections;

namespace SalesGrid.Web.Tests;

/// <summary>An opportunity as far as KPIs know it.</summary>
public sealed record Deal(
    string Status,
    string Stage,
    string Owner,
    string? Region = null,
    string? Product = null,
    decimal? Amount = null,
    string? Currency = "CNY",
    string? Month = null,
    int? CycleDays = null,
    int ProbabilityPercent = 0)
{
    public KpiTotals Totals => new()
    {
        Open = Status == "open" ? 1 : 0,
        Won = Status == "won" ? 1 : 0,
        Lost = Status == "lost" ? 1 : 0,
        WonMinor = Status == "won" ? Minor : 0,
        OpenMinor = Status == "open" ? Minor : 0,
        WeightedMinorPercent = Status == "open" ? Minor * ProbabilityPercent : 0,
        WonCycleDays = Status == "won" ? CycleDays ?? 0 : 0,
        WonCycles = Status == "won" && CycleDays is not null ? 1 : 0,
    };

    private Int128 Minor => (Int128)((Amount ?? 0) * Currencies.MinorPerMajor(Currency ?? "CNY"));

    public string? Of(string dimension) => dimension switch
    {
        KpiDimension.Owner => Owner,
        KpiDimension.Region => Region,
        KpiDimension.Product => Product,
        KpiDimension.Stage => Stage,
        KpiDimension.Status => Status,
        KpiDimension.Month => Month,
        KpiDimension.Currency => Amount is null ? null : Currency,
        _ => null,
    };
}

/// <summary>KPI answers from a list of deals in memory: what is pushed is answered at once, in the same order every time.</summary>
public sealed class FakeKpiFeed(TimeProvider time) : IKpiFeed
{
    private readonly Lock gate = new();
    private ImmutableArray<Deal> deals = [];
    private long sequence;
    private DateTimeOffset? asOf;
    private Exception? fault;
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int watchers;

    /// <summary>Most subscriptions there were at once.</summary>
    public int WatchersMost { get; private set; }

    /// <summary>Completes once there were subscriptions and the last of them ended.</summary>
    public Task Idle => idle.Task;

    /// <summary>Commits deals; whoever watches is told.</summary>
    public void Push(params ReadOnlySpan<Deal> more)
    {
        lock (gate)
        {
            deals = deals.AddRange(more);
            sequence += more.Length;
            asOf = time.GetUtcNow();
            Signal();
        }
    }

    /// <summary>Makes every reading fail, those in progress too; null mends it.</summary>
    public void Break(Exception? with)
    {
        lock (gate)
        {
            fault = with;
            Signal();
        }
    }

    /// <inheritdoc/>
    public Task<KpiSnapshot> Read(KpiQuery query, OwnerScope? scope, CancellationToken cancellationToken) => Task.FromResult(Answer(query));

    /// <inheritdoc/>
    public async IAsyncEnumerable<KpiSnapshot> Watch(
        KpiQuery query, Func<CancellationToken, ValueTask<OwnerScope?>> scopeOf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        lock (gate)
            WatchersMost = Math.Max(WatchersMost, ++watchers);
        try
        {
            while (true)
            {
                Task next;
                lock (gate)
                    next = moved.Task;
                yield return Answer(query);
                await next.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            lock (gate)
            {
                if (--watchers == 0)
                    idle.TrySetResult();
            }
        }
    }

    private void Signal()
    {
        var told = moved;
        moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        told.SetResult();
    }

    private KpiSnapshot Answer(KpiQuery query)
    {
        lock (gate)
        {
            if (fault is not null)
                throw fault;
            var rows = deals
                .GroupBy(d => string.Join('\u001f', query.GroupBy.Select(k => d.Of(k) ?? "\u001e")), StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => Row([.. query.GroupBy.Select(k => g.First().Of(k))], [.. g]))
                .ToImmutableArray();
            return new(query, rows, sequence.ToString(CultureInfo.InvariantCulture), asOf, time.GetUtcNow());
        }
    }

    private static KpiRow Row(ImmutableArray<string?> key, Deal[] group)
    {
        var currencies = group.Where(d => d.Amount is not null).Select(d => d.Currency).Distinct().ToArray();
        return new(key, new(group.Aggregate(default(KpiTotals), (sum, d) => sum + d.Totals).ToSums(), group.Length, default),
            currencies.Length == 1 ? currencies[0] : null, currencies.Length > 1);
    }
}
