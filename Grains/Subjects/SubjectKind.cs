using System.Text.Json;
using SalesGrid.Ledger;

namespace SalesGrid.Subjects;

/// <summary>A kind of business object as the ledger sees it: how entries fold into records and records become heads.</summary>
public interface ISubjectKind
{
    /// <summary>First part of the subject, e.g. <c>opportunity</c>.</summary>
    string Name { get; }

    /// <summary>The record after one more entry; <paramref name="record"/> is null for the first.</summary>
    SubjectRecord Fold(SubjectRecord? record, LedgerEntry entry);

    /// <summary>The bytes of a head's state.</summary>
    byte[] Serialize(SubjectRecord record);

    /// <summary>The record in a head.</summary>
    SubjectRecord Deserialize(ReadOnlySpan<byte> state);
}

/// <summary>A kind of business object: its state, its events and how the one follows from the other.</summary>
/// <param name="name">First part of the subject.</param>
/// <param name="initial">The state of an object nothing has happened to.</param>
/// <param name="evolve">The fold.</param>
/// <param name="events">Every type of event; the name of the type is what is stored.</param>
public sealed class SubjectKind<TState, TEvent>(
    string name,
    TState initial,
    Func<TState, TEvent, DateTimeOffset, TState> evolve,
    params Type[] events) : ISubjectKind
    where TEvent : class
{
    private readonly Dictionary<string, Type> eventTypes = events.ToDictionary(t => t.Name, StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>Every type of event.</summary>
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
        var happened = Read(entry.Type, entry.Data.Span);
        return current.AfterEntry(evolve(current.State, happened, entry.At), entry.Seq,
            CommandMark.HashOf(entry.CommandId), entry.Fingerprint);
    }

    /// <summary>The bytes of an event as the ledger stores it.</summary>
    public static byte[] Write(TEvent happened) =>
        JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), GridJson.Options);

    /// <summary>An event from its stored name and bytes.</summary>
    public TEvent Read(string type, ReadOnlySpan<byte> data) =>
        eventTypes.TryGetValue(type, out var clrType)
            ? (TEvent)JsonSerializer.Deserialize(data, clrType, GridJson.Options)!
            : throw new InvalidDataException($"The ledger holds an event {type} of a {name} that this version does not know.");

    /// <inheritdoc/>
    public byte[] Serialize(SubjectRecord record) =>
        JsonSerializer.SerializeToUtf8Bytes((SubjectRecord<TState>)record, GridJson.Options);

    /// <inheritdoc/>
    public SubjectRecord Deserialize(ReadOnlySpan<byte> state) =>
        JsonSerializer.Deserialize<SubjectRecord<TState>>(state, GridJson.Options)
        ?? throw new InvalidDataException($"The head of a {name} is empty.");
}
