using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

/// <summary>Contracts, quotes and customers in the same cube. Worked by hand.</summary>
public sealed class OtherKindsTests
{
    [Fact]
    public void Contracts_count_what_was_signed_and_what_came_in()
    {
        var table = TableOf(ContractKind.Kind, ("K-0", Contract.None), ("K-1", Deals.Approved), ("K-2", Deals.Signed), ("K-3", Deals.SampleContract), ("K-4", Deals.Signed with { Status = ContractStatus.Terminated, Terminated = true }));
        table.Refused("K-2");
        // amount, signed, signed amount, received, refusals, still to come; and how many. Of a terminated one nothing is to come.
        Assert.Equal(
            ["approved: 190000 0 0 0 0 0; 1", "archived: 231313 1 231313 50000 0 0; 1", "signed: 190000 1 190000 0 1 190000; 1", "terminated: 190000 1 190000 0 0 0; 1"], Said(table, "status"));
        Assert.Equal([$"{World.Today:yyyy-MM}: 611313 3 611313 50000 1 190000; 3", "∅: 190000 0 0 0 0 0; 1"], Said(table, FactSchema.Month));
        Assert.Equal(["K-3", "K-2", "K-4"], Listed(table, new() { Sort = "amount", Descending = true, Within = [new("signedOn", World.Today.DayNumber, null)] }));
        Opens(table);
    }

    [Fact]
    public void Quotes_count_list_net_and_discount_once_they_are_priced()
    {
        var draft = Quote.None with { Status = QuoteStatus.Draft, Terms = Deals.SampleQuote.Terms };
        var table = TableOf(QuoteKind.Kind, ("Q-0", Quote.None), ("Q-1", draft), ("Q-2", Deals.SampleQuote));
        Assert.Equal(["accepted: 250000 231313 18687 0; 1", "draft: 0 0 0 0; 1"], Said(table, "status"));
        Assert.Equal(["CNY: 250000 231313 18687 0; 1", "∅: 0 0 0 0; 1"], Said(table, FactSchema.Currency));
        Assert.Equal(["Q-2", "Q-1"], Listed(table, new() { Sort = "amount" }));
        Opens(table);
    }

    [Fact]
    public void Customers_count_by_class_and_place()
    {
        var steel = new Customer(World.Steel.Profile with { City = "上海", Country = "CN" }, World.Now);
        var table = TableOf(CustomerKind.Kind,
            ("C-0", Customer.None),
            ("C-1", steel),
            ("C-2", steel with { File = CustomerFile.Empty with { Class = CustomerClass.Won, FollowUps = 3, Deals = 2, InPool = true } }));
        Assert.Equal(["won: 3 2 0; 1", "∅: 0 0 0; 1"], Said(table, "class"));
        Assert.Equal(["上海: 3 2 0; 2"], Said(table, "city"));
        Assert.Equal(["C-2"], Listed(table, new() { Where = [new("inPool", ["true"])] }));
        Opens(table);
    }

    private static IFactTable TableOf<TState, TEvent>(SubjectKind<TState, TEvent> kind, params (string Id, TState State)[] objects) where TEvent : SubjectEvent
    {
        var table = kind.Facts!.NewTable(new(Tables.DayOf));
        foreach (var (id, state) in objects)
            table.Put(id, new SubjectRecord<TState> { Version = 1, State = state });
        return table;
    }

    /// <summary>The groups by one dimension, as <c>value: sums; count</c>.</summary>
    private static IEnumerable<string> Said(IFactTable table, string dimension) =>
        KpiCube.Cells(table.Ask(new([dimension]), Tables.Today), 1).Select(c => $"{c.Key[0] ?? "∅"}: {string.Join(' ', c.Sums)}; {c.Count}").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Listed(IFactTable table, ListQuery query) => table.List(query, Tables.Today, id => id).Rows.Select(r => (string)r.Row);

    /// <summary>Every group by every dimension lists as many objects as it counts.</summary>
    private static void Opens(IFactTable table) => Assert.All(LedgerAudit.QuestionsOf(table.Schema), question =>
    {
        foreach (var cell in KpiCube.Cells(table.Ask(question, Tables.Today), question.GroupBy.Length))
        {
            ImmutableArray<Condition> where = [.. question.GroupBy.Select((d, i) => new Condition(d, [cell.Key[i]]))];
            var alike = KpiCube.Cells(table.Ask(question, Tables.Today), question.GroupBy.Length).Where(c => c.Key.SequenceEqual(cell.Key)).Sum(c => c.Count);
            Assert.Equal(alike, table.List(new() { Where = where }, Tables.Today, id => id).Total);
        }
    });
}
