using System.Globalization;
using SalesGrid.Claims;
using SalesGrid.Controls;

namespace SalesGrid.Domain.Tests;

public sealed class OverrideRegisterTests
{
    private const string Gate = "CP-STAGE-03";
    private static readonly DateTimeOffset Later = World.Now.AddDays(3);

    private static ObjectControls Granted(ObjectControls controls, string id, DateTimeOffset at, string by = "控一", string point = Gate) =>
        controls.Evolve(new ControlOverridden(id, point, "why", by, at.AddDays(1)), at);

    private static OverrideRegister Example()
    {
        var register = new OverrideRegister();
        var one = Granted(ObjectControls.None, "open", Later.AddHours(-1));
        one = Granted(one, "lapsed", World.Now, "控二");
        register.Put("opportunity/O1", one);
        var two = Granted(ObjectControls.None, "used", World.Now.AddHours(1)).Evolve(new OverrideUsed("used", Gate, "S1", "AdvanceStage"), World.Now.AddHours(2));
        two = Granted(two, "judged", World.Now.AddHours(2), point: "CP-STAGE-04").Evolve(new OverrideUsed("judged", "CP-STAGE-04", "S1", "WinOpportunity"), World.Now.AddHours(3));
        register.Put("opportunity/O2", two.Evolve(new OverrideReviewed("judged", "控三", true, "fine"), World.Now.AddHours(4)));
        register.Put("opportunity/O3", ObjectControls.None);
        return register;
    }

    [Theory]
    [InlineData(null, null, null, "open judged used lapsed")]
    [InlineData(Gate, null, null, "open used lapsed")]
    [InlineData(null, "控二", null, "lapsed")]
    [InlineData(null, null, OverrideState.Open, "open")]
    [InlineData(null, null, OverrideState.Used, "judged used")]
    [InlineData(null, null, OverrideState.Unreviewed, "used")]
    [InlineData(null, null, OverrideState.Reviewed, "judged")]
    [InlineData(null, null, OverrideState.Lapsed, "lapsed")]
    [InlineData("CP-STAGE-99", null, null, "")]
    public void Overrides_are_found_by_control_point_grantor_and_state_newest_first(string? point, string? by, OverrideState? state, string expected)
    {
        var (total, rows) = Example().Query(new() { ControlPoint = point, GrantedBy = by, State = state }, Later);
        Assert.Equal(expected, string.Join(' ', rows.Select(r => r.Override.Id)));
        Assert.Equal(rows.Length, total);
    }

    [Fact]
    public void Within_a_scope_are_those_of_what_its_people_own_and_of_nothing_that_nobody_can()
    {
        var register = new OverrideRegister();
        foreach (var (subject, hasOwners, owner) in new[] { ("opportunity/mine", true, "S1"), ("opportunity/theirs", true, "S2"), ("customer/pooled", true, null), ("pricelist/PL", false, (string?)null) })
            register.Put(subject, Granted(ObjectControls.None, "w", World.Now).Evolve(new OverrideUsed("w", Gate, "S1", "AdvanceStage"), World.Now), hasOwners, owner);
        var scope = new OwnerScope(["S1"]);
        var (total, rows) = register.Query(new() { Scope = scope }, Later);
        Assert.Equal((2, "customer/pooled opportunity/mine"), (total, string.Join(' ', rows.Select(r => r.Subject).Order(StringComparer.Ordinal))));
        Assert.Equal((2, 4), (Assert.Single(register.Used(scope)).Count, Assert.Single(register.Used()).Count));
        // It goes with its object.
        register.Put("opportunity/mine", Granted(ObjectControls.None, "w", World.Now), true, "S2");
        Assert.DoesNotContain(register.Query(new() { Scope = scope }, Later).Rows, r => r.Subject == "opportunity/mine");
    }

    [Fact]
    public void Overrides_on_accounts_are_for_who_reads_accounts()
    {
        var register = new OverrideRegister();
        foreach (var subject in new[] { "user/U1", "user/U2", ClaimOf.ActorSubject("U1"), ClaimOf.LoginSubject("https://login.example.com/", "8f"), ClaimOf.ContractSubject("Q1") })
            register.Put(subject, Granted(ObjectControls.None, "w", World.Now), subject.StartsWith("user/", StringComparison.Ordinal), "U1");
        Assert.Equal(5, register.Query(new(), Later).Total);
        Assert.Equal([ClaimOf.ContractSubject("Q1")], register.Query(new() { Without = new(null) }, Later).Rows.Select(r => r.Subject));
        Assert.Equal([ClaimOf.ContractSubject("Q1"), "user/U2"], register.Query(new() { Without = new("user/u2") }, Later).Rows.Select(r => r.Subject).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Pages_read_in_turn_are_the_whole_list_once()
    {
        var register = new OverrideRegister();
        for (var subject = 0; subject < 7; subject++)
        {
            var controls = ObjectControls.None;
            for (var i = 0; i < 5; i++)
                controls = Granted(controls, $"{Gate}:{i}", World.Now.AddMinutes(i % 2));
            register.Put($"opportunity/O{subject}", controls);
        }
        var whole = register.Query(new() { Limit = 500 }, Later).Rows;
        Assert.Equal(35, whole.Length);
        for (var limit = 1; limit <= 36; limit++)
        {
            var read = new List<OverrideRow>();
            TimePlace? after = null;
            while (register.Query(new() { Limit = limit, After = after }, Later).Rows is { IsEmpty: false } page)
            {
                read.AddRange(page);
                after = page[^1].Place;
            }
            Assert.Equal(whole, read);
        }
    }

    [Fact]
    public void An_override_that_was_used_stays_counted_when_its_object_keeps_it_no_longer()
    {
        var controls = ObjectControls.None;
        for (var i = 0; i < ObjectControls.MaxWaivers + 30; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{Gate}:{i}");
            controls = Granted(controls, id, World.Now.AddMinutes(i));
            // Every other one is used; those that lapse unused leave no count.
            if (i % 2 == 0)
                controls = controls.Evolve(new OverrideUsed(id, Gate, "S1", "AdvanceStage"), World.Now.AddMinutes(i)).Evolve(new OverrideReviewed(id, "控三", true, "ok"), World.Now.AddMinutes(i));
        }
        Assert.Equal(ObjectControls.MaxWaivers, controls.Waivers.Length);
        var register = new OverrideRegister();
        register.Put("opportunity/O1", controls);
        Assert.Equal(new NamedCount(Gate, (ObjectControls.MaxWaivers + 30) / 2), Assert.Single(register.Used()));
    }

    [Fact]
    public void Counts_of_overrides_are_still_there_when_they_are_read_again()
    {
        var record = new SubjectRecord<Customer>
        {
            Version = 1,
            State = Customer.None,
            Controls = ObjectControls.None with { UsedBefore = System.Collections.Immutable.ImmutableSortedDictionary<string, int>.Empty.Add(Gate, 7) },
        };
        var read = CustomerKind.Kind.Deserialize(CustomerKind.Kind.Serialize(record));
        Assert.Equal(7, read.Controls!.UsedBefore![Gate]);
    }
}
