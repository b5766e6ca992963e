using System.Collections.Immutable;
using SalesGrid.Catalogues;
using SalesGrid.Hosting;
using SalesGrid.Subjects;

namespace SalesGrid.Channels;

/// <summary>All the grid knows of a channel.</summary>
public static class ChannelKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="ChannelEvent"/>.</summary>
    public static SubjectKind<Channel, ChannelEvent> Kind { get; } = new("channel", Channel.None, (state, e, _) => state.Evolve(e))
    {
        Shown = Channel.View,
        TaggedBy = Channel.Tags,
        Needs = static (id, channel) => channel.NameZh is null ? [] : CatalogueKind.NeedsOfEntry("channel", id),
        Tells = static (_, channel) => channel.NameZh is null ? [] : CatalogueKind.TellingsOfEntry("channel"),
    };
}

/// <summary>A sales channel. Key: <c>channel/{code}</c>.</summary>
[GrainType("channel"), BucketPlacement]
public sealed class ChannelGrain(SubjectServices services, SiloCatalogue silo) : SubjectGrain<Channel, ChannelEvent, ChannelCommand>(ChannelKind.Kind, services)
{
    /// <inheritdoc/>
    protected override ValueTask<Decision<ChannelEvent>> Decide(string id, Channel current, ChannelCommand command, DecisionContext request) =>
        new(ChannelRules.Decide(id, current, command, request));

    /// <inheritdoc/>
    protected override Task Committed(SubjectRecord<Channel> record, ImmutableArray<SubjectEvent> events, Envelope envelope)
    {
        // On this silo at once; the others ask before long.
        silo.Forget(ChannelKind.Kind.Name, Id);
        return Task.CompletedTask;
    }
}
