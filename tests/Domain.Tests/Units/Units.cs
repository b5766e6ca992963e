namespace SalesGrid.Domain.Tests;

/// <summary>The organisation the tests speak of: the company, a region in it, a department in that, a team in that.</summary>
internal static class Units
{
    public static readonly UnitEntry East = new("U-EAST", "华东", UnitKind.Region, "company", "M-1", 1);
    public static readonly UnitEntry Machines = new("U-MACH", "机床部", UnitKind.Department, "U-EAST", null, 1);
    public static readonly UnitEntry Team = new("U-T1", "一组", UnitKind.Team, "U-MACH", "L-1", 2);
    public static readonly UnitEntry West = new("U-WEST", "华西", UnitKind.Region, "company", "M-2", 1);
    public static readonly UnitEntry Shut = new("U-SHUT", "旧部", UnitKind.Department, "company", null, 2) { Closed = true };

    /// <summary>The tree of them.</summary>
    public static readonly UnitTree Tree = UnitTree.First
        .With(UnitTree.FirstCompany with { Name = "东海机床", HeadId = "CEO", Revision = 1 })
        .With(East).With(Machines).With(Team).With(West).With(Shut);

    /// <summary>The company that keeps it.</summary>
    public static readonly Unit Company = new() { Units = Tree.Units, TreeVersion = 6 };

    public static readonly DecisionContext Keeper = World.By("hr-1", Duties.People);

    public static readonly DecisionContext Grid = World.By("hr-1", Duties.Grid);
}
