using System.Reflection;
using SalesGrid.Controls;

namespace SalesGrid.Catalogue.Tests;

/// <summary>The catalogue is what the code says, and every control point in it is enforced, tested and has a source.</summary>
public sealed class CatalogueTests
{
    internal const string Update = "UPDATE_CATALOGUE";

    private static readonly Assembly[] Product = [typeof(ControlPoint).Assembly, typeof(ControlCatalogue).Assembly, Assembly.Load("Client.Api")];

    private static readonly Assembly[] Tests = [Assembly.Load("Domain.Tests"), Assembly.Load("Grains.Tests"), Assembly.Load("Client.Api.Tests")];

    private static readonly SortedDictionary<string, ControlEvidence> Found = new CatalogueReader(Product, Tests).Read();

    [Fact]
    public void The_catalogue_in_the_program_and_its_page_are_up_to_date()
    {
        var json = CatalogueFiles.Json(Found);
        var page = CatalogueFiles.Markdown(ControlCatalogue.Of(Found));
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(CatalogueFiles.Resource, json);
            File.WriteAllText(CatalogueFiles.Page, page);
        }
        var stale = $"The control catalogue is not what the code says. Run: {Update}=1 dotnet test tests/Catalogue.Tests";
        Assert.True(File.Exists(CatalogueFiles.Page) && File.ReadAllText(CatalogueFiles.Page) == page, stale);
        Assert.True(File.ReadAllText(CatalogueFiles.Resource) == json, stale);
    }

    [Fact]
    public void Every_control_point_has_a_source_a_method_that_enforces_it_and_a_test() =>
        None(CatalogueCheck.Problems(ControlCatalogue.Of(Found)));

    [Fact]
    public void What_may_be_overridden_is_lifted_by_some_rule_and_nothing_else_is() =>
        None(CatalogueCheck.Unliftable(ControlCatalogue.Of(Found)));

    [Fact]
    public void The_check_names_a_control_point_that_lacks_something()
    {
        var whole = new ControlEvidence(["Rules.Decide"], [], ["AdvanceStage"], [new("RulesTests", "It is refused")]);
        var point = ControlPoints.StageMustBeAllowed;
        string[] Problems(ControlPoint p, ControlEvidence e) => [.. CatalogueCheck.Problems([new("Name", p, e)])];

        Assert.Empty(Problems(point, whole));
        Assert.Contains("enforced nowhere", Assert.Single(Problems(point, whole with { EnforcedBy = [] })), StringComparison.Ordinal);
        Assert.Contains("no test", Assert.Single(Problems(point, whole with { Tests = [] })), StringComparison.Ordinal);
        foreach (var source in new[] { "", "S0", "S20", "S", "S5 S99", "Grid", "S05" })
            Assert.Contains("no system", Assert.Single(Problems(point with { Source = source }, whole)), StringComparison.Ordinal);
        Assert.Single(CatalogueCheck.Unliftable([new("Name", point with { MayBeOverridden = true }, whole)]));
        Assert.Single(CatalogueCheck.Unliftable([new("Name", point, whole with { LiftedIn = ["Rules.Decide"] })]));
        Assert.Empty(CatalogueCheck.Unliftable([new("Name", point with { MayBeOverridden = true }, whole with { LiftedIn = ["Rules.Decide"] })]));
    }

    [Fact]
    public void A_program_without_its_rules_is_found_to_enforce_nothing()
    {
        // Broken on purpose: read without the assembly the rules are in.
        var broken = new CatalogueReader([typeof(ControlPoint).Assembly], Tests).Read();
        Assert.Contains(CatalogueCheck.Problems(ControlCatalogue.Of(broken)),
            p => p.StartsWith(ControlPoints.KeyNodeMustBeEvidenced.Id, StringComparison.Ordinal) && p.Contains("enforced nowhere", StringComparison.Ordinal));
        var untested = new CatalogueReader(Product, []).Read();
        Assert.Equal(ControlPoints.All.Count, CatalogueCheck.Problems(ControlCatalogue.Of(untested)).Count(p => p.Contains("no test", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("CP-STAGE-02", "OpportunityRules.NotAllowed", "AdvanceStage", "AdvanceStageTests")]
    [InlineData("CP-STAGE-04", "OpportunityRules.CheckFacts", "AdvanceStage WinOpportunity", "AdvanceStageTests")]
    [InlineData("CP-OPP-02", "OpportunityRules.Decide", "ImportOpportunity OpenOpportunity", "OpenOpportunityTests")]
    [InlineData("CP-CMD-01", "SubjectGrain.IdIsTaken", "*", "CommandIdTests")]
    [InlineData("CP-CMD-08", "SubjectGrain.IdIsTaken", "*", "CommandIdTests")]
    [InlineData("CP-CMD-04", "SubjectGrain.Carry", "*", "CommandIdTests")]
    public void Known_control_points_are_found_where_they_are(string id, string enforcedBy, string commands, string testedIn)
    {
        var evidence = Found[id];
        Assert.Contains(enforcedBy, evidence.EnforcedBy);
        Assert.Superset(commands.Split(' ').ToHashSet(), evidence.Commands.ToHashSet());
        Assert.Contains(testedIn, evidence.Tests.Select(t => t.In));
    }

    [Fact]
    public void Comparing_with_a_control_points_id_is_not_enforcing_it()
    {
        // A holder asks what an object answered; only the object itself refuses.
        Assert.DoesNotContain("SubjectGrain.Resolve", Found[ControlPoints.ReservationMustBeWanted.Id].EnforcedBy);
        Assert.Contains("SubjectGrain.Carry", Found[ControlPoints.ReservationMustBeWanted.Id].EnforcedBy);
        Assert.Equal(["ResolveReservation"], Found[ControlPoints.ReservationMustBeWanted.Id].Commands);
    }

    private static void None(IEnumerable<string> problems) => Assert.True(!problems.Any(), string.Join('\n', problems));
}
