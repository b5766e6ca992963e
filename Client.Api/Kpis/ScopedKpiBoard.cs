using System.Collections.Concurrent;
using System.Collections.Immutable;
using SalesGrid.Gateway.Grid;
using SalesGrid.Kpis;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Kpis;

/// <summary>
/// The answer to one question for those who may not read everybody's objects. The projections answer once, by owner; each scope adds up
/// the groups of its owners. So a thousand readers ask a bucket one question, and readers of equal scope share one sum.
/// </summary>
internal sealed class ScopedKpiBoard(KpiQuery query, GridGateway grid, TimeProvider time)
{
    /// <summary>Most scopes whose answers are kept; at one more, all are formed anew when asked for.</summary>
    private const int ScopesMax = 2_000;

    private readonly KpiParts parts = new(query with { ByOwner = true }, grid, time);
    private State current = new([]);

    /// <summary>The answer now, everything committed before the call included.</summary>
    /// <exception cref="TooManyGroupsException">The question has more groups than are answered.</exception>
    public async Task<KpiSnapshot> Read(OwnerScope scope, CancellationToken gone)
    {
        var now = await parts.Read(gone);
        var readAt = time.GetUtcNow();
        var state = current;
        if (state.Parts != now)
            current = state = new(now, state);
        if (state.Answers.Count >= ScopesMax)
            state.Answers.Clear();
        return state.Answers.GetOrAdd(scope.Key, static (_, asked) => KpiBoard.Merge(asked.query, asked.state.Parts, asked.state.CellsOf(asked.scope), asked.readAt),
            (query, state, scope, readAt)) with
        { ReadAt = readAt, Scope = scope.Key };
    }

    /// <summary>The parts, what is found of them by owner, and the answers formed of them.</summary>
    private sealed class State
    {
        private readonly ImmutableArray<Lazy<ILookup<string, KpiCell>>> byOwner;

        public State(ImmutableArray<KpiPartial> parts, State? before = null)
        {
            Parts = parts;
            byOwner = [.. parts.Select((part, i) => before is not null && i < before.Parts.Length && ReferenceEquals(before.Parts[i], part)
                ? before.byOwner[i]
                : new Lazy<ILookup<string, KpiCell>>(() => part.Cells.ToLookup(c => c.Owner ?? "", SubjectId.Comparer)))];
        }

        public ImmutableArray<KpiPartial> Parts { get; }

        public ConcurrentDictionary<string, KpiSnapshot> Answers { get; } = new(StringComparer.Ordinal);

        /// <summary>The groups of what the scope admits.</summary>
        public IEnumerable<KpiCell> CellsOf(OwnerScope scope) => byOwner.SelectMany(part => part.Value.Count < scope.Owners.Length
            ? part.Value.Where(owned => scope.Admits(owned.Key.Length == 0 ? null : owned.Key)).SelectMany(owned => owned)
            : scope.Owners.Prepend("").Distinct(SubjectId.Comparer).SelectMany(owner => part.Value[owner]));
    }
}
