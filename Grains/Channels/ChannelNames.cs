using SalesGrid.Catalogues;

namespace SalesGrid.Channels;

/// <summary>The rules of naming channels elsewhere. Pure.</summary>
public static class ChannelNames
{
    /// <summary>Refused unless the text names a channel of the list, where there is one.</summary>
    /// <param name="field">The member that names it.</param>
    /// <param name="text">The name; null and blank name nothing.</param>
    /// <param name="named">What is known of it.</param>
    public static Refusal? CheckKnown(string field, string? text, Named<ChannelView> named) =>
        named.Lacks(text) ? ControlPoints.ChannelMustBeInCatalogue.RefuseField(field, text) : null;

    /// <summary>Refused unless the text names an open channel of the list, where there is one.</summary>
    /// <param name="field">The member that names it.</param>
    /// <param name="text">The name; null and blank name nothing.</param>
    /// <param name="named">What is known of it.</param>
    public static Refusal? CheckOpen(string field, string? text, Named<ChannelView> named) =>
        named.Find(text) is not { } channel ? CheckKnown(field, text, named)
        : channel.Closed ? ControlPoints.ChannelMustBeOpen.RefuseField(field, channel.Id)
        : null;

    /// <summary>The name as the list spells it; as it is where it names no channel of a list.</summary>
    public static string? Spelled(string? text, Named<ChannelView> named) => named.Find(text)?.Id ?? text;

    /// <summary>True for a refusal that rests on what is known of channels: one that must not rest on what was known a while ago.</summary>
    public static bool IsWhy(Refusal? refusal) => refusal is not null
        && (refusal.Names(ControlPoints.ChannelMustBeInCatalogue) || refusal.Names(ControlPoints.ChannelMustBeOpen));
}
