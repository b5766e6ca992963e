using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using SalesGrid.Controls;
using SalesGrid.Kpis;
using SalesGrid.Ledger;
using SalesGrid.Reservations;
using SalesGrid.Warnings;

namespace SalesGrid.Subjects;

/// <summary>A kind of business object as the ledger sees it: how entries fold into records and records become heads.</summary>
public interface ISubjectKind
{
    /// <summary>First part of the subject, e.g. <c>opportunity</c>.</summary>
    string Name { get; }

    /// <summary>Every type of event of its own.</summary>
    IReadOnlyCollection<Type> EventTypes { get; }

    /// <summary>An event from its stored name and bytes.</summary>
    SubjectEvent Read(string type, ReadOnlySpan<byte> data);

    /// <summary>The record after one more entry; <paramref name="record"/> is null for the first.</summary>
    SubjectRecord Fold(SubjectRecord? record, LedgerEntry entry);

    /// <summary>The bytes of a head's state.</summary>
    byte[] Serialize(SubjectRecord record);

    /// <summary>The record in a head.</summary>
    SubjectRecord Deserialize(ReadOnlySpan<byte> state);

    /// <summary>True for a kind that says how its objects are seen from outside; those are in the registers.</summary>
    bool IsShown { get; }

    /// <summary>The object as seen from outside; null when there is none, or the kind is not shown this way.</summary>
    object? View(string id, SubjectRecord record);

    /// <summary>Who owns the object; null for nobody, and where there is no such object.</summary>
    string? OwnerOf(string id, SubjectRecord record);

    /// <summary>True for a kind whose objects somebody may own.</summary>
    bool HasOwners { get; }

    /// <summary>Whether an object, by its id, tells of accounts: it is then for those who read accounts. Null for a kind of which none does.</summary>
    Func<string, bool>? TellsOfAccounts { get; }

    /// <summary>What an object can be found by beside its id, e.g. <c>customer:C-1</c>; none of them twice.</summary>
    ImmutableArray<string> Tags(string id, SubjectRecord record);

    /// <summary>What its objects contribute to lists and KPIs; null for nothing.</summary>
    IFactSource? Facts { get; }

    /// <summary>When the object next wants to be woken; null for never as things stand.</summary>
    DateTimeOffset? NextDue(string id, SubjectRecord record, WarningPolicy policy);
}

/// <summary>A kind of business object: its state, its events and how the one follows from the other.</summary>
/// <param name="name">First part of the subject.</param>
/// <param name="initial">The state of an object nothing has happened to.</param>
/// <param name="evolve">The fold. Events are all types that derive from <typeparamref name="TEvent"/>; a type's name is what is stored.</param>
public sealed class SubjectKind<TState, TEvent>(
    string name,
    TState initial,
    Func<TState, TEvent, DateTimeOffset, TState> evolve) : ISubjectKind
    where TEvent : SubjectEvent
{
    private readonly Dictionary<string, Type> eventTypes = SubjectKinds.EventsOf(typeof(TEvent));

    /// <summary>Who owns an object, by its id and state: null while nobody does. Null for a kind whose objects nobody owns.</summary>
    public Func<string, TState, string?>? OwnedBy { get; init; }

    /// <summary>Who works on an object beside its owner, by its state; null for a kind nobody does.</summary>
    public Func<TState, ImmutableArray<string>>? TeamOf { get; init; }

    /// <summary>Whose objects it counts among when it is read, beside its owner's: of those who work on it, and of those it is credited to. Null for nobody's.</summary>
    public Func<TState, ImmutableArray<string>>? SharedWith { get; init; }

    /// <summary>Whether a reservation may be granted; null for a kind that keeps nothing back for others.</summary>
    public AdmitReservation<TState>? AdmitReservation { get; init; }

    /// <summary>What an object needs others to keep back for it; null for a kind that needs nothing.</summary>
    public NeedsOf<TState>? Needs { get; init; }

    /// <summary>What others are to know of an object; null for a kind that tells nobody.</summary>
    public TellingsOf<TState>? Tells { get; init; }

    /// <summary>The object as seen from outside; null for a kind that is shown in another way.</summary>
    public Func<string, SubjectRecord<TState>, object?>? Shown { get; init; }

    /// <summary>What an object can be found by beside its id; null for nothing.</summary>
    public Func<TState, IEnumerable<string>>? TaggedBy { get; init; }

    /// <summary>Commands the grid sends an object when their time has come; null for none.</summary>
    public Func<TState, IEnumerable<Timed>>? Timers { get; init; }

    /// <summary>What an object has to be warned about; null for nothing.</summary>
    public Func<string, SubjectRecord<TState>, WarningPolicy, IEnumerable<WarningCause>>? WarningCauses { get; init; }

    /// <summary>When a step of the kind's own that was left unfinished is to be taken up again; null when there is none.</summary>
    public Func<TState, DateTimeOffset?>? Unfinished { get; init; }

    /// <inheritdoc/>
    public IFactSource? Facts { get; init; }

    /// <inheritdoc/>
    public Func<string, bool>? TellsOfAccounts { get; init; }

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyCollection<Type> EventTypes => eventTypes.Values;

    /// <summary>The record of an object nothing has happened to.</summary>
    public SubjectRecord<TState> Empty { get; } = new() { State = initial };

    /// <summary>The subject of an object's id.</summary>
    public string SubjectOf(string id) => $"{name}/{id}";

    /// <summary>The fold.</summary>
    public TState Evolve(TState state, TEvent happened, DateTimeOffset at) => evolve(state, happened, at);

    /// <inheritdoc/>
    public SubjectRecord Fold(SubjectRecord? record, LedgerEntry entry)
    {
        var current = (SubjectRecord<TState>?)record ?? Empty;
        if (entry.Version != current.Version + 1)
            throw new InvalidDataException($"Entry {entry.Bucket}:{entry.Seq} is version {entry.Version} of {entry.Subject}, which is at {current.Version}.");
        var body = Evolve(current.Body, Read(entry.Type, entry.Data.Span), entry.At);
        return current.AfterEntry(body, entry.Seq, CommandMark.HashOf(entry.CommandId), entry.Fingerprint);
    }

    /// <summary>The fold of everything an object consists of.</summary>
    public SubjectBody<TState> Evolve(SubjectBody<TState> body, SubjectEvent happened, DateTimeOffset at) => happened switch
    {
        TEvent own => body with { State = evolve(body.State, own, at) },
        ReservationGranted or ReservationConfirmed or ReservationReleased => body with { Granted = (body.Granted ?? GrantedReservations.None).Evolve((CommonEvent)happened) },
        ReservationsTaken or ReservationsNoLongerNeeded or ReservationsReturned => body with { Taken = (body.Taken ?? TakenReservations.None).Evolve((CommonEvent)happened) },
        TellingBegun or TellingContinued => body with { Told = (body.Told ?? Tellings.None).Evolve((CommonEvent)happened, at) },
        ReservationAbandoned => body,
        CommonEvent common => body with { Controls = (body.Controls ?? ObjectControls.None).Evolve(common, at) },
        _ => throw new UnreachableException($"{happened.GetType().Name} is nothing that happens to a {name}."),
    };

    /// <summary>The bytes of an event as the ledger stores it.</summary>
    public static byte[] Write(SubjectEvent happened) =>
        JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), GridJson.Options);

    /// <inheritdoc/>
    public SubjectEvent Read(string type, ReadOnlySpan<byte> data) =>
        eventTypes.TryGetValue(type, out var clrType) || SubjectKinds.CommonEvents.TryGetValue(type, out clrType)
            ? (SubjectEvent)JsonSerializer.Deserialize(data, clrType, GridJson.Options)!
            : throw new InvalidDataException($"The ledger holds an event {type} of a {name} that this version does not know.");

    /// <inheritdoc/>
    public byte[] Serialize(SubjectRecord record) =>
        HeadCodec.Write((SubjectRecord<TState>)record);

    /// <inheritdoc/>
    public SubjectRecord Deserialize(ReadOnlySpan<byte> state) => HeadCodec.Read<TState>(state);

    /// <inheritdoc/>
    public string? OwnerOf(string id, SubjectRecord record) => record.Version == 0 ? null : OwnedBy?.Invoke(id, ((SubjectRecord<TState>)record).State);

    /// <inheritdoc/>
    public bool HasOwners => OwnedBy is not null;

    /// <inheritdoc/>
    public bool IsShown => Shown is not null;

    /// <inheritdoc/>
    public object? View(string id, SubjectRecord record) => record.Version == 0 ? null : Shown?.Invoke(id, (SubjectRecord<TState>)record);

    /// <inheritdoc/>
    public ImmutableArray<string> Tags(string id, SubjectRecord record) =>
        TaggedBy is null ? [] : [.. TaggedBy(((SubjectRecord<TState>)record).State).Distinct(StringComparer.Ordinal)];

    /// <summary>Everything an object is watched for: what its kind says, and what is the same for all.</summary>
    public IEnumerable<WarningCause> WarningCausesOf(string id, SubjectRecord<TState> record, WarningPolicy policy) =>
        WarningCauses is null ? CommonWarnings.Of(record.Controls, policy)
        : record.Controls is null ? WarningCauses(id, record, policy)
        : WarningCauses(id, record, policy).Concat(CommonWarnings.Of(record.Controls, policy));

    /// <summary>When steps with other objects, or of the kind's own, are to be taken up; null when none are.</summary>
    public DateTimeOffset? UnfinishedSince(SubjectRecord<TState> record) => Earlier(record.StepsDue, Unfinished?.Invoke(record.State));

    /// <summary>
    /// What follows, for the reservations of an object and for what others know of it, from events that changed its state. Nothing
    /// for most objects, which neither need nor tell anything.
    /// </summary>
    /// <param name="id">The object's id.</param>
    /// <param name="version">Its version before the events.</param>
    /// <param name="at">When they were decided.</param>
    /// <param name="body">The object after them.</param>
    internal StepsToTake StepsAfter(string id, int version, DateTimeOffset at, SubjectBody<TState> body)
    {
        var needs = Needs is null ? [] : Needs(id, body.State);
        var needsNothing = needs.IsEmpty && body.Taken is null;
        if (needsNothing && Tells is null)
            return default;
        var difference = needsNothing ? default : ReservationDifference.Between(SubjectOf(id), version, at, body.Taken ?? TakenReservations.None, needs);
        return StepsToTake.Of(difference, body.Taken, Tells is null ? [] : (body.Told ?? Tellings.None).Begin(version, Tells(id, body.State)));
    }

    /// <inheritdoc/>
    public DateTimeOffset? NextDue(string id, SubjectRecord record, WarningPolicy policy)
    {
        var own = (SubjectRecord<TState>)record;
        // Nothing to ask is the common case, and this is asked for every entry.
        if (WarningCauses is null && Timers is null && Unfinished is null && own is { Granted: null, Controls: null, Taken: null, Told: null })
            return null;
        var next = Earlier(own.Granted?.FirstPending(), UnfinishedSince(own));
        foreach (var timed in Timers?.Invoke(own.State) ?? [])
            next = Earlier(next, timed.At);
        return WarningCauses is null && own.Controls is null
            ? next
            : Earlier(next, ControlRules.NextLook(own.Controls ?? ObjectControls.None, WarningCausesOf(id, own, policy), policy));
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;
}
