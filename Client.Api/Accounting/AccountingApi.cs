using SalesGrid.Accounting;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Gateway.Accounting;

/// <summary>Accounting periods as they are reached from outside; their id is <c>company</c>.</summary>
public static class AccountingApi
{
    /// <summary>Their commands.</summary>
    public static KindApi Api { get; } = new("accounting", "accounting-periods", "AP", "Accounting periods", KindView.Of<AccountingView>("accounting", v => v.Version, id => id == AccountingCommand.Company ? new(id, 0, []) : null),
    [
        new("close", typeof(CloseMonth), "关账 · Close a month", new { month = "2026-09" }),
        new("reopen", typeof(ReopenMonth), "重新开账 · Open a closed month again; not for who closed it", new { month = "2026-09", reason = "补记跨月回款" }),
    ])
    { ReadableBy = ReadableBy.Everybody };
}
