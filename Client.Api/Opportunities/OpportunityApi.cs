using SalesGrid.Claims;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Opportunities;

namespace SalesGrid.Gateway.Opportunities;

/// <summary>Opportunities as they are reached from outside, and the claims they take.</summary>
public static class OpportunityApi
{
    private static readonly object Facts = new
    {
        ownerId = "S-017",
        name = "数控机床更新",
        customerId = "C-1001",
        product = "CNC-5",
        channel = "direct",
        amount = new { amount = 1250000, currency = "CNY" },
        expectedCloseOn = "2027-03-31",
        source = "exhibition",
    };

    /// <summary>Its commands.</summary>
    public static KindApi Opportunity { get; } = new("opportunity", "opportunities", "OPP", "Opportunities", new()
    {
        Shape = typeof(OpportunityAnswer),
        ListedShape = typeof(PipelineItem),
        NotFound = ControlPoints.OpportunityMustExist,
        One = async (http, grid, id) => await grid.Ask(grid.Opportunity(id), static o => o.Get(), http.RequestAborted) is { } view
            ? (OpportunityAnswer.Of(view), view.Version)
            : null,
        HasTags = false,
        Listed = static row => PipelineItem.Of((PipelineRow)row),
    },
    [
        new("create", typeof(OpenOpportunity), "建立商机 · Open an opportunity", Facts, Creates: true),
        new("import", typeof(ImportOpportunity), "导入历史商机 · Bring in an opportunity as another system left it", new
        {
            ownerId = "S-017",
            customerId = "C-1001",
            product = "CNC-5",
            amount = new { amount = 1250000, currency = "CNY" },
            status = "open",
            stage = "proposal",
            openedOn = "2026-03-01",
            source = "crm",
        }),
        new("admit-win", typeof(AdmitWin), "确认导入赢单计入业绩 · Have a win that was brought in count towards targets; not by its owner, nor by who brought it in",
            new { reason = "已核对合同与回款" }),
        new("value", typeof(ValueOpportunity), "估值 · State what it is about and worth; what is left out stays",
            new { amount = new { amount = 1180000, currency = "CNY" }, expectedCloseOn = "2027-04-30" }),
        new("advance", typeof(AdvanceStage), "推进阶段 · Advance to the next stage, or return to an earlier one", new { to = "initiation" }),
        new("evidence", typeof(AttachEvidence), "提交关键节点材料 · Put evidence of a key node on it",
            new { kind = "project-information", reference = "DOC-2026-118", note = "客户现场确认" }),
        new("activities", typeof(RecordActivity), "记录活动 · Record an activity",
            new { kind = "visit", summary = "与设备科长面谈,确认预算", on = "2026-11-20" }),
        new("win", typeof(WinOpportunity), "赢单 · Win it", new { amount = new { amount = 1180000, currency = "CNY" } }),
        new("lose", typeof(LoseOpportunity), "输单 · Lose it", new { reason = "price", note = "低于成本价竞争" }),
        new("reopen", typeof(ReopenOpportunity), "重新打开 · Open it again", new { reason = "客户恢复预算" }),
        new("reassign", typeof(ReassignOpportunity), "移交 · Give it to another salesperson", new { ownerId = "S-021", reason = "区域调整" }),
        new("set-team", typeof(SetDealTeam), "设置项目组 · State who works on it beside its owner: all of them",
            new { members = new[] { new { person = "S-021", role = "presales" } } }),
        new("split-credit", typeof(SplitCredit), "分摊业绩 · State to whom its win is to be credited: parts of 10,000 together; none for the owner alone",
            new { shares = new[] { new { person = "S-017", basisPoints = 6000 }, new { person = "S-021", basisPoints = 4000 } }, reason = "售前主导方案" }),
        new("correct-credit", typeof(CorrectCredit), "更正业绩分摊 · State to whom a win is credited, in the month that is not closed; by finance",
            new { shares = new[] { new { person = "S-017", basisPoints = 7000 }, new { person = "S-021", basisPoints = 3000 } }, reason = "复核后更正" }),
        new("migrate", typeof(MoveToProcessVersion), "移至另一流程版本 · Move it to another version of its process",
            new { version = 2, reason = "统一采用新版流程" }),
        new("evaluate", typeof(EvaluateOpportunity), "填写评估卡 · Fill in the evaluation card",
            new { scores = new[] { new { code = "need", score = 4 }, new { code = "budget", score = 3 } }, note = "预算已列入年度计划" }),
        new("map-person", typeof(MapPerson), "登记采购组织人员 · Put a person on the map of the buying centre",
            new { person = new { id = "P-1", name = "王总", role = "economic-buyer", stance = "supporter", influence = 5, motive = "降低能耗,任内完成改造", lastContactOn = "2026-11-20" } }),
        new("remove-person", typeof(RemovePerson), "移除采购组织人员 · Take a person off the map", new { personId = "P-1" }),
        new("plan-next-step", typeof(PlanNextStep), "计划下一步 · Plan the next step",
            new { plan = "先技术交流,再商务谈判", nextStep = "与设备科技术交流", nextStepOn = "2026-12-05" }),
        new("name-competitors", typeof(NameCompetitors), "填写竞争对手 · Name the competitors", new { names = new[] { "甲公司", "乙公司" } }),
        new("set-product-lines", typeof(SetProductLines), "填写产品明细 · Name the product lines",
            new { lines = new[] { new { product = "CNC-5", quantity = 2, amount = new { amount = 1250000, currency = "CNY" } } } }),
        new("forecast", typeof(ForecastOpportunity), "预测分类 · Say how sure it is", new { category = "commit" }),
        new("request-stage-approval", typeof(RequestStageApproval), "申请阶段审批 · Ask for the approval of leaving the stage", new { note = "立项材料已齐" }),
        new("approve-stage", typeof(ApproveStage), "批准离开阶段 · Approve leaving the stage", new { note = "同意" }),
        new("reject-stage", typeof(RejectStage), "驳回离开阶段 · Decline leaving the stage", new { reason = "预算依据不足" }),
    ])
    {
        ReadableBy = ReadableBy.Scope,
        Intake = OpportunityGrains.Intake,
    };

    /// <summary>Claims have no commands of their own; an override of a collision is granted on the claim.</summary>
    public static KindApi Claim { get; } = new("claim", "claims", "CL", "Claims", KindView.Of<ClaimView>("claim", v => v.Version), []);
}
