using System.Collections.Immutable;
using SalesGrid.Controls;

namespace SalesGrid.Domain.Tests;

public sealed class RefusalRegisterLawTests
{
    private static readonly Gen<RefusedCommand> Refused = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 4],
        (point, actor, subject, minutes, suppressed) => new RefusedCommand($"opportunity/O{subject}", "AdvanceStage", "c", $"CP-STAGE-0{point}", $"P{actor}",
            new("否", "No."), World.Now.AddMinutes(minutes), suppressed));

    private static readonly Gen<RefusalQuery> Query = Gen.Select(Gen.Int[-1, 3], Gen.Int[-1, 2], Gen.Int[-1, 3], Gen.Int[1, 9], (point, actor, subject, limit) => new RefusalQuery
    {
        ControlPoint = point < 0 ? null : $"CP-STAGE-0{point}",
        Actor = actor < 0 ? null : $"P{actor}",
        Subject = subject < 0 ? null : $"opportunity/O{subject}",
        Limit = limit,
    });

    [Fact]
    public void Pages_read_in_turn_are_the_whole_list_once_newest_first() => Gen.Select(Refused.Array[0, 60], Query, Gen.Int[0, 6], Gen.Int[0, 6]).Sample((all, query, from, before) =>
    {
        var register = Register(all);
        var (start, end) = (World.Now.AddMinutes(from), World.Now.AddMinutes(before));
        var expected = all.Index()
            .Where(r => (query.ControlPoint ?? r.Item.ControlPoint) == r.Item.ControlPoint && (query.Actor ?? r.Item.Actor) == r.Item.Actor
                && (query.Subject ?? r.Item.Subject) == r.Item.Subject && r.Item.At >= start && r.Item.At < end)
            .OrderByDescending(r => r.Item.At).ThenBy(r => IdOf(r.Index), StringComparer.Ordinal)
            .Select(r => IdOf(r.Index)).ToArray();
        var read = new List<string>();
        TimePlace? after = null;
        while (true)
        {
            var (total, rows) = register.Query(query with { After = after }, start, end);
            Assert.Equal(expected.Length, total);
            read.AddRange(rows.Select(r => r.Id));
            if (rows.Length < query.Limit)
                break;
            after = rows[^1].Place;
        }
        Assert.Equal(expected, read);
    }, iter: 1_000);

    [Fact]
    public void Those_that_concern_accounts_are_for_who_reads_accounts_and_counts_are_those_of_the_scope()
    {
        var register = Register([.. new[] { ("user/U1", "P1"), ("user/U2", "P1"), ("opportunity/O1", "P1"), ("opportunity/O1", "P2") }
            .Select(r => new RefusedCommand(r.Item1, "SetRoles", "c", "CP-USER-07", r.Item2, new("否", "No."), World.Now))]);
        Assert.Equal((4, 2, 3), (register.Query(new(), null, null).Total, register.Query(new() { Without = new(null) }, null, null).Total, register.Query(new() { Without = new("user/U2") }, null, null).Total));
        Assert.Equal([new("CP-USER-07", "P2", 1)], register.Counts(new(["P2"])));
    }

    [Fact]
    public void The_oldest_make_way_and_stay_counted() => Refused.Array[0, 60].Sample(all =>
    {
        var register = Register(all, rowsMax: 10);
        var (total, rows) = register.Query(new() { Limit = 500 }, null, null);
        Assert.Equal((Math.Min(10, all.Length), Math.Max(0, all.Length - 10)), (total, register.Older));
        Assert.Equal(all.Index().Select(r => new RefusalRow(IdOf(r.Index), r.Item)).Order(RefusalRow.NewestFirst).Take(10), rows);
        Assert.Equal(
            all.GroupBy(r => (r.ControlPoint, r.Actor)).Select(g => new RefusedCount(g.Key.ControlPoint, g.Key.Actor, g.Sum(r => 1 + r.Suppressed))).ToHashSet(),
            register.Counts().ToHashSet());
    }, iter: 500);

    [Fact]
    public void A_place_without_the_id_loses_rows_and_is_caught() => Assert.Throws<CsCheckException>(() => Refused.Array[20, 60].Sample(all =>
    {
        var register = Register(all);
        var first = register.Query(new() { Limit = 3 }, null, null).Rows;
        var next = register.Query(new() { Limit = 500, After = first[^1].Place with { Id = "\uffff" } }, null, null).Rows;
        Assert.Equal(all.Length, first.Length + next.Length);
    }, iter: 200));

    private static string IdOf(int index) => $"{index * 7919 % 1000:D3}-{index}";

    private static RefusalRegister Register(IEnumerable<RefusedCommand> all, int rowsMax = 1_000)
    {
        var register = new RefusalRegister(rowsMax);
        foreach (var (index, refused) in all.Index())
            register.Put(IdOf(index), refused);
        return register;
    }
}
