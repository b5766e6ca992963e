using System.Collections.Immutable;
using SalesGrid.Gateway.Grid;

namespace SalesGrid.Gateway.Subjects;

/// <summary>How many objects of a kind are begun at once, bucket by bucket.</summary>
/// <param name="Begins">True for a command that begins an object.</param>
/// <param name="Begin">
/// Sends the first commands of objects of one bucket. A receipt for each, in order; null where the object itself has to be asked:
/// nothing has happened on account of that command.
/// </param>
public sealed record KindIntake(
    Func<Command, bool> Begins,
    Func<GridGateway, int, IReadOnlyList<FirstCommand>, CancellationToken, ValueTask<ImmutableArray<Receipt?>>> Begin);

/// <summary>The first command on an object.</summary>
/// <param name="Id">The object.</param>
/// <param name="Command">The command.</param>
/// <param name="Envelope">What goes with it.</param>
public readonly record struct FirstCommand(string Id, Command Command, Envelope Envelope);
