using SalesGrid.Catalogues;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Channels.ChannelEvent>;

namespace SalesGrid.Channels;

/// <summary>The rules of a channel. Pure: the same arguments always give the same answer.</summary>
public static class ChannelRules
{
    /// <summary>Decides a command.</summary>
    public static Decision Decide(string id, Channel current, ChannelCommand command, DecisionContext request)
    {
        if (command is CreateChannel or ImportChannel)
        {
            if (current.NameZh is not null)
                return ControlPoints.ChannelMustBeNew.RefuseField("id", id);
        }
        else if (current.NameZh is null)
        {
            return ControlPoints.ChannelMustExist.Refuse(id);
        }
        return command switch
        {
            CreateChannel c => Refusal.All(CheckNames(c.NameZh, c.NameEn), CheckKind(c.Kind)) is { } refusal
                ? refusal
                : Decision.Record(new ChannelCreated(c.NameZh, c.NameEn, c.Kind, request.Actor)),
            ImportChannel c => Refusal.All(CheckNames(c.NameZh, c.NameEn), Validation.Required("source", c.Source), CheckKind(c.Kind)) is { } refusal
                ? refusal
                : Decision.Record(new ChannelCreated(c.NameZh, c.NameEn, c.Kind, request.Actor, c.Source)),
            RenameChannel c => CheckNames(c.NameZh, c.NameEn) is { } refusal ? refusal
                : (current.NameZh, current.NameEn) == (c.NameZh, c.NameEn) ? Decision.Nothing
                : Decision.Record(new ChannelRenamed(c.NameZh, c.NameEn, request.Actor)),
            CloseChannel c => Refusal.All(
                    Validation.Required("reason", c.Reason, Validation.MaxTextLength),
                    current.Closed ? ControlPoints.ChannelMustBeOpen.Refuse(id) : null) is { } refusal
                ? refusal
                : Decision.Record(new ChannelClosed(c.Reason, request.Actor)),
            ReopenChannel c => Refusal.All(
                    Validation.Required("reason", c.Reason, Validation.MaxTextLength),
                    current.Closed ? null : ControlPoints.ChannelMustBeClosed.Refuse(id)) is { } refusal
                ? refusal
                : Decision.Record(new ChannelReopened(c.Reason, request.Actor)),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
        };
    }

    private static Refusal? CheckNames(string zh, string en) => Refusal.All(Validation.Required("nameZh", zh), Validation.Required("nameEn", en));

    private static Refusal? CheckKind(ChannelSort kind) => Enum.IsDefined(kind) ? null
        : Validation.Invalid("kind", "须为 direct、distributor、agent、online、tender 或 other", "direct, distributor, agent, online, tender or other");
}

/// <summary>The rules of naming channels elsewhere. Pure.</summary>
public static class ChannelNames
{
    /// <summary>Refused unless the text names a channel of the list, where there is one.</summary>
    /// <param name="field">The member that names it.</param>
    /// <param name="text">The name; null and blank name nothing.</param>
    /// <param name="named">What is known of it.</param>
    public static Refusal? CheckKnown(string field, string? text, Named<ChannelView> named) =>
        !named.IsInForce || !IdentityText.IsVisible(text) || named.Find(text!) is not null ? null : ControlPoints.ChannelMustBeInCatalogue.RefuseField(field, text);

    /// <summary>Refused unless the text names an open channel of the list, where there is one.</summary>
    /// <param name="field">The member that names it.</param>
    /// <param name="text">The name; null and blank name nothing.</param>
    /// <param name="named">What is known of it.</param>
    public static Refusal? CheckOpen(string field, string? text, Named<ChannelView> named) =>
        CheckKnown(field, text, named) is { } unknown ? unknown
        : named.IsInForce && IdentityText.IsVisible(text) && named.Find(text!) is { Closed: true } channel ? ControlPoints.ChannelMustBeOpen.RefuseField(field, channel.Id)
        : null;

    /// <summary>The name as the list spells it; as it is where it names no channel of a list.</summary>
    public static string? Spelled(string? text, Named<ChannelView> named) => text is not null && IdentityText.IsVisible(text) ? named.Find(text)?.Id ?? text : text;

    /// <summary>True for a refusal that rests on what is known of channels: one that must not rest on what was known a while ago.</summary>
    public static bool IsWhy(Refusal? refusal) => refusal is not null
        && (refusal.Names(ControlPoints.ChannelMustBeInCatalogue) || refusal.Names(ControlPoints.ChannelMustBeOpen));
}
