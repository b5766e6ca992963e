using SalesGrid.DemoLoans;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Gateway.DemoLoans;

/// <summary>Loans as they are reached from outside.</summary>
public static class DemoLoanApi
{
    /// <summary>Their commands.</summary>
    public static KindApi Api { get; } = new("demoloan", "demo-loans", "DL", "Demonstration machines", KindView.Of<DemoLoanView>("demoloan", v => v.Version),
    [
        new("create", typeof(RequestDemoLoan), "申请借用样机 · Ask for a machine", new { customerId = "C-100", machine = "CNC-5", returnBy = "2027-03-31" }, Creates: true),
        new("approve", typeof(ApproveDemoLoan), "批准 · Agree; not for who asked"),
        new("hand-over", typeof(HandOverDemoUnit), "交付样机 · Hand the machine over", new { serialNumber = "SN-0417" }),
        new("extend", typeof(ExtendDemoLoan), "延期 · Extend the loan", new { returnBy = "2027-06-30", reason = "客户试产延后" }),
        new("return", typeof(ReturnDemoUnit), "归还 · The machine is back", new { condition = "完好" }),
        new("write-off", typeof(WriteOffDemoUnit), "核销 · Write the machine off; not for who agreed", new { reason = "客户厂房火灾" }),
    ]);
}
