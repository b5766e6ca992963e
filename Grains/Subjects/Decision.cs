using System.Collections.Immutable;

namespace SalesGrid.Subjects;

/// <summary>What a rule answers: events to record, nothing to change, or a refusal.</summary>
public readonly record struct Decision<TEvent>(ImmutableArray<TEvent> Events, Refusal? Refusal)
{
    /// <summary>The command holds already; nothing is recorded.</summary>
    public static Decision<TEvent> Nothing => new([], null);

    /// <summary>The command is carried out by these events.</summary>
    public static Decision<TEvent> Record(params ReadOnlySpan<TEvent> events) => new([.. events], null);

    /// <summary>A rule forbids the command.</summary>
    public static Decision<TEvent> Reject(Refusal refusal) => new([], refusal);

    /// <summary>The same decision, unless this refuses as well: then with everything both lack, this first.</summary>
    public Decision<TEvent> Unless(Refusal? refusal) => refusal is null ? this : Reject(Refusal.All(refusal, Refusal)!);

    /// <summary>A rule forbids the command.</summary>
    public static implicit operator Decision<TEvent>(Refusal refusal) => Reject(refusal);

    /// <summary>Same as the conversion, for languages without it.</summary>
    public static Decision<TEvent> ToDecision(Refusal refusal) => Reject(refusal);

    /// <summary>The same decision where events of every sort are at home.</summary>
    public static Decision<SubjectEvent> Widen<TOwn>(Decision<TOwn> decision) where TOwn : SubjectEvent =>
        new(ImmutableArray<SubjectEvent>.CastUp(decision.Events), decision.Refusal);
}
