using SalesGrid.Targets;
using static SalesGrid.Domain.Tests.People;

namespace SalesGrid.Domain.Tests;

/// <summary>Company, team and personal targets agree with one another before they are in force.</summary>
public sealed class TargetRulesTests
{
    private static readonly DecisionContext Manager = By("S-009", Duties.Manager);
    private static readonly TeamTarget East = new("East 1", Yuan(300), [new("S-001", Yuan(100)), new("S-002", Yuan(200))]);
    private static readonly TeamTarget North = new("North 2", Yuan(50), [new("S-003", Yuan(50))]);
    private static readonly DraftTargets Plan = new(Yuan(350), [East, North], "第四季度");
    private static readonly Target Drafted = After(Target.None, Plan, Manager);
    private static readonly Target InForce = After(Drafted, new ApproveTargets(1), Keeper);

    internal static RuleRow[] Rows { get; } =
    [
        Row("A period is one there is", Target.None, Plan, Manager, "CP-TGT-01", null, "2026-Q5"),
        Row("A period is written in one way", Target.None, Plan, Manager, "CP-TGT-01", null, "2026-q4"),
        Row("A plan is in a currency", Target.None, Plan with { Company = new(1, "yuan") }, Manager, "CP-DATA-01", "company"),
        Row("A plan is not negative", Target.None, Plan with { Company = Yuan(-1) }, Manager, "CP-DATA-01", "company"),
        Row("A note has a longest length", Target.None, Plan with { Note = new('长', 4_001) }, Manager, "CP-DATA-01", "note"),
        Row("A plan has teams", Target.None, Plan with { Teams = default }, Manager, "CP-DATA-01", "teams"),
        Row("A team has a name", Target.None, Plan with { Teams = [East with { Team = " " }] }, Manager, "CP-DATA-01", "teams"),
        Row("A team has a name at all", Target.None, Plan with { Teams = [East with { Team = null! }] }, Manager, "CP-DATA-01", "teams"),
        Row("A team has a list of people", Target.None, Plan with { Teams = [East with { People = default }] }, Manager, "CP-DATA-01", "teams"),
        Row("A person has an id", Target.None, Plan with { Teams = [East with { People = [new("a/b", Yuan(1))] }] }, Manager, "CP-DATA-01", "teams"),
        Row("A personal target is not negative", Target.None, Plan with { Teams = [East with { People = [new("S-001", Yuan(-1))] }] }, Manager, "CP-DATA-01", "teams"),
        Row("2,001 rows are too many", Target.None, Plan with { Teams = [East with { People = Many(2_000, "S") }] }, Manager, "CP-TGT-10", "teams"),
        Row("2,000 rows may be", Target.None, Plan with { Teams = [East with { People = Many(1_999, "S") }] }, Manager, nameof(TargetsDrafted)),
        Row("Rows with long names take more than is stored", Target.None, Plan with { Teams = [East with { People = Many(1_500, new('长', 40)) }] }, Manager, "CP-TGT-10", "teams"),
        Row("A salesperson draws up no targets", Target.None, Plan, By("S-001"), "CP-TGT-02"),
        Row("One team is in another currency", Target.None, Plan with { Teams = [East, North with { Amount = new(1, "USD") }] }, Manager, "CP-TGT-08", "teams"),
        Row("One person is in another currency", Target.None, Plan with { Teams = [East with { People = [new("S-001", new(1, "USD"))] }] }, Manager, "CP-TGT-08", "teams"),
        Row("A team appears once", Target.None, Plan with { Teams = [East, North with { Team = "East 1" }] }, Manager, "CP-TGT-09", "teams"),
        Row("A person appears once, in whatever team", Target.None, Plan with { Teams = [East, North with { People = [new("S-001", Yuan(50))] }] }, Manager, "CP-TGT-09", "teams"),
        Row("Nobody unknown has a target", Target.None, Plan, Manager, "CP-TGT-11", "teams", stranger: "S-404"),
        Row("A manager draws targets up", Target.None, Plan, Manager, nameof(TargetsDrafted)),
        Row("People's administration draws targets up", Target.None, Plan, Keeper, nameof(TargetsDrafted)),
        Row("A draft need not add up yet", Target.None, Plan with { Company = Yuan(1_000) }, Manager, nameof(TargetsDrafted)),
        Row("The same draft again changes nothing", Drafted, Plan with { Teams = [.. Plan.Teams] }, Manager, RuleRow.Nothing),
        Row("The same draft by another is another's draft", Drafted, Plan, Keeper, nameof(TargetsDrafted)),
        Row("A draft takes the place of the one before", Drafted, Plan with { Note = "again" }, Manager, nameof(TargetsDrafted)),
        Row("What is in force is amended by a draft", InForce, Plan with { Note = "Nachtrag" }, Manager, nameof(TargetsDrafted)),

        Row("A salesperson approves no targets", Drafted, new ApproveTargets(1), By("S-001"), "CP-TGT-03"),
        Row("Whoever drew them up does not approve them, whatever their duty", Drafted, new ApproveTargets(1), By("S-009", Duties.Manager | Duties.People), "CP-TGT-04"),
        Row("Without a draft nothing is approved", InForce, new ApproveTargets(1), Keeper, "CP-TGT-05"),
        Row("What is approved is what was seen", After(Drafted, Plan with { Note = "again" }, Manager), new ApproveTargets(1), Keeper, "CP-TGT-06", "draft"),
        Row("Teams that do not add up are not approved", After(Target.None, Plan with { Company = Yuan(351) }, Manager), new ApproveTargets(1), Keeper, "CP-TGT-07"),
        Row("People who do not add up are not approved", After(Target.None, Plan with { Teams = [East, North with { People = [] }] }, Manager), new ApproveTargets(1), Keeper, "CP-TGT-07"),
        Row("Targets that add up are approved", Drafted, new ApproveTargets(1), Keeper, nameof(TargetsApproved)),

    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_targets_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_refusal_names_the_team_and_the_difference()
    {
        var drafted = After(Target.None, Plan with { Teams = [East with { Amount = Yuan(300), People = [new("S-001", Yuan(90))] }, North] }, Manager);
        var refusal = TargetRules.Decide("2026-Q4", drafted, new ApproveTargets(1), Keeper).Refusal!;
        Assert.Contains("East 1", refusal.Reason.Zh, StringComparison.Ordinal);
        Assert.Contains("210 CNY", refusal.Reason.En, StringComparison.Ordinal);
    }

    [Fact]
    public void An_approved_plan_is_told_to_everybody_it_names_and_names_no_more()
    {
        Assert.Equal(["1 S-001 100 CNY", "1 S-002 200 CNY", "1 S-003 50 CNY"], Notes(InForce));
        var amended = After(After(InForce, new DraftTargets(Yuan(300), [East]), Manager), new ApproveTargets(2), Keeper);
        Assert.Equal(["2 S-001 100 CNY", "2 S-002 200 CNY", "2 S-003 -"], Notes(amended));
        // Somebody who was dropped and has not been told is not forgotten when the next plan follows at once.
        var drafted = After(amended, new DraftTargets(Yuan(300), [East], "again"), Manager);
        Assert.Equal(["S-003"], After(drafted, new ApproveTargets(3), Keeper, isTelling: true).Dropped);
        Assert.Empty(After(drafted, new ApproveTargets(3), Keeper).Dropped);
    }

    [Fact]
    public void A_plan_is_approved_exactly_when_its_sums_agree() =>
        Gen.Select(Gen.Int[0, 3], Gen.Select(Gen.Long[0, 5], Gen.Long[0, 3].Array[0, 4]).Array[0, 4], Gen.Bool).Sample((off, teams, honest) =>
        {
            TeamTarget[] rows = [.. teams.Select((t, i) => new TeamTarget($"T{i}", new(honest ? t.Item2.Sum() : t.Item1, "CNY"),
                [.. t.Item2.Select((amount, j) => new PersonTarget($"S-{i}-{j}", new(amount, "CNY")))]))];
            var company = rows.Sum(r => r.Amount.MinorUnits) + (honest ? 0 : off);
            var drafted = After(Target.None, new DraftTargets(new(company, "CNY"), [.. rows]), Manager);
            var agrees = rows.Sum(r => r.Amount.MinorUnits) == company && rows.All(r => r.People.Sum(p => p.Amount.MinorUnits) == r.Amount.MinorUnits);
            var decision = TargetRules.Decide("2026-Q4", drafted, new ApproveTargets(1), Keeper);
            Assert.Equal(agrees, decision.Refusal is null);
            Assert.Equal(agrees, TargetRules.Differences(drafted.Draft!.Plan).IsEmpty);
        });

    private static IEnumerable<string> Notes(Target target) => Assert.Single(TargetKind.Kind.Tells!("2026-Q4", target)) is var telling
        ? telling.Notes.Select(n => $"{telling.Value} {SubjectKinds.IdOf(n.Subject)} {((NoteTarget)n.Command).Amount?.ToString() ?? "-"}")
        : [];

    private static Target After(Target current, TargetCommand command, DecisionContext request, bool isTelling = false) =>
        TargetRules.Decide("2026-Q4", current, command, request, isTelling: isTelling).Events.Aggregate(current, (s, e) => s.Evolve(e, World.Now));

    private static System.Collections.Immutable.ImmutableArray<PersonTarget> Many(int count, string prefix) =>
        [.. Enumerable.Range(0, count).Select(i => new PersonTarget($"{prefix}-{i}", Yuan(1)))];

    private static RuleRow Row(string says, Target current, TargetCommand command, DecisionContext request, string expected, string? field = null, string id = "2026-Q4", string? stranger = null) =>
        new(says, () => Answer.Of(TargetRules.Decide(id, current, command, request, stranger)), expected, field);
}
