using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Claims;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Units;
using SalesGrid.Hosting;
using SalesGrid.Projections;
using SalesGrid.Salespeople;
using SalesGrid.Units;

namespace SalesGrid.Gateway.Salespeople;

/// <inheritdoc cref="IReadScopes"/>
/// <remarks>
/// Formed from the tree of units and all salespeople, who are read again when somebody asks and what is known is 2 s old. So a reader beside many others costs
/// nothing, and whoever moves, acts for somebody or does so no more reads accordingly within 2 s.
/// </remarks>
public sealed class TeamScopes(GridGateway grid, TimeProvider time) : IReadScopes, IStandings
{
    /// <summary>How old what is known of people may be.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private Task<Team>? known;
    private long knownAt;

    /// <inheritdoc/>
    public async ValueTask<OwnerScope?> Of(ClaimsPrincipal caller, CancellationToken gone) =>
        ApiKeys.ReadsOf(caller) == ReadRight.All ? null : (await Current().WaitAsync(gone)).ScopeOf(caller.Identity!.Name!, ApiKeys.ReadsOf(caller) == ReadRight.Units ? Visitor.UnitsOf(caller) : []);

    /// <inheritdoc/>
    public async ValueTask<Sides> SidesOf(ClaimsPrincipal caller, CancellationToken gone) =>
        (await Current().WaitAsync(gone)).SidesOf(caller.Identity!.Name!, Visitor.UnitsOf(caller), Visitor.IsMachine(caller));

    /// <inheritdoc/>
    public void Forget()
    {
        lock (gate)
            known = null;
    }

    private Task<Team> Current()
    {
        lock (gate)
        {
            // One that failed is no answer: the next asker tries again.
            if (known is null || known.IsFaulted || known.IsCanceled || (known.IsCompleted && time.GetElapsedTime(knownAt) >= KeptFor))
            {
                knownAt = time.GetTimestamp();
                known = Read();
            }
            return known;
        }
    }

    private async Task<Team> Read()
    {
        var parts = await grid.AskAll(static async (projection, _) =>
        {
            var people = ImmutableArray.CreateBuilder<SalespersonView>();
            for (var query = new ListQuery { Kind = "salesperson", Limit = ListQuery.MaxLimit }; ;)
            {
                var page = await projection.List(query);
                people.AddRange(page.Rows.Select(r => (SalespersonView)r.Row));
                if (page.Rows.Length < query.Limit)
                    return new People(page.Bucket, page.Watermark, page.Day, people.DrainToImmutable());
                query = query with { After = page.Rows[^1].Place };
            }
        }, CancellationToken.None);
        var tree = await grid.Ask(grid.Unit(UnitCommand.Company), static u => u.Tree(-1), CancellationToken.None);
        return new(parts.SelectMany(p => p.All), tree ?? UnitTree.First, parts.Max(p => p.Day));
    }

    private sealed record People(int Bucket, long Watermark, DateOnly Day, ImmutableArray<SalespersonView> All) : IBucketAnswer;

    /// <summary>Who stands below whom, and who acts for whom, on a day.</summary>
    private sealed class Team
    {
        private readonly ConcurrentDictionary<string, OwnerScope> scopes = new(SubjectId.Comparer);
        private readonly ConcurrentDictionary<string, Sides> sides = new(SubjectId.Comparer);
        private readonly ILookup<string, string> below;
        private readonly ILookup<string, string> actsFor;
        private readonly ILookup<string, string> inUnit;

        public Team(IEnumerable<SalespersonView> people, UnitTree tree, DateOnly today)
        {
            var all = people.Select(p => p.In(tree, today)).ToList();
            below = all.SelectMany(p => p.UnitOn(today) is { } unit ? tree.HeadsAbove(unit, p.Id, today) : p.Place.Manager is { } manager ? [manager] : [], (p, manager) => (manager, p.Id))
                .ToLookup(b => b.manager, b => b.Id, SubjectId.Comparer);
            inUnit = all.SelectMany(p => tree.PathOn(p.UnitOn(today), today), (p, unit) => (unit.Id, Person: p.Id)).ToLookup(p => p.Id, p => p.Person, SubjectId.Comparer);
            actsFor = all
                .SelectMany(p => p.Delegations.Where(d => d.From <= today && today <= d.Until), (p, d) => (d.To, p.Id))
                .ToLookup(d => d.To, d => d.Id, SubjectId.Comparer);
        }

        /// <summary>Whose objects somebody may read.</summary>
        /// <param name="person">Who.</param>
        /// <param name="units">Units whose people's objects they read beside their own.</param>
        public OwnerScope ScopeOf(string person, ImmutableArray<string> units) => scopes.GetOrAdd(string.Join('\n', units.Prepend(person)), static (_, asked) =>
            asked.team.WithAllBelow(asked.units.SelectMany(unit => asked.team.inUnit[unit]).Concat(asked.team.actsFor[asked.person]).Prepend(asked.person)), (team: this, person, units));

        /// <summary>Whose side somebody stands on.</summary>
        /// <param name="person">Who.</param>
        /// <param name="units">Units their duties are limited to.</param>
        /// <param name="isMachine">True for a program, which leads nobody and acts for nobody.</param>
        public Sides SidesOf(string person, ImmutableArray<string> units, bool isMachine) => sides.GetOrAdd(string.Join('\n', [isMachine ? "machine" : "", person, .. units]), static (_, asked) =>
        {
            string[] actsFor = asked.isMachine ? [] : [.. asked.team.actsFor[asked.person]];
            return new(new([.. actsFor]), asked.isMachine ? new([]) : asked.team.WithAllBelow(actsFor.Prepend(asked.person).SelectMany(p => asked.team.below[p])),
                asked.units.IsEmpty ? null : asked.team.WithAllBelow(asked.units.SelectMany(unit => asked.team.inUnit[unit])));
        }, (team: this, person, units, isMachine));

        private OwnerScope WithAllBelow(IEnumerable<string> people)
        {
            var found = new HashSet<string>(SubjectId.Comparer);
            var open = new Queue<string>(people);
            while (open.TryDequeue(out var id) && found.Count < OwnerScope.OwnersMax)
            {
                if (!found.Add(id))
                    continue;
                foreach (var lower in below[id])
                    open.Enqueue(lower);
            }
            return new([.. found]);
        }
    }
}
