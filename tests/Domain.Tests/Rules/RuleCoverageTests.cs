using System.Reflection;
using System.Text.RegularExpressions;

namespace SalesGrid.Domain.Tests;

public sealed partial class RuleCoverageTests
{
    /// <summary>Control points of the envelope, which need a grain and a ledger, and of the gateway: they are tested where there are some.</summary>
    private static readonly (string ControlPoint, string TestedIn)[] NotPureRules =
    [
        ("CP-CMD-01", "Grains.Tests"),
        ("CP-CMD-02", "Grains.Tests"),
        ("CP-CMD-03", "Grains.Tests"),
        ("CP-CMD-04", "Grains.Tests"),
        ("CP-CMD-05", "Grains.Tests"),
        ("CP-CMD-07", "Grains.Tests"),
        ("CP-CMD-08", "Grains.Tests"),
        // A gateway's: it alone sees passwords and tokens.
        ("CP-LOGIN-01", "Client.Api.Tests"),
        ("CP-PASS-02", "Client.Api.Tests"),
        ("CP-PASS-04", "Client.Api.Tests"),
    ];

    [Fact]
    public void Every_control_point_has_a_line_in_some_rule_table()
    {
        var covered = Tables().SelectMany(t => t.Rows).Select(r => r.Expected).ToHashSet();
        var exempt = NotPureRules.Select(e => e.ControlPoint).ToArray();
        Assert.Empty(ControlPoints.All.Keys.Except(covered).Except(exempt));
    }

    [Fact]
    public void Every_exempt_control_point_exists_and_needs_its_exemption()
    {
        var covered = Tables().SelectMany(t => t.Rows).Select(r => r.Expected).ToHashSet();
        foreach (var (controlPoint, testedIn) in NotPureRules)
        {
            Assert.True(ControlPoints.All.ContainsKey(controlPoint), $"{controlPoint} is exempt ({testedIn}) but does not exist.");
            Assert.False(covered.Contains(controlPoint), $"{controlPoint} is exempt ({testedIn}) but has a line here.");
        }
    }

    [Fact]
    public void No_table_expects_a_control_point_that_does_not_exist() =>
        Assert.Empty(Tables().SelectMany(t => t.Rows).Select(r => r.Expected)
            .Where(e => e.StartsWith("CP-", StringComparison.Ordinal)).Except(ControlPoints.All.Keys));

    [Fact]
    public void No_table_has_two_lines_with_the_same_words()
    {
        foreach (var (name, rows) in Tables())
            Assert.True(rows.Select(r => r.Says).Distinct().Count() == rows.Length, name);
    }

    [Fact]
    public void Every_event_that_can_happen_is_the_answer_to_some_line()
    {
        // A line may expect several events of one command.
        var answers = Tables().SelectMany(t => t.Rows).SelectMany(r => r.Expected.Split(" + ")).ToHashSet();
        // A refusal is kept by the log of refusals; no rule decides on it.
        var events = SubjectKinds.All.SelectMany(k => k.EventTypes).Concat(SubjectKinds.CommonEvents.Values).Except([typeof(CommandRefused)]);
        Assert.Empty(events.Select(e => e.Name).Except(answers));
    }

    [Fact]
    public void Control_point_ids_are_unique_and_of_one_form()
    {
        var declared = typeof(ControlPoints).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(f => f.FieldType == typeof(ControlPoint)).Select(f => ((ControlPoint)f.GetValue(null)!).Id).ToArray();
        Assert.Equal(declared.Length, declared.Distinct().Count());
        Assert.Equal(declared.Order(StringComparer.Ordinal), ControlPoints.All.Keys.Order(StringComparer.Ordinal));
        Assert.All(declared, id => Assert.Matches(IdForm(), id));
    }

    [Fact]
    public void Every_control_point_gives_reason_and_remedy_in_both_languages()
    {
        foreach (var point in ControlPoints.All.Values)
        {
            Texts.AreFilled(point.Refuse("事实甲", "事实乙", "fact C", "fact D"));
            Assert.Matches(Texts.Chinese(), point.Reason.Zh);
            Assert.Matches(Texts.Chinese(), point.Remedy.Zh);
            Assert.DoesNotMatch(Texts.Chinese(), point.Reason.En);
            Assert.DoesNotMatch(Texts.Chinese(), point.Remedy.En);
        }
    }

    private static (string Name, RuleRow[] Rows)[] Tables() =>
    [
        .. typeof(RuleCoverageTests).Assembly.GetTypes()
            .Select(t => (t.Name, Property: t.GetProperty("Rows", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)))
            .Where(t => t.Property?.PropertyType == typeof(RuleRow[]))
            .Select(t => (t.Name, (RuleRow[])t.Property!.GetValue(null)!)),
    ];

    [GeneratedRegex("^CP-[A-Z]{3,6}-[0-9]{2}$")]
    private static partial Regex IdForm();
}
