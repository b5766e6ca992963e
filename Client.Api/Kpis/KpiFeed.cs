using System.Runtime.CompilerServices;
using Microsoft.Extensions.Caching.Memory;
using SalesGrid.Gateway.Grid;
using SalesGrid.Kpis;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Kpis;

/// <summary>KPI answers from the projections, one board for each question however many ask it.</summary>
public sealed class KpiFeed(GridGateway grid, ChangeSignal signal, TimeProvider time) : IKpiFeed, IDisposable
{
    /// <summary>Most questions whose answers are kept; one that was not asked for some minutes is forgotten.</summary>
    private const int BoardsMax = 200;

    private readonly MemoryCache boards = new(new MemoryCacheOptions { SizeLimit = BoardsMax });

    /// <inheritdoc/>
    public Task<KpiSnapshot> Read(KpiQuery query, OwnerScope? scope, CancellationToken cancellationToken) =>
        (scope is null ? BoardOf(query).Read(cancellationToken) : ScopedBoardOf(query).Read(scope, cancellationToken)).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<KpiSnapshot> Watch(
        KpiQuery query, Func<CancellationToken, ValueTask<OwnerScope?>> scopeOf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var listening = signal.Listen();
        string? shown = null;
        while (true)
        {
            // Taken before reading: what is committed during the read gives the next signal.
            var moved = signal.Next();
            // Asked each time: whoever moves to another team sees its figures from then on, and no longer those of the former one.
            var scope = await scopeOf(cancellationToken);
            var snapshot = await Read(query, scope, cancellationToken);
            if (snapshot.Version != shown)
            {
                shown = snapshot.Version;
                yield return snapshot;
            }
            await moved.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => boards.Dispose();

    private KpiBoard BoardOf(KpiQuery query) => Kept(query, () => new KpiBoard(query, grid, time));

    private ScopedKpiBoard ScopedBoardOf(KpiQuery query) => Kept(query, () => new ScopedKpiBoard(query, grid, time));

    private TBoard Kept<TBoard>(KpiQuery query, Func<TBoard> made) => boards.GetOrCreate((typeof(TBoard), query.Key), entry =>
    {
        entry.SetSize(1).SetSlidingExpiration(TimeSpan.FromMinutes(5));
        return made();
    })!;
}
