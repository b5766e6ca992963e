using SalesGrid.Gateway.Subjects;
using SalesGrid.Opportunities;

namespace SalesGrid.Gateway.Opportunities;

/// <summary>What is done with an opportunity beside what its own endpoints offer, and the claims it takes.</summary>
public static class OpportunityApi
{
    /// <summary>Its commands.</summary>
    public static KindApi Opportunity { get; } = new("opportunity", "opportunities", "OPP", "Opportunities", null,
    [
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
    ]);

    /// <summary>Claims have no commands of their own; an override of a collision is granted on the claim.</summary>
    public static KindApi Claim { get; } = new("claim", "claims", "CL", "Claims", null, []);
}
