using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

/// <summary>What is read within a scope is what the owners in it own, and what nobody owns: no more, no less.</summary>
public sealed class OwnerScopeTests
{
    private static readonly string[] Owners = ["S1", "s1", "S2", "S3"];

    private static readonly SubjectKind<Owned, OwnedEvent> Kind = new("owned", new(null, []), static (owned, _, _) => owned)
    {
        Shown = static (_, record) => record.State,
        OwnedBy = static (_, owned) => owned.Owner,
        TaggedBy = static owned => owned.Tags,
    };

    private static readonly Gen<(string Id, Owned Owned)> Change = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 4], Gen.Bool,
        (id, owner, tagged) => ($"T{id}", new Owned(owner == 4 ? null : Owners[owner], tagged ? ["red"] : [])));

    private static readonly Gen<OwnerScope> Scope = Gen.Int[0, 3].Array[0, 3].Select(some => new OwnerScope([.. some.Select(i => Owners[i])]));

    [Fact]
    public void Equal_scopes_have_equal_keys_whatever_the_order_and_the_case()
    {
        Assert.Equal(new OwnerScope(["S1", "S2"]).Key, new OwnerScope(["s2", "S1", "s1"]).Key);
        Assert.NotEqual(new OwnerScope(["S1", "S2"]).Key, new OwnerScope(["S1"]).Key);
        Assert.NotEqual(new OwnerScope([]).Key, new OwnerScope(["S1"]).Key);
        Assert.True(new OwnerScope(["S1"]).Admits("s1"));
        Assert.False(new OwnerScope(["S1"]).Admits("S2"));
        Assert.True(new OwnerScope([]).Admits(null));
    }

    [Fact]
    public void Every_kind_whose_objects_somebody_owns_has_facts_by_owner() => Assert.All(
        SubjectKinds.All.Where(k => k is { HasOwners: true, Facts: not null }), k => Assert.Contains(FactSchema.Owner, k.Facts!.Schema.Dimensions));

    [Fact]
    public void A_register_lists_and_counts_what_the_scope_admits_page_by_page() => Gen.Select(Change.Array[0, 40], Scope, Gen.Int[1, 4]).Sample((changes, scope, limit) =>
    {
        var registers = new SubjectRegisters();
        var known = new SortedDictionary<string, Owned>(StringComparer.Ordinal);
        foreach (var (id, owned) in changes)
        {
            registers.Put(Kind, id, new SubjectRecord<Owned> { Version = 1, State = owned });
            known[id] = owned;
        }
        foreach (var tag in new[] { null, "red" })
        {
            var wanted = known.Where(o => scope.Admits(o.Value.Owner) && (tag is null || o.Value.Tags.Contains(tag))).Select(o => o.Key).ToArray();
            var found = new List<string>();
            for (string? after = null; ;)
            {
                var (total, rows) = registers.After(Kind.Name, tag, scope, after, limit);
                Assert.Equal(wanted.Length, total);
                found.AddRange(rows.Select(r => r.Place.Id));
                if (rows.Length < limit)
                    break;
                after = rows[^1].Place.Id;
            }
            Assert.Equal(wanted, found);
        }
    });

    [Fact]
    public void Rows_and_sums_of_a_scope_are_those_of_its_owners() => Gen.Select(Generators.State.Array[1, 12], Gen.Int[0, 3].Array[12], Scope, Generators.Question).Sample((states, owners, scope, question) =>
    {
        var table = Tables.OfOpportunities();
        for (var i = 0; i < states.Length; i++)
        {
            states[i] = states[i] with { Attribution = states[i].Attribution with { OwnerId = Owners[owners[i]] } };
            table.Put($"OPP-{i}", new SubjectRecord<Opportunity> { Version = 1, State = states[i] });
        }
        var mine = Enumerable.Range(0, states.Length).Where(i => scope.Admits(states[i].Attribution.OwnerId)).ToArray();
        var (total, rows) = table.List(new() { Kind = OpportunitySchema.Schema.Kind, Scope = scope, Limit = ListQuery.MaxLimit }, Tables.Today, static _ => null);
        Assert.Equal(mine.Length, total);
        Assert.Equal(mine.Select(i => $"OPP-{i}").Order(StringComparer.Ordinal), rows.Select(r => r.Place.Id));
        var scoped = table.Ask(question with { ByOwner = true }, Tables.Today)
            .Where(g => scope.Admits(g.Key.Owner))
            .GroupBy(g => g.Key with { Owner = null })
            .ToDictionary(g => g.Key, g => g.Select(x => x.Value).Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)]));
        Assert.Null(PlainSums.Differs(scoped, [.. mine.Select(i => states[i])], question));
    }, iter: 300);

    private sealed record Owned(string? Owner, ImmutableArray<string> Tags);

    private abstract record OwnedEvent : SubjectEvent;
}
