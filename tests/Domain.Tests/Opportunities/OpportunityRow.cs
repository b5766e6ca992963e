namespace SalesGrid.Domain.Tests;

/// <summary>A line of a table about opportunities, decided on <see cref="World.Today"/>.</summary>
internal static class OpportunityRow
{
    public static RuleRow Row(string says, Opportunity current, OpportunityCommand command, string expected, string? field = null,
        Func<OpportunityContext, OpportunityContext>? told = null) =>
        new(says, () => Answer.Of(Decide(current, command, told)), expected, field);

    public static Decision<OpportunityEvent> Decide(
        Opportunity current, OpportunityCommand command, Func<OpportunityContext, OpportunityContext>? told = null)
    {
        var context = World.ContextOf(command, World.Today);
        return OpportunityRules.Decide("OPP-1", current, command, told is null ? context : told(context));
    }

    /// <summary>The one event a command leads to.</summary>
    public static TEvent Event<TEvent>(Opportunity current, OpportunityCommand command) where TEvent : OpportunityEvent =>
        Assert.IsType<TEvent>(Assert.Single(Decide(current, command).Events));
}
