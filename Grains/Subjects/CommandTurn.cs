using System.Buffers;
using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using SalesGrid.Ledger;

namespace SalesGrid.Subjects;

/// <summary>
/// What every way of carrying out a command has in common, before and after the rules: from a command to its fingerprint,
/// and from the events they decided to what the ledger is asked to append.
/// </summary>
public sealed class CommandTurn<TState, TEvent>(SubjectKind<TState, TEvent> kind, int bytesMax)
    where TEvent : SubjectEvent
{
    // One a thread, not one an object: a million objects would hold half a gigabyte of empty buffers.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? threadBytes;

    [ThreadStatic]
    private static Utf8JsonWriter? threadJson;

    /// <summary>Why an envelope cannot be used; null when it can.</summary>
    public static Refusal? Check(Envelope envelope) =>
        Validation.Required("commandId", envelope.CommandId, Envelope.MaxCommandIdLength)
        ?? Validation.Required("actor", envelope.Actor)
        ?? ((envelope.Duties & Duties.Grid) == 0 && envelope.CommandId.StartsWith(Envelope.GridPrefix, StringComparison.Ordinal)
            ? Validation.Invalid("commandId", $"“{Envelope.GridPrefix}”开头的编号由系统使用", $"ids that begin with {Envelope.GridPrefix} are the grid's own")
            : null);

    /// <summary>XxHash3 of a command's type and content: another command under the same id has another one.</summary>
    public ulong FingerprintOf(object command)
    {
        var bytes = threadBytes ??= new(512);
        var json = threadJson ??= new(bytes);
        var type = command.GetType();
        bytes.ResetWrittenCount();
        Encoding.UTF8.GetBytes(type.Name, bytes);
        json.Reset();
        JsonSerializer.Serialize(json, command, type, GridJson.Options);
        json.Flush();
        return XxHash3.HashToUInt64(bytes.WrittenSpan);
    }

    /// <summary>What an object consists of after these events, decided at <paramref name="at"/>.</summary>
    public SubjectBody<TState> Evolve<TAny>(SubjectBody<TState> body, ImmutableArray<TAny> happened, DateTimeOffset at) where TAny : SubjectEvent
    {
        foreach (var e in happened)
            body = kind.Evolve(body, e, at);
        return body;
    }

    /// <summary>What is to be appended when these events happen to an object and leave it as <paramref name="body"/>, or that they are too large.</summary>
    public (AppendRequest? Append, Refusal? Refusal) Prepare(
        string subject, SubjectRecord<TState> current, SubjectBody<TState> body, ImmutableArray<SubjectEvent> happened, Envelope envelope, ulong fingerprint, DateTimeOffset at)
    {
        var size = 0;
        var events = ImmutableArray.CreateBuilder<EventData>(happened.Length);
        foreach (var e in happened)
        {
            var data = SubjectKind<TState, TEvent>.Write(e);
            size += data.Length;
            events.Add(new(e.GetType().Name, 1, data));
        }
        return size > bytesMax
            ? (null, ControlPoints.CommandMustBeSmall.Refuse(size, bytesMax))
            : (new(subject, current.Version, events.MoveToImmutable(), envelope, fingerprint, at,
                current.After(body, happened.Length)), null);
    }
}
