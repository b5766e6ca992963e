using System.Globalization;
using System.Text;
using SalesGrid.Csv;

namespace SalesGrid.Demo;

/// <summary>Writes demo data as CSV files with a mapping, as a company might hand them over: <c>import</c> reads them.</summary>
public static class DemoFiles
{
    /// <summary>Currency of all amounts.</summary>
    public const string Currency = "CNY";

    private static readonly Dictionary<string, string> StatusNames = new(StringComparer.Ordinal)
    {
        ["open"] = "进行中", ["won"] = "赢单", ["lost"] = "输单",
    };

    /// <summary>Writes the files into a folder, which is made where it is not there.</summary>
    public static void Write(DemoData data, string folder)
    {
        Directory.CreateDirectory(folder);
        using (var file = Open(folder, "salespeople.csv"))
        {
            CsvText.WriteRecord(file, "工号", "姓名", "团队", "大区", "经理");
            foreach (var p in data.Salespeople())
                CsvText.WriteRecord(file, p.Id, p.Name, p.Team, p.Region, p.Manager);
        }
        using (var file = Open(folder, "customers.csv"))
        {
            CsvText.WriteRecord(file, "客户编号", "客户名称", "行业", "国家", "员工数", "成立年份", "年营业额");
            foreach (var c in data.Customers())
                CsvText.WriteRecord(file, c.Id, c.Name, c.Sector, c.Country, Text(c.Employees), Text(c.YearEstablished), Text(c.AnnualRevenue));
        }
        using (var file = Open(folder, "opportunities.csv"))
        {
            CsvText.WriteRecord(file, "商机编号", "名称", "负责人", "客户", "产品", "渠道", "状态", "阶段", "开启日期", "关闭日期", "预计成交", "金额", "输单原因");
            foreach (var o in data.Opportunities())
                CsvText.WriteRecord(file, o.Id, o.Name, o.OwnerId, o.CustomerId, o.Product, o.Channel, StatusNames[o.Status], o.Stage,
                    Text(o.OpenedOn), Text(o.ClosedOn), Text(o.ExpectedCloseOn), Text(o.Amount), o.LossReason);
        }
        File.WriteAllText(Path.Combine(folder, "mapping.json"), Mapping(data.Source));
    }

    private static StreamWriter Open(string folder, string name) =>
        new(Path.Combine(folder, name), append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 64 * 1024) { NewLine = "\n" };

    private static string? Text(IFormattable? value) => value is DateOnly date
        ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : value?.ToString(null, CultureInfo.InvariantCulture);

    private static string Mapping(string source) => $$"""
        {
          "source": "{{source}}",
          "currency": "{{Currency}}",
          "dates": ["yyyy-MM-dd"],
          "salespeople": {
            "file": "salespeople.csv",
            "id": "工号",
            "fields": { "name": "姓名", "team": "团队", "region": "大区", "manager": "经理" }
          },
          "customers": {
            "file": "customers.csv",
            "id": "客户编号",
            "fields": {
              "name": "客户名称", "sector": "行业", "country": "国家", "employees": "员工数",
              "yearEstablished": "成立年份", "annualRevenue": "年营业额"
            }
          },
          "opportunities": {
            "file": "opportunities.csv",
            "id": "商机编号",
            "status": {
              "template": "{状态}/{阶段}",
              "values": {
        {{string.Join(",\n", DemoData.Standings.Select(s => $$"""        "{{StatusNames[s.Status]}}/{{s.Stage}}": { "status": "{{s.Status}}", "stage": "{{s.Stage}}" }"""))}}
              }
            },
            "fields": {
              "ownerId": { "column": "负责人", "lookup": "salespeople" },
              "customerId": { "column": "客户", "lookup": "customers" },
              "name": "名称", "product": "产品", "channel": "渠道", "amount": "金额", "lossReason": "输单原因",
              "openedOn": "开启日期", "closedOn": "关闭日期", "expectedCloseOn": "预计成交"
            }
          }
        }

        """;
}
