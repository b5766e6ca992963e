using System.Collections.Immutable;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Opportunities;

namespace SalesGrid.Gateway.Opportunities;

/// <summary>The grains of opportunities.</summary>
internal static class OpportunityGrains
{
    /// <summary>Begins opportunities of one bucket at once.</summary>
    public static KindIntake Intake { get; } = new(
        static command => command is OpenOpportunity or ImportOpportunity,
        static (grid, bucket, commands, gone) => grid.Ask(
            grid.Grain<IIntakeGrain>(bucket),
            intake => intake.Begin([.. commands.Select(c => new IntakeItem(c.Id, (OpportunityCommand)c.Command, c.Envelope))]), gone));

    /// <summary>An opportunity.</summary>
    public static IOpportunityGrain Opportunity(this GridGateway grid, string id) => grid.Grain<IOpportunityGrain>($"opportunity/{id}");
}
