using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Lists;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Gateway.Units;
using SalesGrid.Salespeople;
using SalesGrid.Units;

namespace SalesGrid.Gateway.Salespeople;

/// <summary>Salespeople as they are reached from outside.</summary>
public static class SalespersonApi
{
    /// <summary>A handover to several.</summary>
    internal static readonly object ExampleHandover = new { to = "S-018", reason = "离职", parts = new[] { new { to = "S-019", customers = new[] { "C-001" }, opportunities = new[] { "O-001" } } } };

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
        Page = static async (http, grid, query) =>
        {
            var list = await GridList.Read(grid, query, http.RequestAborted);
            var tree = list.Rows.IsEmpty ? UnitTree.First : (await grid.Ask(grid.Unit(UnitCommand.Company), static u => u.Tree(-1), http.RequestAborted))!;
            return list.ById<object>(row => SalespersonAnswer.Of((SalespersonView)row, tree, list.Parts[0].Day));
        },
    },
    [
        new("create", typeof(RegisterSalesperson), "登记销售人员 · Register a salesperson",
            new { id = "S-017", name = "王芳", team = "华东一组", region = "华东", manager = "李强" }, Creates: true)
        {
            Description = "填写 unit(组织单元)时,团队、区域和主管由组织得出,不另填写。 Given a unit, team, region and manager follow from it and are not stated beside it.",
        },
        new("move", typeof(MoveSalesperson), "调动 · Move to another unit, from a day on; or to another stated team, region or manager",
            new { team = "华南二组", region = "华南", manager = "陈静" })
        {
            Description = "填写 {unit, from?} 调入组织单元,可自某日起生效。 {unit, from?} puts the person into a unit, from a day on. 已有商机仍计入原团队;此后新开或接手的商机计入新团队。 Opportunities stay credited to the team they were taken on in; later ones follow the new place.",
        },
        new("deactivate", typeof(DeactivateSalesperson), "停用 · Take out of service"),
        new("reactivate", typeof(ReactivateSalesperson), "恢复在职 · Put back into service; where the unit was closed, into another one", new { unit = "company" }),
        new("rename", typeof(RenameSalesperson), "更名 · Give another name", new { name = "王芳芳" }),
        new("handover", typeof(HandOverPortfolio), "移交 · Give all a person has in hand to a successor, or to several; it goes on by itself until done", ExampleHandover)
        {
            Description = """
                由上级主管或人事办理,本人不能办理;先看 GET …/handover?to=,分给多人时先看 POST …/handover/preview。客户的商机、报价与合同随客户走;单独列出的商机归所列的接手人;其余归 to。
                For the managers above and people's administration, never for the person; look at GET …/handover?to= first, or at POST …/handover/preview where it is divided.
                A customer's opportunities, quotes and contracts go with it; an opportunity that is named goes where it is named; the rest goes to the one in to.
                """,
        },
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
        new("delegate", typeof(DelegateAuthority), "委托代理 · Have somebody act for the person for at most 90 days, in everything or in named acts",
            new { to = "S-018", from = "2026-10-01", until = "2026-10-14", reason = "年休假", acts = new[] { "approvals", "customer", "opportunity.activities" } })
        {
            Description = "acts 为命令、对象类别或事项组的名称(见 GET /api/delegation-acts),不填即全部;不得转委托。 acts names commands, kinds or groups (GET /api/delegation-acts), everything when left out; it is not passed on.",
        },
        new("end-delegation", typeof(EndDelegation), "结束委托 · End the delegations to somebody at once", new { to = "S-018" }),
        new("record-conduct", typeof(RecordConduct), "登记行为记录 · Put something in the conduct record",
            new { kind = "breach", code = "gifts-2.1", text = "收受客户礼品未申报", on = "2026-09-12" }),
        new("check-coverage", typeof(CheckCoverage), "核对管道覆盖 · Compare the open pipeline with what the target still needs"),
    ])
    { ReadableBy = ReadableBy.Scope, MovesScopes = true };
}
