using System.Collections.Immutable;

namespace SalesGrid.Opportunities;

/// <summary>Begins many opportunities of one bucket at once, without waking a grain for each. Key: the bucket's number.</summary>
[Alias("sg.IIntakeGrain")]
public interface IIntakeGrain : IGrainWithIntegerKey
{
    /// <summary>Most commands in one call.</summary>
    const int ItemsMax = 1_000;

    /// <summary>Returns once every command is durable that opens or imports an opportunity nothing has happened to, as the rules allow.</summary>
    /// <returns>
    /// A receipt for each, in order; null where the opportunity itself has to be asked: it exists, or a rule forbids the
    /// command. Nothing has happened on account of those.
    /// </returns>
    [Alias("Begin")]
    Task<ImmutableArray<Receipt?>> Begin(ImmutableArray<IntakeItem> items);
}

/// <summary>The first command on an opportunity.</summary>
/// <param name="Id">The opportunity.</param>
/// <param name="Command">The command.</param>
/// <param name="Envelope">What goes with it.</param>
[GenerateSerializer, Immutable, Alias("sg.IntakeItem")]
public readonly record struct IntakeItem(
    [property: Id(0)] string Id,
    [property: Id(1)] OpportunityCommand Command,
    [property: Id(2)] Envelope Envelope);
