namespace SalesGrid;

public static partial class ControlPoints
{
    // Sales channels.
    public static readonly ControlPoint ChannelMustExist = new("CP-CHAN-01", RefusalKind.NotFound,
        new("渠道 {0} 不存在。", "There is no channel {0}."),
        new("检查编号,或先建立渠道。", "Check the code, or create the channel first."))
    { By = [Who.ProcessOwner], Command = "channel.create" };

    public static readonly ControlPoint ChannelMustBeNew = new("CP-CHAN-02", RefusalKind.Conflict,
        new("渠道 {0} 已存在。", "There is a channel {0} already."),
        new("使用另一编号。", "Use another code."));

    public static readonly ControlPoint ChannelMustBeOpen = new("CP-CHAN-03", RefusalKind.Rule,
        new("渠道 {0} 已关闭。", "Channel {0} is closed."),
        new("选择开放的渠道,或请目录管理人员重新开放。", "Choose a channel that is open, or have whoever keeps the catalogue open it again."), "S6")
    { By = [Who.ProcessOwner], Command = "channel.reopen" };

    public static readonly ControlPoint ChannelMustBeClosed = new("CP-CHAN-04", RefusalKind.Rule,
        new("渠道 {0} 是开放的,无需重新开放。", "Channel {0} is open; there is nothing to open again."),
        new("检查渠道编号。", "Check the code."), "S6");

    public static readonly ControlPoint ChannelMustBeInCatalogue = new("CP-CHAN-05", RefusalKind.Rule,
        new("渠道“{0}”未建立。", "There is no channel {0} in the list of channels."),
        new("使用已建立的渠道,或请目录管理人员建立该渠道。", "Name a channel of the list, or have whoever keeps the catalogue create it."), "S4 S6")
    { By = [Who.ProcessOwner], Command = "channel.create" };
}
