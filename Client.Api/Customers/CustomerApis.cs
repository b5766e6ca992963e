using SalesGrid.Customers;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Pools;

namespace SalesGrid.Gateway.Customers;

/// <summary>Customers and the public pool as they are reached from outside.</summary>
public static class CustomerApis
{
    /// <summary>Customers.</summary>
    public static KindApi Customers { get; } = new("customer", "customers", "C", "Customers", new()
    {
        Shape = typeof(CustomerAnswer),
        NotFound = ControlPoints.CustomerMustExist,
        One = async (http, grid, id) => await grid.Ask(grid.Customer(id), static c => c.Get(), http.RequestAborted) is { } view
            ? (CustomerAnswer.Of(view), view.Version)
            : null,
        Listed = static view => CustomerAnswer.Listed((CustomerView)view),
    },
    [
        new("create", typeof(RegisterCustomer), "登记客户 · Register a customer", new
        {
            id = "C-1001",
            name = "华东精密机械有限公司",
            sector = "manufacturing",
            country = "CN",
            city = "杭州",
            employees = 1200,
            annualRevenue = new { amount = 350000000, currency = "CNY" },
            creditCode = "91350100M000100Y43",
        }, Creates: true),
        new("amend", typeof(AmendCustomer), "修改客户 · Change what is known of a customer: what is named, and nothing else",
            new { sector = "machinery", country = (string?)null })
        {
            Description = "未写出的字段保持不变,写为 null 的字段被清除。 A member left out stays; null clears it.",
        },
        new("require-diligence", typeof(RequireDiligence), "设定尽职调查项目 · Say what has to be looked into",
            new { items = new[] { new { code = "business-licence", name = new { zh = "营业执照", en = "Business licence" } } } }),
        new("record-diligence", typeof(RecordDiligence), "登记尽职调查结果 · Record what was found of an item",
            new { item = "credit-report", result = "pass", reference = "CR-2026-118", validUntil = "2027-06-30" }),
        new("request-credit", typeof(RequestCredit), "申请授信 · Ask for credit",
            new { limit = new { amount = 500000, currency = "CNY" }, reason = "年度框架合同" }),
        new("grant-credit", typeof(GrantCredit), "授信 · Grant credit",
            new { grade = "b", limit = new { amount = 500000, currency = "CNY" }, validUntil = "2027-06-30", reason = "三年合作,回款良好", reassessOn = "2027-01-15" }),
        new("suspend-credit", typeof(SuspendCredit), "暂停授信 · Suspend credit", new { reason = "逾期 60 天" }),
        new("classify", typeof(Classify), "客户分类 · Class the customer", new { @class = "intent", reason = "已索取报价" }),
        new("follow-up", typeof(RecordFollowUp), "登记跟进 · Record a follow-up",
            new { kind = "visit", summary = "与采购经理面谈", contactId = "P-1", purpose = "sales" }),
        new("put-contact", typeof(PutContact), "登记联系人 · Add or change a contact", new
        {
            contactId = "P-1",
            name = "张伟",
            title = "采购经理",
            phone = "13800001234",
            email = "zhang@example.com",
            consent = new { purposes = new[] { "sales" }, givenOn = "2026-03-01", evidence = "DOC-88" },
        }),
        new("withdraw-consent", typeof(WithdrawConsent), "撤回同意 · Record that consent was withdrawn", new { contactId = "P-1" }),
        new("remove-contact", typeof(RemoveContact), "删除联系人 · Remove a contact", new { contactId = "P-1", reason = "本人要求" }),
        new("assign", typeof(AssignOwner), "分配负责人 · Give it to a salesperson", new { salespersonId = "S-1", reason = "区域调整" }),
        new("pick", typeof(PickFromPool), "从公海领取 · Pick it from the pool"),
        new("return", typeof(ReturnToPool), "退回公海 · Put it into the pool", new { reason = "暂无需求" }),
        new("merge", typeof(MergeCustomer), "合并客户 · Merge it into another customer, of which it is an alias from then on", new { into = "C-1002", reason = "重复登记" }),
        new("protect", typeof(ProtectOwner), "保护客户 · Leave it with its owner until a day", new { until = "2027-03-31", reason = "招标周期长" }),
    ])
    { ReadableBy = ReadableBy.Scope };

    /// <summary>The public pool, <c>company</c>.</summary>
    public static KindApi Pool { get; } = new("pool", "pools", "P", "Customers", KindView.Of<PoolView>("pool", v => v.Version, id => id == PoolPolicy.Company ? new(id, 0, PoolPolicy.Default) : null),
    [
        new("policy", typeof(SetPoolPolicy), "设定公海规则 · Set the rules of the pool; the pool's id is company", new
        {
            policy = new { picksPerDay = 5, capacity = 200, repickAfterDays = 30, recycle = new { potential = 90, intent = 30, won = 180 } },
        }),
    ])
    { ReadableBy = ReadableBy.Everybody };

    /// <summary>The places salespeople have for customers; customers take them, nobody else does.</summary>
    public static KindApi Picks { get; } = new("pick", "picks", "P", "Customers", KindView.Of<PickView>("pick", v => v.Version), [])
    { ReadableBy = ReadableBy.Scope };
}
