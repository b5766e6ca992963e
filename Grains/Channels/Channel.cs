using System.Diagnostics;
using SalesGrid.Subjects;

namespace SalesGrid.Channels;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to a channel.</summary>
public abstract record ChannelEvent : SubjectEvent;

/// <param name="NameZh">Chinese name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Kind">Sort of channel.</param>
/// <param name="By">Who created it.</param>
/// <param name="Source">The system it was brought in from; null for none.</param>
public sealed record ChannelCreated(string NameZh, string NameEn, ChannelSort Kind, string By, string? Source = null) : ChannelEvent;

public sealed record ChannelRenamed(string NameZh, string NameEn, string By) : ChannelEvent;

public sealed record ChannelClosed(string Reason, string By) : ChannelEvent;

public sealed record ChannelReopened(string Reason, string By) : ChannelEvent;

/// <summary>The state of a channel: the fold of its events.</summary>
[GenerateSerializer, Immutable, Alias("sg.Channel")]
public sealed record Channel
{
    /// <summary>A channel nothing has happened to.</summary>
    public static Channel None { get; } = new();

    /// <summary>Chinese name; null where there is no such channel.</summary>
    [Id(0)] public string? NameZh { get; init; }

    [Id(1)] public string NameEn { get; init; } = "";
    [Id(2)] public ChannelSort Kind { get; init; }
    [Id(3)] public bool Closed { get; init; }

    /// <summary>Why it is closed; null when it is open.</summary>
    [Id(4)] public string? Reason { get; init; }

    /// <summary>The system it was brought in from; null for what was created here.</summary>
    [Id(5)] public string? Source { get; init; }

    /// <summary>The state after one more event.</summary>
    public Channel Evolve(ChannelEvent happened) => happened switch
    {
        ChannelCreated e => new() { NameZh = e.NameZh, NameEn = e.NameEn, Kind = e.Kind, Source = e.Source },
        ChannelRenamed e => this with { NameZh = e.NameZh, NameEn = e.NameEn },
        ChannelClosed e => this with { Closed = true, Reason = e.Reason },
        ChannelReopened => this with { Closed = false, Reason = null },
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };

    /// <summary>The channel as seen from outside; null when there is none.</summary>
    public static ChannelView? View(string id, SubjectRecord<Channel> record) => record.State is { NameZh: { } name } c
        ? new(id, record.Version, name, c.NameEn, c.Kind, c.Closed, c.Reason, c.Source)
        : null;

    /// <summary>What a channel can be found by: its sort, and whether it is open.</summary>
    public static IEnumerable<string> Tags(Channel channel) => channel.NameZh is null ? [] : [$"kind:{GridJson.NameOf(channel.Kind)}", channel.Closed ? "closed" : "open"];
}
