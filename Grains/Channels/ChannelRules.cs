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
