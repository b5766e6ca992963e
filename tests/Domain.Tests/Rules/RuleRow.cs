namespace SalesGrid.Domain.Tests;

/// <summary>One line of a rule table: a case in words, and what the rules must answer.</summary>
/// <param name="Says">The case, as a sentence.</param>
/// <param name="Decide">Asks the rules.</param>
/// <param name="Expected">Id of a control point, <c>nothing</c>, or the events by name.</param>
/// <param name="Field">The field a refusal must name; not looked at when null.</param>
internal sealed record RuleRow(string Says, Func<Answer> Decide, string Expected, string? Field = null)
{
    public const string Nothing = "nothing";

    /// <summary>The sentences of a table, as xunit wants them.</summary>
    public static TheoryData<string> Sentences(IEnumerable<RuleRow> rows) => [.. rows.Select(r => r.Says)];

    /// <summary>Asks the rules the question of one line.</summary>
    public static void Check(IEnumerable<RuleRow> rows, string says)
    {
        var row = rows.Single(r => r.Says == says);
        var answer = row.Decide();
        Assert.Equal(row.Expected, answer.ToString());
        if (row.Field is not null)
            Assert.Equal(row.Field, answer.Refusal?.Field);
        if (answer.Refusal is { } refusal)
        {
            Assert.Equal(ControlPoints.All[refusal.ControlPoint].Kind, refusal.Kind);
            Texts.AreFilled(refusal);
        }
    }
}

/// <summary>A decision, whatever it is about.</summary>
internal sealed record Answer(Refusal? Refusal, IReadOnlyList<object> Events)
{
    public static Answer Of<TEvent>(Decision<TEvent> decision) where TEvent : class =>
        new(decision.Refusal, [.. decision.Events]);

    public override string ToString() =>
        Refusal is not null ? Refusal.ControlPoint
        : Events.Count == 0 ? RuleRow.Nothing
        : string.Join(" + ", Events.Select(e => e.GetType().Name));
}
