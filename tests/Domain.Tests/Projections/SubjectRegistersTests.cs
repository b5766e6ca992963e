using System.Collections.Immutable;
using SalesGrid.Claims;

namespace SalesGrid.Domain.Tests;

public sealed class SubjectRegistersTests
{
    private static readonly ImmutableArray<string> Tags = ["red", "round", "old"];

    private static readonly SubjectKind<Thing, ThingEvent> Kind = new("thing", new(null, []), static (thing, _, _) => thing)
    {
        Shown = static (_, record) => record.State.Name,
        TaggedBy = static thing => thing.Tags,
    };

    private static readonly Gen<(string Id, Thing Thing)> Change = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[0, 2].Array[0, 4],
        (id, name, tags) => ($"T{id}", new Thing(name == 0 ? null : $"N{name}", [.. tags.Select(t => Tags[t])])));

    [Fact]
    public void A_register_lists_what_is_shown_by_id_and_by_tag_as_it_last_was() => Change.Array[0, 40].Sample(changes =>
    {
        var registers = new SubjectRegisters();
        var known = new SortedDictionary<string, Thing>(StringComparer.Ordinal);
        foreach (var (id, thing) in changes)
        {
            registers.Put(Kind, id, new SubjectRecord<Thing> { Version = 1, State = thing });
            known[id] = thing;
        }
        foreach (var tag in Tags.Prepend(null))
        {
            var expected = known.Where(t => t.Value.Name is not null && (tag is null || t.Value.Tags.Contains(tag))).Select(t => (t.Key, t.Value.Name)).ToArray();
            var (total, rows) = registers.After(Kind.Name, tag, null, null, ListQuery.MaxLimit);
            Assert.Equal(expected.Length, total);
            Assert.Equal(expected, rows.Select(r => (r.Place.Id, (string?)r.Row)));
        }
        Assert.All(known, t => Assert.Equal(t.Value.Name, registers.Find(Kind.Name, t.Key)));
    });

    [Fact]
    public void What_tells_of_accounts_is_neither_listed_nor_counted_for_who_reads_none()
    {
        var registers = new SubjectRegisters();
        foreach (var subject in new[] { ClaimOf.ActorSubject("U1"), ClaimOf.IdentitySubject("91350100M000100Y43"), ClaimOf.LoginSubject("https://login.example.com/", "8f") })
            registers.Put(ClaimKind.Kind, SubjectKinds.IdOf(subject), new SubjectRecord<Claim> { Version = 1, State = Claim.None });
        Assert.Equal(3, registers.After("claim", null, null, null, ListQuery.MaxLimit).Total);
        var (total, rows) = registers.After("claim", null, null, null, ListQuery.MaxLimit, new(null));
        Assert.Equal((1, "uscc-91350100M000100Y43"), (total, Assert.Single(rows).Place.Id));
    }

    [Fact]
    public void A_tag_is_asked_for_alone()
    {
        var projection = new BucketProjection(ShippedWarnings.Policy, Tables.DayOf);
        Assert.Equal(0, projection.List(new() { Kind = "customer", Tag = "pool" }, default).Total);
        Assert.Throws<ArgumentException>(() => projection.List(new() { Kind = "customer", Tag = "pool", Where = [new("sector", ["x"])] }, default));
    }

    /// <summary>A name, null for a thing there is nothing to show of.</summary>
    private sealed record Thing(string? Name, ImmutableArray<string> Tags);

    private abstract record ThingEvent : SubjectEvent;
}
