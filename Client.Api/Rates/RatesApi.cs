using SalesGrid.Gateway.Subjects;
using SalesGrid.Rates;

namespace SalesGrid.Gateway.Rates;

/// <summary>Exchange rates as they are reached from outside; their id is <c>company</c>.</summary>
public static class RatesApi
{
    /// <summary>Their commands.</summary>
    public static KindApi Api { get; } = new("rates", "exchange-rates", "FX", "Exchange rates", KindView.Of<RatesView>("rates", v => v.Version, id => id == RateCommand.Company ? new(id, 0, [], null) : null),
    [
        new("state", typeof(StateRates), "登记汇率 · State rates; another person approves them", new
        {
            validFrom = "2026-12-01",
            rates = new[] { new { from = "USD", to = "CNY", rate = 7.1m }, new { from = "JPY", to = "CNY", rate = 0.047m } },
            source = "PBOC 2026-11-30",
        }),
        new("approve", typeof(ApproveRates), "批准汇率 · Approve the rates that wait; not for who stated them", new { number = 1 }),
        new("reject", typeof(RejectRates), "否决汇率 · Drop the rates that wait", new { number = 1, reason = "日期有误" }),
    ])
    { ReadableBy = ReadableBy.Everybody };
}
