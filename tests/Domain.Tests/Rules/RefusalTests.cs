namespace SalesGrid.Domain.Tests;

/// <summary>How several refusals become one that tells all of them.</summary>
public sealed class RefusalTests
{
    private static readonly Refusal Second = Validation.Required("second", "")!;
    private static readonly Refusal Third = Validation.Required("third", "")!;

    [Fact]
    public void Of_several_wrong_fields_all_are_named_and_the_first_gives_the_reason()
    {
        var both = Refusal.All(null, Second, null, Third)!;
        Assert.Equal(("second", Second.Reason, Second.Remedy), (both.Field, both.Reason, both.Remedy));
        Assert.Equal(["second", "third"], both.Missing.Select(m => m.Field));
        Assert.Equal([Second.Reason, Third.Reason], both.Missing.Select(m => m.Text));
    }

    [Fact]
    public void Nothing_wrong_is_no_refusal_and_takes_no_memory()
    {
        Assert.Null(Refusal.All());
        Assert.Null(Refusal.All(null, null));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            _ = Refusal.All(null, null, null);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void One_refusal_alone_stays_what_it_is() => Assert.Same(Second, Refusal.All(null, Second, null));

    [Fact]
    public void What_is_told_twice_is_listed_once() =>
        Assert.Equal(["second", "third"], Refusal.All(Second, Third, Second)!.Missing.Select(m => m.Field));

    [Fact]
    public void An_item_says_what_there_is_what_is_needed_who_sees_to_it_and_how()
    {
        var item = Assert.Single(ControlPoints.ScoreMustSuffice.Refuse("合格", "总分", "qualify", "a total").Needing(52.5m, 60).Missing);
        Assert.Equal(("52.5", "60", "opportunity.evaluate"), (item.Now, item.Need, item.Command));
        Assert.Equal([Who.Self], item.By);
        Assert.Equal(ControlPoints.ScoreMustSuffice.MayBeOverridden, item.Liftable);
        var amount = ControlPoints.CreditMustSuffice.Refuse("1", "2", "3").Needing(new Money(1_000_50, "CNY"), new Money(7, "JPY"), Who.Person("S-1"), "customer.grant-credit").Missing[0];
        Assert.Equal(("1000.5 CNY", "7 JPY"), (amount.Now, amount.Need));
        Assert.Equal(["person:S-1"], amount.By);
        Assert.Equal("2026-09-15", ControlPoints.QuoteMustBeAsRead.Refuse().Needing(need: World.Today).Missing[0].Need);
    }

    [Fact]
    public void A_refusal_lists_so_much_and_counts_the_rest()
    {
        var many = Refusal.All([.. Enumerable.Range(0, 50).Select(i => Validation.Required($"f{i}", ""))])!;
        Assert.Equal(50, many.Missing.Length + many.Omitted);
        Assert.True(many.Missing.Length <= Refusal.MissingMax);
        Assert.Equal("f0", many.Missing[0].Field);
        // Put together once more, nothing is counted twice and nothing forgotten.
        var more = Refusal.All(many, Third)!;
        Assert.Equal(51, more.Missing.Length + more.Omitted);
    }

    [Fact]
    public void Items_take_no_more_than_their_bytes()
    {
        var large = Refusal.All([.. Enumerable.Range(0, 30).Select(i => ControlPoints.CustomerMustBeKnown.RefuseField($"f{i}", new string('长', 10_000)))])!;
        Assert.True(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(large.Missing, GridJson.Options).Length <= Refusal.MissingBytesMax);
        Assert.All(large.Missing, m => Assert.True(m.Text.Zh.Length <= MissingItem.MaxTextLength && m.Text.En.Length <= MissingItem.MaxTextLength));
        Assert.Equal(30, large.Missing.Length + large.Omitted);
    }

    [Fact]
    public void A_text_that_is_cut_holds_no_half_character()
    {
        var smiles = string.Concat(Enumerable.Repeat("😀", 400));
        foreach (var text in new[] { smiles, "x" + smiles })
        {
            var item = ControlPoints.CustomerMustBeKnown.Refuse(text).Missing[0];
            Assert.True(item.Text.Zh.Length <= MissingItem.MaxTextLength);
            Assert.DoesNotContain('\ufffd', item.Text.Zh);
            Assert.EndsWith("…", item.Text.Zh, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_control_point_says_who_can_see_to_it()
    {
        Assert.All(ControlPoints.All.Values, point =>
        {
            Assert.NotEmpty(point.By);
            Assert.All(point.By, by => Assert.Matches("^(self|owner|manager|grid|duty:(controller|finance|importer|legal|manager|people|processOwner|users))$", by));
            Assert.Matches("^([a-z]+\\.[a-z-]+)?$", point.Command ?? "");
        });
        Assert.Equal(
            [Who.Controller, Who.Finance, Who.Legal, Who.SalesManager, Who.People, Who.ProcessOwner, Who.Importer, Who.Users],
            new[] { Duties.Controller, Duties.Finance, Duties.Legal, Duties.Manager, Duties.People, Duties.ProcessOwner, Duties.Importer, Duties.Users }.Select(Who.Duty));
    }
}
