using SalesGrid.Channels;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Gateway.Channels;

/// <summary>Sales channels as they are reached from outside.</summary>
public static class ChannelApi
{
    /// <summary>Their commands.</summary>
    public static KindApi Api { get; } = new("channel", "channels", "CHAN", "Catalogue", KindView.Of<ChannelView>("channel", v => v.Version) with { NotFound = ControlPoints.ChannelMustExist },
    [
        new("create", typeof(CreateChannel), "建立渠道 · Create a channel: direct, distributor, agent, online, tender or other; its id is its code",
            new { id = "distributor-east", nameZh = "华东经销", nameEn = "Distributors East", kind = "distributor" }, Creates: true),
        new("import", typeof(ImportChannel), "导入渠道 · Bring in a channel as another system has it",
            new { nameZh = "华东经销", nameEn = "Distributors East", source = "crm", kind = "distributor" }),
        new("rename", typeof(RenameChannel), "更名 · Give it other names", new { nameZh = "华东经销商", nameEn = "Distributors, East" }),
        new("close", typeof(CloseChannel), "关闭 · Nothing new is sold through it", new { reason = "经销协议终止" }),
        new("reopen", typeof(ReopenChannel), "重新开放 · Open it again", new { reason = "协议续签" }),
    ])
    { ReadableBy = ReadableBy.Everybody };
}
