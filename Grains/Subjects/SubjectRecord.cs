using System.IO.Hashing;
using System.Text;
using SalesGrid.Controls;
using SalesGrid.Reservations;

namespace SalesGrid.Subjects;

/// <summary>What the grid keeps of one business object: its state and what is needed to take the next command.</summary>
[GenerateSerializer, Immutable, Alias("sg.SubjectRecord")]
public abstract record SubjectRecord
{
    /// <summary>Number of events so far; 0 for an object nothing has happened to.</summary>
    [Id(0)] public int Version { get; init; }

    /// <summary>Sequence in the bucket of the last event; 0 when nothing has happened.</summary>
    [Id(1)] public long Seq { get; init; }

    /// <summary>The newest commands that were carried out, oldest first; earlier ones are in the history index.</summary>
    [Id(2)] public CommandMarks Commands { get; init; }

    /// <summary>What the object keeps back for others; null when it never has.</summary>
    [Id(3)] public GrantedReservations? Granted { get; init; }

    /// <summary>Its overrides and warnings; null when it never had any.</summary>
    [Id(4)] public ObjectControls? Controls { get; init; }

    /// <summary>What others keep back for the object; null when they keep nothing.</summary>
    [Id(5)] public TakenReservations? Taken { get; init; }

    /// <summary>What others know of the object; null when they were never told.</summary>
    [Id(6)] public Tellings? Told { get; init; }

    /// <summary>Since when steps with other objects are to be done; null when none are. In the future where one has to wait.</summary>
    public DateTimeOffset? StepsDue => (Taken?.FirstToReturn(), Told?.FirstToTell()) switch
    {
        ({ } a, { } b) => a < b ? a : b,
        var (a, b) => a ?? b,
    };

    /// <summary>The mark of a command among the newest; null when it is none of them.</summary>
    public CommandMark? Find(string commandId) => Commands.Find(CommandMark.HashOf(commandId));

    /// <summary>The record once its last command has been given its place in the ledger.</summary>
    /// <param name="mark">What is remembered of the command.</param>
    public SubjectRecord Committed(CommandMark mark) => this with { Seq = mark.FirstSeq + mark.Events - 1, Commands = Commands.Add(mark) };
}

/// <summary>What is remembered of a command that was carried out: enough to give its receipt again and to find its entries.</summary>
/// <param name="CommandHash">XxHash3 of the command id.</param>
/// <param name="Fingerprint">XxHash3 of the command's content.</param>
/// <param name="Version">The object's version after it.</param>
/// <param name="Events">Number of events it recorded, from 1.</param>
/// <param name="FirstSeq">Sequence in the bucket of the first of them.</param>
[GenerateSerializer, Immutable, Alias("sg.CommandMark")]
public readonly record struct CommandMark(
    [property: Id(0)] ulong CommandHash,
    [property: Id(1)] ulong Fingerprint,
    [property: Id(2)] int Version,
    [property: Id(3)] int Events,
    [property: Id(4)] long FirstSeq)
{
    /// <summary>XxHash3 of the UTF-8 text of a command id.</summary>
    public static ulong HashOf(string commandId)
    {
        Span<byte> utf8 = stackalloc byte[Encoding.UTF8.GetMaxByteCount(Envelope.MaxCommandIdLength)];
        return Encoding.UTF8.TryGetBytes(commandId, utf8, out var length)
            ? XxHash3.HashToUInt64(utf8[..length])
            : XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(commandId));
    }
}

/// <summary>The record of one kind of object.</summary>
[GenerateSerializer, Immutable, Alias("sg.SubjectRecord`1")]
public sealed record SubjectRecord<TState> : SubjectRecord
{
    /// <summary>The state: the fold of the object's events.</summary>
    [Id(0)] public required TState State { get; init; }

    /// <summary>Everything the object consists of.</summary>
    public SubjectBody<TState> Body => new(State, Granted, Controls, Taken, Told);

    /// <summary>The record after a command with these many events, but for what <see cref="SubjectRecord.Committed"/> adds.</summary>
    public SubjectRecord<TState> After(SubjectBody<TState> body, int events) => this with
    {
        State = body.State,
        Granted = GrantedReservations.AfterCommand(Granted, body.Granted),
        Controls = body.Controls,
        Taken = body.Taken,
        Told = body.Told,
        Version = Version + events,
    };

    /// <summary>The record after one entry read from the ledger. Entries of one command follow one another.</summary>
    public SubjectRecord<TState> AfterEntry(SubjectBody<TState> body, long seq, ulong commandHash, ulong fingerprint)
    {
        var version = Version + 1;
        var continues = Commands.Count > 0 && Commands[^1] is var last
            && last.CommandHash == commandHash && last.FirstSeq + last.Events == seq;
        return this with
        {
            State = body.State,
            Granted = GrantedReservations.AfterCommand(Granted, body.Granted),
            Controls = body.Controls,
            Taken = body.Taken,
            Told = body.Told,
            Version = version,
            Seq = seq,
            Commands = continues
                ? Commands.ReplaceLast(Commands[^1] with { Version = version, Events = Commands[^1].Events + 1 })
                : Commands.Add(new(commandHash, fingerprint, version, 1, seq)),
        };
    }
}

/// <summary>Everything an object consists of: its kind's own state, and what every kind can have.</summary>
public readonly record struct SubjectBody<TState>(
    TState State, GrantedReservations? Granted, ObjectControls? Controls, TakenReservations? Taken = null, Tellings? Told = null);
