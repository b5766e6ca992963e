using System.Globalization;

namespace SalesGrid.Domain.Tests;

public sealed class PagingLawTests
{
    private static readonly string[] Sorts = [FactSchema.Id, .. OpportunitySchema.Schema.Sorts];

    // Ids of differing length and case, so that no order but the ordinal one will do.
    private static readonly Gen<IFactTable> AnyTable = Generators.State.Array[0, 40].Select(states =>
    {
        var table = Tables.OfOpportunities();
        for (var i = 0; i < states.Length; i++)
            table.Put((i % 3) switch { 0 => $"OPP-{i}", 1 => $"opp-{i:D4}", _ => $"商机-{i}" }, new SubjectRecord<Opportunity> { Version = 1, State = states[i] });
        return table;
    });

    [Fact]
    public void Pages_read_in_turn_are_the_whole_list_once_and_in_order() => Gen.Select(AnyTable, Generators.List, Gen.Int[1, 12]).Sample(
        (table, query, pageSize) => Assert.Null(PlainList.Differs(table.Read, All(table), query, pageSize)), iter: 2_000);

    [Theory, MemberData(nameof(Orders))]
    public void Every_order_pages_through_every_row(string sort, bool descending) => Gen.Select(AnyTable, Gen.Int[1, 5]).Sample(
        (table, pageSize) => Assert.Null(PlainList.Differs(table.Read, All(table), new() { Sort = sort, Descending = descending }, pageSize)), iter: 50);

    [Fact]
    public void A_cursor_without_the_id_is_caught() => Assert.Throws<CsCheckException>(() => Gen.Select(AnyTable, Gen.Int[1, 5]).Sample(
        (table, pageSize) => Assert.Null(PlainList.Differs(
            q => table.Read(q.After is { } after ? q with { After = after with { Id = "\uffff" } } : q), All(table), new() { Sort = KpiDimension.Stage }, pageSize)), iter: 200));

    [Fact]
    public void A_list_that_forgets_its_first_row_is_caught() => Assert.Throws<CsCheckException>(() => AnyTable.Sample(
        table => Assert.Null(PlainList.Differs(q => table.Read(q) is var (total, rows, places) && rows.Count > 0 ? (total, [.. rows.Skip(1)], places) : table.Read(q), All(table), new(), 50)), iter: 200));

    /// <summary>A list that is read page by page, and what happens between the pages.</summary>
    private static readonly Gen<Walk> Walks = Gen.Select(
        Generators.State.Array[1, 25], Gen.Select(Gen.Int[0, 29], Generators.State).Array[0, 4].Array[0, 25], Gen.OneOf(Sorts), Gen.Bool, Gen.Int[1, 6],
        (before, meanwhile, sort, descending, pageSize) => new Walk(before, meanwhile, sort, descending, pageSize));

    [Fact]
    public void A_row_that_does_not_change_is_on_one_page_and_one_that_does_is_never_missed() => Walks.Sample(
        walk => Assert.Null(Wrong(walk, (query, watermark) => query with { Since = watermark })), iter: 2_000);

    [Fact]
    public void Pages_that_do_not_remember_how_far_the_first_one_went_miss_rows_or_show_them_thrice() => Assert.Throws<CsCheckException>(() => Walks.Sample(
        walk => Assert.Null(Wrong(walk, (query, _) => query)), iter: 2_000));

    /// <summary>What is wrong with the pages of a list that changes while it is read; null when nothing is.</summary>
    private static string? Wrong(Walk walk, Func<ListQuery, long, ListQuery> next)
    {
        var table = Tables.OfOpportunities();
        var versions = new Dictionary<string, int>();
        var seq = 0L;
        void Put(int i, Opportunity state)
        {
            var version = versions[$"opp-{i}"] = versions.GetValueOrDefault($"opp-{i}") + 1;
            table.Put($"opp-{i}", new SubjectRecord<Opportunity> { Version = version, Seq = ++seq, State = state });
        }
        for (var i = 0; i < walk.Before.Length; i++)
            Put(i, walk.Before[i]);
        var first = seq;
        var seen = new Dictionary<string, int>();
        var changed = new HashSet<string>();
        var query = new ListQuery { Sort = walk.Sort, Descending = walk.Descending, Limit = walk.PageSize };
        for (var page = 0; ; page++)
        {
            var (_, rows, places) = table.Read(query);
            foreach (var row in rows)
                seen[row.Id] = seen.GetValueOrDefault(row.Id) + 1;
            if (rows.Count < walk.PageSize)
                break;
            query = next(query, first) with { After = places[^1] };
            foreach (var (i, state) in walk.Meanwhile.ElementAtOrDefault(page) ?? [])
            {
                Put(i, state);
                changed.Add($"opp-{i}");
            }
        }
        foreach (var id in versions.Keys)
        {
            var times = seen.GetValueOrDefault(id);
            var added = int.Parse(id[4..], CultureInfo.InvariantCulture) >= walk.Before.Length;
            if (added ? times > 1 : changed.Contains(id) ? times is < 1 or > 2 : times != 1)
                return $"{id} {(added ? "was added" : changed.Contains(id) ? "changed" : "did not change")} and was seen {times} times.";
        }
        return null;
    }

    private sealed record Walk(Opportunity[] Before, (int Row, Opportunity State)[][] Meanwhile, string Sort, bool Descending, int PageSize);

    [Theory]
    [InlineData(-5, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(500, 500)]
    [InlineData(501, 500)]
    [InlineData(int.MaxValue, 500)]
    public void A_page_has_between_one_row_and_five_hundred(int limit, int rows)
    {
        var table = Tables.OfOpportunities();
        for (var i = 0; i < 510; i++)
            table.Put(i.ToString(CultureInfo.InvariantCulture), new SubjectRecord<Opportunity> { Version = 1, State = World.In("proposal") });
        var (total, page, _) = table.Read(new() { Limit = limit });
        Assert.Equal((510, rows), (total, page.Count));
    }

    [Fact]
    public void A_register_pages_by_id_through_every_object_once() => Gen.Select(Gen.Int[0, 300].Array[0, 60], Gen.Int[1, 9]).Sample((numbers, limit) =>
    {
        var register = new Register();
        foreach (var number in numbers)
            register.Put($"C{number}", number);
        var expected = numbers.Distinct().OrderBy(n => $"C{n}", StringComparer.Ordinal).ToArray();
        var read = new List<int>();
        for (string? after = null; ;)
        {
            var (total, rows) = register.After(after, limit);
            Assert.Equal(expected.Length, total);
            read.AddRange(rows.Select(r => (int)r.Row));
            if (rows.IsEmpty)
                break;
            after = rows[^1].Place.Id;
        }
        Assert.Equal(expected, read);
    });

    private static PipelineRow[] All(IFactTable table) => [.. table.Read(new() { Limit = ListQuery.MaxLimit }).Rows];

    public static TheoryData<string, bool> Orders => new(Sorts.SelectMany(s => new[] { (s, false), (s, true) }));
}
