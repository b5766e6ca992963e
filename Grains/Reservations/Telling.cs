using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Reservations;

/// <summary>What others are to know of an object.</summary>
/// <param name="Topic">What it is about; one telling of an object for each topic.</param>
/// <param name="Value">What they are to know. Told once each time it becomes another; null for what they take for granted until told otherwise.</param>
/// <param name="Notes">What is said to whom: the same, in the same order, as long as the value is the same.</param>
public sealed record Telling(string Topic, string? Value, IEnumerable<Note> Notes);

/// <summary>Something said to another object. Where it refuses for good, it has been told all the same.</summary>
public readonly record struct Note(string Subject, Command Command);

/// <summary>What others are to know of an object, at most one telling for a topic. Pure.</summary>
/// <param name="id">The object's id.</param>
/// <param name="state">Its state.</param>
public delegate ImmutableArray<Telling> TellingsOf<in TState>(string id, TState state);

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Others are to be told something, or something else.</summary>
/// <param name="Topic">What it is about.</param>
/// <param name="Value">What they are to know.</param>
/// <param name="Version">The object's version before it: tells one time from another.</param>
public sealed record TellingBegun(string Topic, string? Value, int Version) : CommonEvent;

/// <summary>So many of those who are to be told have been.</summary>
public sealed record TellingContinued(TellingProgress Progress) : CommonEvent;

/// <summary>What others know of an object, or are being told.</summary>
[GenerateSerializer, Immutable, Alias("sg.Tellings")]
public sealed record Tellings([property: Id(0)] ImmutableArray<ToldTopic> Topics)
{
    /// <summary>Nothing was ever told.</summary>
    public static Tellings None { get; } = new([]);

    /// <summary>Since when somebody is to be told something; null when everybody has been.</summary>
    public DateTimeOffset? FirstToTell()
    {
        DateTimeOffset? first = null;
        foreach (var topic in Topics)
        {
            if (!topic.IsDone && (first is null || topic.Since < first))
                first = topic.Since;
        }
        return first;
    }

    /// <summary>What is to be begun, where that is what others are to know.</summary>
    /// <param name="version">The object's version before the events that made it so.</param>
    /// <param name="wanted">What they are to know.</param>
    internal IEnumerable<TellingBegun> Begin(int version, ImmutableArray<Telling> wanted)
    {
        foreach (var telling in wanted)
        {
            if (telling.Value != Of(telling.Topic)?.Value)
                yield return new(telling.Topic, telling.Value, version);
        }
    }

    /// <summary>The tellings after one more event, decided at <paramref name="at"/>.</summary>
    public Tellings Evolve(CommonEvent happened, DateTimeOffset at) => happened switch
    {
        TellingBegun e => With(new(e.Topic, e.Value, e.Version, at, 0, IsDone: false)),
        TellingContinued { Progress: var p } => Of(p.Topic) is { } topic && topic.Version == p.Version ? With(topic with { Told = p.Told, IsDone = p.IsDone }) : this,
        _ => this,
    };

    /// <summary>What is known of a topic; null when nothing was ever told.</summary>
    internal ToldTopic? Of(string topic)
    {
        foreach (var told in Topics)
        {
            if (told.Topic == topic)
                return told;
        }
        return null;
    }

    private Tellings With(ToldTopic topic) => new(Of(topic.Topic) is { } known ? Topics.Replace(known, topic) : Topics.Add(topic));
}

/// <summary>How far others have been told one thing.</summary>
/// <param name="Topic">What it is about.</param>
/// <param name="Value">What they are to know.</param>
/// <param name="Version">Tells one time from another.</param>
/// <param name="Since">When it became so.</param>
/// <param name="Told">How many have been told, from the first.</param>
/// <param name="IsDone">True once all have been.</param>
[GenerateSerializer, Immutable, Alias("sg.ToldTopic")]
public sealed record ToldTopic(
    [property: Id(0)] string Topic,
    [property: Id(1)] string? Value,
    [property: Id(2)] int Version,
    [property: Id(3)] DateTimeOffset Since,
    [property: Id(4)] int Told,
    [property: Id(5)] bool IsDone);
