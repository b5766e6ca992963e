using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.ExceptionServices;
using SalesGrid.Decisions;
using SalesGrid.Ledger;
using SalesGrid.Reservations;

namespace SalesGrid.Subjects;

// Steps with other objects. What a kind needs of others and what others are to know follows from its state; what is taken, given
// back and told for it is done here, the same for every kind.
public abstract partial class SubjectGrain<TState, TEvent, TCommand>
{
    /// <summary>Others told in one go; the rest at the next wake-ups.</summary>
    private const int TellMax = 500;

    /// <summary>Others told at a time.</summary>
    private const int TellAtOnce = 100;

    private int calls;
    private int overdueLookedAt;
    private ReservationsBeside? beside;

    /// <inheritdoc/>
    public async Task<ReservationsView> Reservations(string? after, int limit)
    {
        var record = await Current();
        var granted = record.Granted ?? GrantedReservations.None;
        limit = Math.Clamp(limit, 1, PageMax);
        var place = after is null ? -1 : ReservationPlace.Of(after);
        // One more than is wanted says whether there is another page.
        var found = granted.Here.Select(r => (Place: ReservationPlace.Of(r.Token), Reservation: r)).Where(f => f.Place > place).ToList();
        var wanted = found.Count + limit + 1;
        for (long? from = granted.Beside > 0 && place < long.MaxValue ? place + 1 : null; from is not null && found.Count < wanted;)
        {
            var range = await Beside(from.Value, limit + 1);
            // One that has left the record meanwhile is there twice.
            found.AddRange(range.Reservations.Select(r => (Place: ReservationPlace.Of(r.Token), Reservation: r)).Where(f => granted.At(f.Place) is null));
            from = range.Next;
        }
        var page = found.OrderBy(f => f.Place).Select(f => f.Reservation).Take(limit + 1).ToList();
        return new(record.Version, [.. page.Take(limit)], granted.Count, page.Count > limit ? page[limit - 1].Token : null);
    }

    /// <summary>Reservations beside the record, by place.</summary>
    /// <param name="from">From this place on.</param>
    /// <param name="most">Most that are looked at.</param>
    protected Task<ReservationRange> Beside(long from, int most) => ReadBeside(from, long.MaxValue, most);

    private Task<ReservationRange> ReadBeside(long from, long to, int most) => services.Ledger.Reservations(ledger, bucket, Subject, from, to, most);

    /// <summary>The reservation at the place of the token that a command names, where it is beside the record.</summary>
    private ValueTask<Reservation?> NamedBeside(SubjectRecord<TState> current, ReservationCommand command, Inputs inputs)
    {
        if (current.Granted is not { Beside: > 0 } granted || ReservationRules.TokenIn(command) is not { Length: > 0 } token)
            return default;
        var place = ReservationPlace.Of(token);
        if (granted.At(place) is null && inputs.IsPast)
            throw new PastNotKeptException($"{Subject} 当时的预留不再随对象保存。", $"The reservations {Subject} had then are no longer kept with it.");
        return granted.At(place) is null
            ? (beside ??= new(ReadBeside)).Find(granted, place, isNew: command is TakeReservation)
            : default;
    }

    /// <summary>Asks another object for something about a reservation; see <see cref="ReservationCommand"/>.</summary>
    private Task<Receipt> SendToProvider(string provider, ReservationCommand command, string actor) =>
        // Reservations are idempotent by their token. An id of its own each time: a receipt of long ago must not answer for a reservation that is gone.
        Other(provider).Do(command, Envelope.ByGrid(string.Create(CultureInfo.InvariantCulture, $"{GrainContext.ActivationId}-{++calls}"), actor));

    /// <summary>Takes all reservations or none, and answers why not all were granted. What cannot be given back now is given back when its provider asks.</summary>
    private async Task<Refusal?> Take(ImmutableArray<ReservationToTake> wanted, Envelope envelope, Inputs inputs)
    {
        for (var i = 0; i < wanted.Length; i++)
        {
            var (reservation, field) = wanted[i];
            var answer = await SendToProvider(reservation.Provider, new TakeReservation(reservation.Account, reservation.Token, Subject, reservation.Amount), envelope.Actor);
            if (answer.Refusal is not { } refusal)
            {
                inputs.NoteGranted(reservation.Provider, answer.Version);
                continue;
            }
            inputs.Note(reservation.Provider, answer.Version);
            for (var earlier = 0; earlier < i; earlier++)
                await SendToProvider(wanted[earlier].Reservation.Provider, new ReleaseReservation(wanted[earlier].Reservation.Token), envelope.Actor);
            // The others are asked as well, so that one answer tells all that is not granted.
            return Refusal.All([field is null ? refusal : refusal.At(field), .. await WouldGrant(wanted[(i + 1)..], envelope, inputs)]);
        }
        return null;
    }

    /// <summary>
    /// Gives back what was taken for events that another activation's were faster than. It was taken at a version that is over, so
    /// nothing that is recorded from now on rests on it; only what was recorded then may.
    /// </summary>
    private async Task GiveUp(ImmutableArray<ReservationToTake> taken, Envelope envelope)
    {
        foreach (var (reservation, _) in taken)
        {
            if (Record.Taken?.Accounts(reservation.Provider, reservation.Token) != true)
                await SendToProvider(reservation.Provider, new ReleaseReservation(reservation.Token), envelope.Actor);
        }
    }

    private Task<Receipt[]> Confirm(ImmutableArray<ReservationToTake> taken, Envelope envelope) =>
        Task.WhenAll(taken.Select(t => SendToProvider(t.Reservation.Provider, new ConfirmReservation(t.Reservation.Token), envelope.Actor)));

    /// <summary>Returns what is not needed any more, tells others what they are to know, and records how far that went.</summary>
    private async Task DoSteps(SubjectRecord<TState> record, Func<Command, string, Task<Receipt>> send)
    {
        var now = services.Time.GetUtcNow();
        if (record.StepsDue is not { } due || due > now)
            return;
        var returned = ImmutableArray.CreateBuilder<ReservationToReturn>();
        var told = ImmutableArray.CreateBuilder<TellingProgress>();
        // Each for itself: what cannot be done now must not keep the rest from being done.
        Exception? failed = null;
        foreach (var surplus in record.Taken?.ToReturn ?? [])
        {
            if (surplus.From > now)
                continue;
            try
            {
                Done(await SendToProvider(surplus.Provider, new ReleaseReservation(surplus.Token, surplus.Left), Envelope.GridActor));
                returned.Add(surplus);
            }
            catch (Exception e)
            {
                failed ??= e;
            }
        }
        foreach (var topic in record.Told?.Topics ?? [])
        {
            if (topic.IsDone)
                continue;
            var count = topic.Told;
            try
            {
                await foreach (var more in Tell(record.State, topic))
                    count += more;
                told.Add(new(topic.Topic, topic.Version, count, count - topic.Told < TellMax));
            }
            catch (Exception e)
            {
                failed ??= e;
                if (count > topic.Told)
                    told.Add(new(topic.Topic, topic.Version, count, IsDone: false));
            }
        }
        if (returned.Count > 0 || told.Count > 0)
            Done(await send(new NoteStepsDone(returned.ToImmutable(), told.ToImmutable()), "steps"));
        if (failed is not null)
            ExceptionDispatchInfo.Throw(failed);
    }

    /// <summary>Tells others a topic, from where it was left off, and how many were told each time.</summary>
    private async IAsyncEnumerable<int> Tell(TState state, ToldTopic topic)
    {
        var notes = kind.Tells!(Id, state).FirstOrDefault(t => t.Topic == topic.Topic && t.Value == topic.Value)?.Notes ?? [];
        foreach (var some in notes.Skip(topic.Told).Take(TellMax).Chunk(TellAtOnce))
        {
            // One command id for one time it became so: told twice it is heard once.
            var receipts = await Task.WhenAll(some.Select(note => Other(note.Subject).Do(note.Command, ByGrid("told", topic.Version, $"{Subject}:{topic.Topic}"))));
            foreach (var receipt in receipts)
            {
                // What it refuses for good it will refuse for ever; what it could not listen to is taken up again.
                if (receipt.Refusal is { Kind: RefusalKind.Busy })
                    Done(receipt);
            }
            yield return some.Length;
        }
    }

    /// <summary>Returns when a step that has no other outcome than done or not yet is done.</summary>
    /// <exception cref="InvalidOperationException">It is not; it is taken up again by a wake-up.</exception>
    private static void Done(Receipt receipt)
    {
        if (receipt.Refusal is { } refusal)
            throw new InvalidOperationException($"{receipt.Subject} could not do its part of a step: {refusal.ControlPoint}.");
    }

    /// <summary>Granted reservations that have waited long enough to be confirmed: others each time where there are too many.</summary>
    private List<Reservation> Overdue(DateTimeOffset now)
    {
        if (Record.Granted?.FirstPending() is not { } first || first > now)
            return [];
        var overdue = Record.Granted.Overdue(now, overdueLookedAt, WakeCommandsMax).ToList();
        overdueLookedAt = overdue.Count < WakeCommandsMax ? 0 : (overdueLookedAt + WakeCommandsMax) % GrantedReservations.MaxPending;
        return overdue;
    }

    /// <summary>Asks the object a reservation was granted to whether it stands, and does accordingly.</summary>
    private async Task Resolve(ISubject self, Reservation granted)
    {
        var answer = await SendToProvider(granted.For, new ResolveReservation(granted.Token, granted.Account, Subject), Envelope.GridActor);
        ReservationCommand next = answer.Refusal is not { } refusal ? new ConfirmReservation(granted.Token)
            : refusal.ControlPoint == ControlPoints.ReservationMustBeWanted.Id ? new ReleaseReservation(granted.Token)
            : throw new InvalidOperationException($"{granted.For} did not say whether reservation {granted.Token} stands: {refusal.ControlPoint}.");
        await self.Do(next, ByGrid("resolved", Record.Version, granted.Token));
    }
}
