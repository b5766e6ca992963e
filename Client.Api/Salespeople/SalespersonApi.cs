using SalesGrid.Gateway.Subjects;
using SalesGrid.Salespeople;

namespace SalesGrid.Gateway.Salespeople;

/// <summary>Salespeople as they are reached from outside.</summary>
public static class SalespersonApi
{
    /// <summary>Their commands.</summary>
    public static KindApi Api { get; } = new("salesperson", "salespeople", "S", "Salespeople", new()
    {
        Shape = typeof(SalespersonAnswer),
        NotFound = ControlPoints.SalespersonMustExist,
        One = async (http, grid, id) => await grid.Ask(grid.Salesperson(id), static s => s.Get(), http.RequestAborted) is { } view
            ? (SalespersonAnswer.Of(view), view.Version)
            : null,
        HasTags = false,
        Private = new(new HashSet<string>(StringComparer.Ordinal) { "ConductRecorded" }, static (http, _, id) => new(ConductEndpoints.MaySee(http, id))),
        Listed = static view => SalespersonAnswer.Of((SalespersonView)view),
    },
    [
        new("create", typeof(RegisterSalesperson), "登记销售人员 · Register a salesperson",
            new { id = "S-017", name = "王芳", team = "华东一组", region = "华东", manager = "李强" }, Creates: true),
        new("move", typeof(MoveSalesperson), "调动 · Move to another team, region or manager",
            new { team = "华南二组", region = "华南", manager = "陈静" })
        {
            Description = "已有商机仍计入原团队;此后新开或接手的商机计入新团队。 Opportunities stay credited to the team they were taken on in; later ones follow the new place.",
        },
        new("deactivate", typeof(DeactivateSalesperson), "停用 · Take out of service"),
        new("grant-authority", typeof(GrantAuthority), "授权 · Say what a person may decide alone: by grade, or item by item",
            new
            {
                grade = "senior",
                discountBasisPoints = 500,
                dealSizeMax = new { amount = 1_000_000, currency = "CNY" },
                discountBudget = new { amount = 200_000, currency = "CNY" },
                salesAllowance = new { amount = 5_000_000, currency = "CNY" },
                budgetPeriod = "quarter",
            }),
        new("require-qualification", typeof(RequireQualification), "规定资质或培训 · Make a qualification or training mandatory",
            new { code = "product-safety", name = "产品安全培训", acts = new[] { "quote", "contract" } }),
        new("pass-qualification", typeof(PassQualification), "登记资质或培训 · A mandatory qualification was passed",
            new { code = "product-safety", on = "2026-09-01", validUntil = "2027-08-31", evidence = "CERT-2026-118" }),
        new("drop-qualification", typeof(DropQualification), "取消资质或培训要求 · A qualification is not mandatory any more",
            new { code = "product-safety", reason = "不再销售该产品线" }),
        new("delegate", typeof(DelegateAuthority), "委托代理 · Have somebody act for the person for at most 90 days",
            new { to = "S-018", from = "2026-10-01", until = "2026-10-14", reason = "年休假" }),
        new("end-delegation", typeof(EndDelegation), "结束委托 · End the delegations to somebody at once", new { to = "S-018" }),
        new("record-conduct", typeof(RecordConduct), "登记行为记录 · Put something in the conduct record",
            new { kind = "breach", code = "gifts-2.1", text = "收受客户礼品未申报", on = "2026-09-12" }),
        new("check-coverage", typeof(CheckCoverage), "核对管道覆盖 · Compare the open pipeline with what the target still needs"),
    ]) { ReadableBy = ReadableBy.Scope };
}
