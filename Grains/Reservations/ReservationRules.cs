using System.Collections.Immutable;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Subjects.SubjectEvent>;

namespace SalesGrid.Reservations;

/// <summary>Whether an object grants a reservation, apart from what is the same for every kind; null when it does.</summary>
/// <param name="id">The object's id.</param>
/// <param name="state">Its state.</param>
/// <param name="wanted">What is asked for.</param>
/// <param name="granted">What it has granted already.</param>
/// <param name="request">The request.</param>
public delegate Refusal? AdmitReservation<in TState>(string id, TState state, TakeReservation wanted, GrantedReservations granted, DecisionContext request);

/// <summary>The rules of reservations. Pure: the same arguments always give the same answer.</summary>
public static class ReservationRules
{
    /// <summary>Decides a command about a reservation.</summary>
    /// <param name="subject">The object.</param>
    /// <param name="granted">What it has granted to others.</param>
    /// <param name="beside">Of what it has granted, the one at the place of the token that the command names, where it is beside the record; null where there is none.</param>
    /// <param name="taken">What it has taken of others; null for nothing.</param>
    /// <param name="told">What it has told others; null for nothing.</param>
    /// <param name="command">The command.</param>
    /// <param name="admit">Asks the object's own rules whether the reservation may be granted; null for a kind that grants none.</param>
    /// <param name="request">The request.</param>
    public static Decision Decide(
        string subject, GrantedReservations granted, Reservation? beside, TakenReservations? taken, Tellings? told, ReservationCommand command, Func<TakeReservation, Refusal?>? admit, DecisionContext request)
    {
        if (!request.HasAny(Duties.Grid))
            return ControlPoints.ReservationMustComeFromGrid.Refuse();
        return command switch
        {
            TakeReservation c => Take(subject, granted, beside, c, admit, request),
            ConfirmReservation c => Find(granted, beside, c.Token) is not { } reservation ? ControlPoints.ReservationMustExist.Refuse(c.Token)
                : reservation.PendingUntil is null ? Decision.Nothing
                : Decision.Record(new ReservationConfirmed(c.Token, granted.NextToLeave)),
            ReleaseReservation c => Release(granted, beside, c),
            ResolveReservation c => taken?.Accounts(c.Provider, c.Token) == true
                ? Decision.Nothing
                : Decision.Record(new ReservationAbandoned(c.Token, c.Account, c.Provider)),
            NoteStepsDone c => Note(taken ?? TakenReservations.None, told ?? Tellings.None, c),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
        };
    }

    /// <summary>The token of a reservation the object has granted or shall grant that a command names; null where it names none.</summary>
    public static string? TokenIn(ReservationCommand command) => command switch
    {
        TakeReservation c => c.Token,
        ConfirmReservation c => c.Token,
        ReleaseReservation c => c.Token,
        _ => null,
    };

    private static Reservation? Find(GrantedReservations granted, Reservation? beside, string token) =>
        (granted.At(ReservationPlace.Of(token)) ?? beside) is { } reservation && reservation.Token == token ? reservation : null;

    private static Decision Take(string subject, GrantedReservations granted, Reservation? beside, TakeReservation command, Func<TakeReservation, Refusal?>? admit, DecisionContext request)
    {
        if (Refusal.All(
                Validation.Required("account", command.Account),
                Validation.Required("token", command.Token),
                Validation.Required("for", command.For),
                Validation.OptionalAmount("amount", command.Amount)) is { } malformed)
            return malformed;
        if (admit is null)
            return ControlPoints.ReservationMustHaveAccount.Refuse(subject, command.Account);
        if ((granted.At(ReservationPlace.Of(command.Token)) ?? beside) is { } known)
        {
            return known.Token == command.Token && known.Account == command.Account && known.For == command.For && known.Amount == command.Amount
                ? Decision.Nothing
                : ControlPoints.ReservationTokenMustBeOneUse.Refuse(command.Token);
        }
        if (admit(command) is { } refusal)
            return refusal;
        return granted.Count >= GrantedReservations.MaxOpen ? ControlPoints.ReservationsMustBeFew.Refuse(GrantedReservations.MaxOpen)
            : granted.PendingCount >= GrantedReservations.MaxPending ? ControlPoints.ReservationsMustBeConfirmed.Refuse(granted.PendingCount)
            : Decision.Record(new ReservationGranted(command.Account, command.Token, command.For, command.Amount, request.At + TakeReservation.PendingFor, request.Today));
    }

    private static Decision Release(GrantedReservations granted, Reservation? beside, ReleaseReservation command)
    {
        if (Find(granted, beside, command.Token) is not { } reservation)
            return Decision.Nothing;
        var was = ReferenceEquals(reservation, beside) ? ReservationBefore.Of(reservation) : null;
        if (command.Left is not { } left)
            return Decision.Record(new ReservationReleased(command.Token, null, was));
        if (reservation.Amount is not { } whole || whole.Currency != left.Currency || left.MinorUnits < 0)
            return Validation.Invalid("left", "币种不符或为负", "it is negative or in another currency than the reservation");
        return left.MinorUnits >= whole.MinorUnits ? Decision.Nothing
            : Decision.Record(new ReservationReleased(command.Token, left.MinorUnits == 0 ? null : whole with { MinorUnits = whole.MinorUnits - left.MinorUnits }, was));
    }

    /// <summary>Records what is still to do by what is known here: somebody else may have done it first.</summary>
    private static Decision Note(TakenReservations taken, Tellings told, NoteStepsDone command)
    {
        List<SubjectEvent> events = [];
        ImmutableArray<ReservationToReturn> returned = [.. command.Returned.Where(taken.ToReturn.Contains)];
        if (!returned.IsEmpty)
            events.Add(new ReservationsReturned(returned));
        foreach (var progress in command.Told)
        {
            if (told.Of(progress.Topic) is { IsDone: false } topic && topic.Version == progress.Version && (progress.IsDone || progress.Told > topic.Told))
                events.Add(new TellingContinued(progress));
        }
        return Decision.Record([.. events]);
    }
}
