using System.Globalization;

namespace SalesGrid.Domain.Tests;

public sealed class PagingLawTests
{
    // Ids of differing length and case, so that no order but the ordinal one will do.
    private static readonly Gen<PipelineTable> Tables = Generators.State.Array[0, 40].Select(states =>
    {
        var table = new PipelineTable();
        for (var i = 0; i < states.Length; i++)
            table.Put((i % 3) switch { 0 => $"OPP-{i}", 1 => $"opp-{i:D4}", _ => $"商机-{i}" }, new SubjectRecord<Opportunity> { Version = 1, State = states[i] });
        return table;
    });

    [Fact]
    public void Pages_read_in_turn_are_the_whole_list_once_and_in_order() => Gen.Select(Tables, Generators.List, Gen.Int[1, 12]).Sample(
        (table, query, pageSize) => Assert.Null(PlainList.Differs(q => Ask(table, q), All(table), query, pageSize)), iter: 2_000);

    [Theory, MemberData(nameof(Orders))]
    public void Every_order_pages_through_every_row(PipelineSort sort, bool descending) => Gen.Select(Tables, Gen.Int[1, 5]).Sample(
        (table, pageSize) => Assert.Null(PlainList.Differs(q => Ask(table, q), All(table), new() { Sort = sort, Descending = descending }, pageSize)), iter: 50);

    [Fact]
    public void A_cursor_without_the_id_is_caught() => Assert.Throws<CsCheckException>(() => Gen.Select(Tables, Gen.Int[1, 5]).Sample(
        (table, pageSize) => Assert.Null(PlainList.Differs(
            q => Ask(table, q.After is { } after ? q with { After = after with { Id = "\uffff" } } : q), All(table), new() { Sort = PipelineSort.Stage }, pageSize)), iter: 200));

    [Fact]
    public void A_list_that_forgets_its_first_row_is_caught() => Assert.Throws<CsCheckException>(() => Tables.Sample(
        table => Assert.Null(PlainList.Differs(q => Ask(table, q) is var (total, rows) && rows.Count > 0 ? (total, [.. rows.Skip(1)]) : Ask(table, q), All(table), new(), 50)), iter: 200));

    [Fact]
    public void Amounts_of_different_currencies_are_sorted_by_what_stands_before_the_decimal_point()
    {
        var table = new PipelineTable();
        foreach (var (id, amount) in new[] { ("a", new Money(2_00, "CNY")), ("b", new Money(3, "JPY")), ("c", new Money(2_999, "KWD")), ("d", new Money(Money.MaxMinorUnits, "JPY")) })
            table.Put(id, new SubjectRecord<Opportunity> { Version = 1, State = World.In("proposal", new(Amount: amount)) });
        Assert.Equal("a c b d", string.Join(' ', table.Query(new() { Sort = PipelineSort.Amount }).Rows.Select(r => r.Id)));
    }

    [Theory]
    [InlineData(-5, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(500, 500)]
    [InlineData(501, 500)]
    [InlineData(int.MaxValue, 500)]
    public void A_page_has_between_one_row_and_five_hundred(int limit, int rows)
    {
        var table = new PipelineTable();
        for (var i = 0; i < 510; i++)
            table.Put(i.ToString(CultureInfo.InvariantCulture), new SubjectRecord<Opportunity> { Version = 1, State = World.In("proposal") });
        var (total, page) = table.Query(new() { Limit = limit });
        Assert.Equal((510, rows), (total, page.Length));
    }

    [Fact]
    public void A_register_pages_by_id_through_every_object_once() => Gen.Select(Gen.Int[0, 300].Array[0, 60], Gen.Int[1, 9]).Sample((numbers, limit) =>
    {
        var register = new Register<int>();
        foreach (var number in numbers)
            register.Put($"C{number}", number);
        var expected = numbers.Distinct().OrderBy(n => $"C{n}", StringComparer.Ordinal).ToArray();
        var read = new List<int>();
        for (string? after = null; ;)
        {
            var (total, items) = register.After(after, limit);
            Assert.Equal(expected.Length, total);
            read.AddRange(items);
            if (items.IsEmpty)
                break;
            after = $"C{items[^1]}";
        }
        Assert.Equal(expected, read);
    });

    private static (long Total, IReadOnlyList<PipelineRow> Rows) Ask(PipelineTable table, PipelineQuery query) =>
        table.Query(query) is var (total, rows) ? (total, rows) : default;

    private static PipelineRow[] All(PipelineTable table) => [.. table.Query(new() { Limit = PipelineQuery.MaxLimit }).Rows];

    public static TheoryData<PipelineSort, bool> Orders => new(Enum.GetValues<PipelineSort>().SelectMany(s => new[] { (s, false), (s, true) }));
}
