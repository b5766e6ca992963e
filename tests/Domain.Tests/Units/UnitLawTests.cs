namespace SalesGrid.Domain.Tests;

/// <summary>What holds of the tree whatever is asked of it, in whatever order and on whatever day.</summary>
public sealed class UnitLawTests
{
    private const int Days = 12;

    private static readonly string[] Ids = [.. Enumerable.Range(0, 14).Select(i => $"U-{i:X}")];

    private static readonly Gen<string> AnyUnit = Gen.Frequency((9, Gen.OneOf(Ids)), (1, Gen.OneOf("company", "U-404", "u-3")));

    private static readonly Gen<(ChangeTree Change, int Day, bool Settles)> AnyAct = Gen.Select(
        Gen.Frequency((4, UnitChange.Created), (8, UnitChange.Moved), (1, UnitChange.Closed), (1, UnitChange.Renamed), (1, UnitChange.HeadSet)),
        Gen.Select(AnyUnit, AnyUnit, Gen.OneOf(UnitKind.Region, UnitKind.Region, UnitKind.Department, UnitKind.Team)),
        Gen.Int[0, Days], Gen.Int[-2, 6], Gen.Int[0, 5],
        (what, units, day, ahead, settles) => (
            new ChangeTree(units.Item1, what, "x", units.Item3, units.Item2, ahead <= 0 ? null : World.Today.AddDays(day + ahead), null), day, settles == 0));

    [Fact]
    public void On_no_day_is_there_a_circle_and_every_unit_reaches_the_company() =>
        AnyAct.Array[1, 120].Sample(acts =>
        {
            var company = Unit.None;
            var today = World.Today;
            foreach (var (change, day, settles) in acts)
            {
                // Days only pass.
                today = World.Today.AddDays(day) > today ? World.Today.AddDays(day) : today;
                var request = World.By("hr-1", Duties.Grid) with { Today = today };
                if (settles)
                    company = Apply(company, new SettleMoves(), request);
                company = Apply(company, change, request);
                foreach (var each in Enumerable.Range(0, (2 * Days) + 8).Select(d => today.AddDays(d)))
                    Check(company.Tree(), each);
            }
        }, iter: 300);

    [Fact]
    public void A_settled_move_changes_nothing_for_anybody() =>
        AnyAct.Array[1, 60].Sample(acts =>
        {
            var company = acts.Aggregate(Unit.None, (c, act) => Apply(c, act.Change, World.By("hr-1", Duties.Grid)));
            foreach (var day in Enumerable.Range(1, Days + 6).Select(d => World.Today.AddDays(d)))
            {
                var settled = Apply(company, new SettleMoves(), World.By("grid", Duties.Grid) with { Today = day }).Tree();
                foreach (var unit in company.Tree().Units)
                    Assert.Equal(company.Tree().PathOn(unit.Id, day).Select(u => u.Id), settled.PathOn(unit.Id, day).Select(u => u.Id));
                Assert.DoesNotContain(settled.Units, u => u.Planned?.From <= day);
            }
        }, iter: 100);

    [Fact]
    public void Nobody_in_the_tree_leads_somebody_who_leads_them_where_heads_are_in_what_they_lead() =>
        AnyAct.Array[20, 80].Sample(acts =>
        {
            var tree = acts.Aggregate(Unit.None, (c, act) => Apply(c, act.Change, World.By("hr-1", Duties.Grid))).Tree();
            // Everybody is in one unit, and leads it.
            tree = tree.Units.Aggregate(tree, (t, u) => t.With(u with { HeadId = $"head-of-{u.Id}" }));
            foreach (var unit in tree.Units)
            {
                foreach (var head in tree.HeadsAbove(unit.Id, unit.Id, World.Today).Where(h => h != unit.HeadId))
                    Assert.DoesNotContain(unit.HeadId, tree.HeadsAbove(head["head-of-".Length..], head, World.Today));
            }
        }, iter: 100);

    private static void Check(UnitTree tree, DateOnly day)
    {
        foreach (var unit in tree.Units)
        {
            // Walked by hand: what the tree's own walk does not show is what it would cut off.
            var seen = new HashSet<string>(SubjectId.Comparer);
            var at = unit;
            while (at.Kind != UnitKind.Company)
            {
                Assert.True(seen.Add(at.Id), $"{unit.Id} lies in itself on {day}.");
                var parent = tree.Find(at.ParentOn(day));
                Assert.True(parent is not null && parent.Kind <= at.Kind, $"{at.Id} lies in {at.ParentOn(day)} on {day}.");
                Assert.True(at.Closed || !parent.Closed, $"{at.Id} is open in {parent.Id}, which is closed.");
                at = parent;
            }
            Assert.True(unit.Closed || seen.Count < UnitTree.LevelsMax);
        }
    }

    private static Unit Apply(Unit company, UnitCommand command, DecisionContext request)
    {
        var decision = UnitRules.Decide("company", company, command, request, UnitContext.None);
        return decision.Events.Aggregate(company, (c, e) => c.Evolve(e, World.Now));
    }
}
