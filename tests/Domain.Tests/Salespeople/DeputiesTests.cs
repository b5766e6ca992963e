using System.Collections.Immutable;
using CsCheck;
using SalesGrid.Decisions;

namespace SalesGrid.Domain.Tests;

/// <summary>Who acts for whom, by which delegations, in what.</summary>
public sealed class DeputiesTests
{
    private const string Approve = "quote.approve";

    [Theory]
    [InlineData(null, Approve, true)]
    [InlineData(null, null, true)]
    [InlineData("quote.approve", Approve, true)]
    [InlineData("quote", Approve, true)]
    [InlineData("approvals", Approve, true)]
    [InlineData("quote.approve", "quote.reject", false)]
    [InlineData("quote.app", Approve, false)]
    [InlineData("quot", Approve, false)]
    [InlineData("follow-up", Approve, false)]
    [InlineData("customer,approvals", Approve, true)]
    [InlineData("quote", null, false)]
    public void A_delegation_is_for_what_it_names(string? names, string? act, bool covered) =>
        Assert.Equal(covered, DelegatedActs.Cover(names?.Split(',').ToImmutableArray(), act));

    [Fact]
    public void What_can_be_delegated_are_the_commands_of_the_owners_side_and_of_those_who_are_asked()
    {
        foreach (var command in CommandTypes.All)
        {
            var by = SentByAttribute.Of(command);
            var onBehalf = (by.Standing & (Standing.Delegate | Standing.Manager | Standing.Asked)) != 0 && !command.IsSubclassOf(typeof(SalesGrid.Controls.ControlCommand));
            Assert.True(onBehalf == (by.Act is not null), $"{command.Name} names {by.Act ?? "no act"}.");
        }
        Assert.Equal(DelegatedActs.All.Distinct(), DelegatedActs.All);
        Assert.All(DelegatedActs.Groups, group => Assert.All(group.Acts, act => Assert.Contains(act, DelegatedActs.All)));
        Assert.Empty(DelegatedActs.Groups.Select(g => g.Code).Intersect(DelegatedActs.Kinds));
    }

    [Fact]
    public async Task A_delegate_acts_on_the_days_and_in_the_acts_and_passes_nothing_on()
    {
        var people = World(("A", "B", "approvals"), ("B", "C", null));
        Assert.True(await Acts(people, "B", "A", Approve));
        Assert.False(await Acts(people, "B", "A", "quote.submit"));
        Assert.True(await Acts(people, "C", "B", "quote.submit"));
        Assert.False(await Acts(people, "C", "A", Approve));
        Assert.True(await Acts(people, "A", "A", null));
        Assert.False(await Acts(people, "B", "A", Approve, Domain.Tests.World.Today.AddDays(4)));
    }

    [Theory]
    [InlineData("A>B B>A", "A>B B>A")]
    [InlineData("A>B B>C C>A", "A>B B>C C>A")]
    [InlineData("A>B B>C C>A D>A", "A>B B>C C>A")]
    [InlineData("A>B:quote B>A:customer", "")]
    [InlineData("A>B:quote B>A:approvals", "A>B B>A")]
    [InlineData("A>B B>C:quote.approve C>A:quote", "A>B B>C C>A")]
    [InlineData("A>B B>C", "")]
    public async Task In_a_circle_nobody_acts_for_anybody(string delegations, string inCircle)
    {
        var all = delegations.Split(' ').Select(d => d.Split('>', ':')).Select(d => (d[0], d[1], d.ElementAtOrDefault(2))).ToArray();
        var people = World(all);
        var circle = inCircle.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var (of, to, acts) in all)
            Assert.Equal(!circle.Contains($"{of}>{to}") && DelegatedActs.Cover(acts is null ? null : [acts], Approve), await Acts(people, to, of, Approve));
    }

    [Fact]
    public void However_people_delegate_two_never_act_for_each_other()
    {
        string?[] acts = [null, "quote", "customer", Approve];
        var delegation = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 3]);
        delegation.Array[1, 10].Sample(all =>
        {
            var people = World([.. all.Where(d => d.Item1 != d.Item2).Select(d => ($"P{d.Item1}", $"P{d.Item2}", acts[d.Item3]))]);
            foreach (var a in people.Keys)
            {
                foreach (var b in people.Keys.Where(b => string.CompareOrdinal(a, b) < 0))
                    Assert.False(Acts(people, a, b, Approve).AsTask().Result && Acts(people, b, a, Approve).AsTask().Result);
            }
        });
    }

    [Fact]
    public async Task Rules_are_shown_nobody_as_a_delegate_whose_delegation_comes_round()
    {
        // Nobody delegates: nothing has to be read.
        var alone = Domain.Tests.World.Salesperson("S-001")!;
        Assert.Same(alone, await Deputies.Counting(alone, new(1, Domain.Tests.World.Now, Domain.Tests.World.Today, "S-002")));
        Assert.Null(await Deputies.Counting(null, default));
    }

    private static ValueTask<bool> Acts(Dictionary<string, SalespersonView> people, string actor, string of, string? act, DateOnly? on = null) =>
        Deputies.Acts(people[of], actor, on ?? Domain.Tests.World.Today, act, id => new(people.GetValueOrDefault(id)));

    private static Dictionary<string, SalespersonView> World(params (string Of, string To, string? Acts)[] delegations) =>
        delegations.SelectMany(d => new[] { d.Of, d.To }).Distinct().ToDictionary(id => id, id => new SalespersonView(id, 1, id, new("T", "R"), true, Domain.Tests.World.Now)
        {
            Delegations = [.. delegations.Where(d => d.Of == id).Select(d => new Delegation(d.To, Domain.Tests.World.Today, Domain.Tests.World.Today.AddDays(3)) { Acts = d.Acts is null ? null : [d.Acts] })],
        });
}
