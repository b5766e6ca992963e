using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Subjects.SubjectEvent>;

namespace SalesGrid.Reservations;

/// <summary>Whether an object lets a hold be taken, apart from what is the same for every kind; null when it does.</summary>
/// <param name="id">The object's id.</param>
/// <param name="state">Its state.</param>
/// <param name="wanted">What is asked for.</param>
/// <param name="held">What it holds already.</param>
/// <param name="request">The request.</param>
public delegate Refusal? AdmitReservation<in TState>(string id, TState state, TakeReservation wanted, GrantedReservations held, DecisionContext request);

/// <summary>Whether the object still needs a hold that was taken for it.</summary>
/// <param name="id">The object's id.</param>
/// <param name="state">Its state.</param>
/// <param name="request">The hold.</param>
public delegate bool StandsBehind<in TState>(string id, TState state, ResolveReservation request);

/// <summary>The rules of holds. Pure: the same arguments always give the same answer.</summary>
public static class ReservationRules
{
    /// <summary>Decides a command about a hold.</summary>
    /// <param name="subject">The object.</param>
    /// <param name="held">What it holds.</param>
    /// <param name="command">The command.</param>
    /// <param name="admit">Asks the object's own rules whether the hold may be taken.</param>
    /// <param name="stands">Asks the object whether it needs a hold taken for it.</param>
    /// <param name="request">The request.</param>
    public static Decision Decide(
        string subject, GrantedReservations held, ReservationCommand command, Func<TakeReservation, Refusal?>? admit, Func<ResolveReservation, bool>? stands, DecisionContext request)
    {
        if (!request.HasAny(Duties.Grid))
            return ControlPoints.ReservationMustComeFromGrid.Refuse();
        return command switch
        {
            TakeReservation c => Take(subject, held, c, admit, request),
            ConfirmReservation c => !held.Open.TryGetValue(c.Token, out var hold) ? ControlPoints.ReservationMustExist.Refuse(c.Token)
                : hold.PendingUntil is null ? Decision.Nothing
                : Decision.Record(new ReservationConfirmed(c.Token)),
            ReleaseReservation c => Release(held, c),
            ResolveReservation c => stands is not null && stands(c)
                ? Decision.Nothing
                : Decision.Record(new ReservationAbandoned(c.Token, c.Account, c.Provider)),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
        };
    }

    private static Decision Take(string subject, GrantedReservations held, TakeReservation command, Func<TakeReservation, Refusal?>? admit, DecisionContext request)
    {
        if (Refusal.All(
                Validation.Required("account", command.Account),
                Validation.Required("token", command.Token),
                Validation.Required("for", command.For),
                Validation.OptionalAmount("amount", command.Amount)) is { } malformed)
            return malformed;
        if (admit is null)
            return ControlPoints.ReservationMustHaveAccount.Refuse(subject, command.Account);
        if (held.Open.TryGetValue(command.Token, out var known))
        {
            return known.Account == command.Account && known.For == command.For && known.Amount == command.Amount
                ? Decision.Nothing
                : ControlPoints.ReservationTokenMustBeOneUse.Refuse(command.Token);
        }
        if (admit(command) is { } refusal)
            return refusal;
        return held.Open.Count >= GrantedReservations.MaxOpen
            ? ControlPoints.ReservationsMustBeFew.Refuse(GrantedReservations.MaxOpen)
            : Decision.Record(new ReservationGranted(command.Account, command.Token, command.For, command.Amount, request.At + TakeReservation.PendingFor, request.Today));
    }

    private static Decision Release(GrantedReservations held, ReleaseReservation command)
    {
        if (!held.Open.TryGetValue(command.Token, out var hold))
            return Decision.Nothing;
        if (command is { Amount: not null, Left: not null })
            return Validation.Invalid("left", "不能与金额同时使用", "it cannot be used together with an amount");
        if (command.Left is { } left)
        {
            if (hold.Amount is not { } whole || whole.Currency != left.Currency || left.MinorUnits < 0)
                return Validation.Invalid("left", "币种不符或为负", "it is negative or in another currency than the hold");
            return left.MinorUnits >= whole.MinorUnits ? Decision.Nothing
                : Decision.Record(new ReservationReleased(command.Token, left.MinorUnits == 0 ? null : whole with { MinorUnits = whole.MinorUnits - left.MinorUnits }));
        }
        if (command.Amount is not { } part)
            return Decision.Record(new ReservationReleased(command.Token, null));
        if (hold.Amount is not { } amount || amount.Currency != part.Currency || part.MinorUnits < 0)
            return Validation.Invalid("amount", "币种不符或为负", "it is negative or in another currency than the hold");
        return part.MinorUnits >= amount.MinorUnits
            ? Decision.Record(new ReservationReleased(command.Token, null))
            : part.MinorUnits == 0 ? Decision.Nothing : Decision.Record(new ReservationReleased(command.Token, part));
    }
}
