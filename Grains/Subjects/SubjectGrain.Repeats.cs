using SalesGrid.Reservations;

namespace SalesGrid.Subjects;

// A command id the object has met before answers whoever sent it first, and nobody else.
public abstract partial class SubjectGrain<TState, TEvent, TCommand>
{
    private EarlierCommands? earlier;

    // The last command carried out here, and its sender: what is sent again is nearly always that one, and the ledger need not be asked.
    private (ulong CommandHash, string? Sender) last;

    /// <summary>What is remembered of the command that was carried out under an id; null where none was.</summary>
    private ValueTask<CommandMark?> Known(SubjectRecord<TState> current, Command command, Envelope envelope)
    {
        if (current.Find(envelope.CommandId) is { } recent)
            return new(recent);
        // What is done about a reservation is told from the reservation: asking for it again finds it done, however long ago that was.
        return current.Commands.AfterVersion == 0 || command is ReservationCommand
            ? default
            : (earlier ??= new(Subject, ledger)).Find(current.Commands, CommandMark.HashOf(envelope.CommandId));
    }

    /// <summary>
    /// True for a retry: the same content from the same sender. It is a success whatever has happened since, also for whoever has given
    /// the object away by it. The grid's own ids say what they are about, and nobody else has any: who led to them does not matter.
    /// </summary>
    private async ValueTask<bool> IsRetry(CommandMark known, ulong fingerprint, Envelope envelope) =>
        known.Fingerprint == fingerprint
        && ((envelope.Duties & Duties.Grid) != 0
            || (last.Sender is { } sender && last.CommandHash == known.CommandHash ? FirstSenders.IsSame(envelope, sender) : FirstSenders.IsSame(envelope, (await FirstSenders.Of(ledger, [known]))[0])));

    /// <summary>Why a command that is no retry is not carried out under an id that was used. Told to those who may send it, and only after that.</summary>
    private static Refusal IdIsTaken(CommandMark known, ulong fingerprint) => known.Fingerprint == fingerprint
        ? ControlPoints.CommandIdMustBeOnesOwn.Refuse()
        : ControlPoints.CommandIdMustNotBeReused.Refuse();
}
