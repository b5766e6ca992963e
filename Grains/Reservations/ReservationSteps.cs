namespace SalesGrid.Reservations;

/// <summary>Steps with a holder that have no other outcome than done or not yet.</summary>
internal static class ReservationSteps
{
    /// <summary>Returns when the step is done.</summary>
    /// <exception cref="InvalidOperationException">It is not; the step is taken up again by a wake-up.</exception>
    public static void Done(Receipt receipt)
    {
        if (receipt.Refusal is { } refusal)
            throw new InvalidOperationException($"{receipt.Subject} did not give back a hold: {refusal.ControlPoint}.");
    }
}
