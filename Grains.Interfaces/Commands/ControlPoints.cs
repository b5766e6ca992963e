using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;

namespace SalesGrid;

/// <summary>One rule of the grid. Its id never changes meaning and is never used again for another rule.</summary>
/// <param name="Id">Fixed id, e.g. <c>CP-STAGE-02</c>.</param>
/// <param name="Kind">What sort of answer a breach is.</param>
/// <param name="Reason">Why a command is refused; <c>{0}</c>, <c>{1}</c> stand for the facts of the case.</param>
/// <param name="Remedy">What would satisfy it, with the same facts.</param>
/// <param name="Source">The systems of control it answers to, e.g. <c>S5</c> or <c>S1 S10</c>; <see cref="Grid"/> for the grid's own.</param>
/// <param name="MayBeOverridden">True when somebody with the authority may lift it for one object and a limited time.</param>
public sealed record ControlPoint(
    string Id, RefusalKind Kind, LocalText Reason, LocalText Remedy, string Source = ControlPoint.Grid, bool MayBeOverridden = false)
{
    /// <summary>Source of the rules no text asks for: what keeps the grid itself in order.</summary>
    public const string Grid = "grid";

    /// <summary>Who can see to it that it is met; see <see cref="Who"/>. A rule may name somebody else in its case.</summary>
    public ImmutableArray<string> By { get; init; } = [Who.Self];

    /// <summary>The command that meets it, <c>kind.name</c>; null when it is the refused command itself, sent otherwise or by another.</summary>
    public string? Command { get; init; }

    /// <summary>The refusal of one command, with the facts of its case.</summary>
    public Refusal Refuse(params ReadOnlySpan<object?> facts) => RefuseField(null, facts);

    /// <summary>As <see cref="Refuse"/>, naming the field at fault.</summary>
    public Refusal RefuseField(string? field, params ReadOnlySpan<object?> facts)
    {
        var values = facts.ToArray();
        for (var i = 0; i < values.Length; i++)
            values[i] = values[i] is string text ? QuotedText.Of(text) : values[i];
        field = field is null ? null : QuotedText.Of(field);
        var reason = Fill(Reason, values);
        return new(Id, Kind, reason, Fill(Remedy, values), field)
        {
            Missing = [new(Id, MissingItem.Kept(reason), field, null, null, By, Command, MayBeOverridden)],
        };
    }

    private static LocalText Fill(LocalText text, object?[] facts) => facts.Length == 0 ? text : new(
        string.Format(CultureInfo.InvariantCulture, text.Zh, facts),
        string.Format(CultureInfo.InvariantCulture, text.En, facts));
}

/// <summary>Every rule the grid enforces, in order of precedence within each group.</summary>
public static partial class ControlPoints
{
    // Commands, whatever they ask.
    public static readonly ControlPoint CommandIdMustNotBeReused = new("CP-CMD-01", RefusalKind.Conflict,
        new("此命令编号已用于另一条内容不同的命令。", "This command id was used for another command with different content."),
        new("为新命令使用新的编号。", "Use a new id for a new command."));

    public static readonly ControlPoint VersionMustMatch = new("CP-CMD-02", RefusalKind.Stale,
        new("对象当前版本为 {0},而您看到的是 {1}。", "The object is at version {0}; you saw version {1}."),
        new("重新读取后再提交。", "Read it again, then send the command again."));

    public static readonly ControlPoint CommandMustBeSmall = new("CP-CMD-03", RefusalKind.TooLarge,
        new("命令产生的记录为 {0} 字节,上限为 {1} 字节。", "The command would record {0} bytes; the limit is {1} bytes."),
        new("缩短文本,或将附件存于别处并引用。", "Shorten the texts, or keep the document elsewhere and refer to it."));

    public static readonly ControlPoint GridMustHaveRoom = new("CP-CMD-04", RefusalKind.Busy,
        new("系统正忙,命令未执行。", "The grid is busy; the command was not carried out."),
        new("稍后以同一命令编号重试。", "Try again shortly with the same command id."));

    public static readonly ControlPoint BucketMustBeSettled = new("CP-CMD-05", RefusalKind.Busy,
        new("数据正在迁移到另一节点,命令未执行。", "The object's bucket is moving to another silo; the command was not carried out."),
        new("稍后以同一命令编号重试。", "Try again shortly with the same command id."));

    public static readonly ControlPoint IdMustBeWrittenAsItIs = new("CP-CMD-07", RefusalKind.Conflict,
        new("编号 {0} 是已有对象 {1} 的另一种写法。", "{0} is another spelling of {1}, which exists."),
        new("使用编号 {1},或为新对象另取编号。", "Use the id {1}, or choose another id for a new object."));

    public static readonly ControlPoint CommandIdMustBeOnesOwn = new("CP-CMD-08", RefusalKind.Conflict,
        new("此命令编号已由他人使用,结果只答复最先提交的人。", "Somebody else used this command id; it answers only whoever sent it first."),
        new("使用自己的新编号。", "Use a new id of your own."), "S1 S9");

    public static readonly ControlPoint FieldMustBeValid = new("CP-DATA-01", RefusalKind.Invalid,
        new("字段 {0} 无效:{1}。", "Field {0} is not valid: {2}."),
        new("更正字段 {0}。", "Correct the field {0}."));

    // Who sends it, before anything else is asked.
    public static readonly ControlPoint SenderMustHaveStanding = new("CP-WHO-01", RefusalKind.Forbidden,
        new("{0} 无权对 {1} 执行此命令。", "{0} may not send this command to {1}."),
        new("由有权者执行:{2}。", "Have somebody send it who may: {2}."), "S1 S9");

    // Customers.
    public static readonly ControlPoint CustomerMustExist = new("CP-CUST-01", RefusalKind.NotFound,
        new("客户 {0} 不存在。", "There is no customer {0}."),
        new("先登记该客户。", "Register the customer first."))
    { Command = "customer.create" };

    public static readonly ControlPoint CustomerMustBeNew = new("CP-CUST-02", RefusalKind.Conflict,
        new("客户 {0} 已存在。", "Customer {0} exists already."),
        new("修改现有客户,或使用另一编号。", "Amend the existing customer, or use another id."), "S7");

    // Salespeople.
    public static readonly ControlPoint SalespersonMustExist = new("CP-PERSON-01", RefusalKind.NotFound,
        new("销售人员 {0} 不存在。", "There is no salesperson {0}."),
        new("先登记该销售人员。", "Register the salesperson first."))
    { Command = "salesperson.create" };

    public static readonly ControlPoint SalespersonMustBeNew = new("CP-PERSON-02", RefusalKind.Conflict,
        new("销售人员 {0} 已存在。", "Salesperson {0} exists already."),
        new("使用另一编号。", "Use another id."));

    public static readonly ControlPoint SalespersonMustBeActive = new("CP-PERSON-03", RefusalKind.Rule,
        new("销售人员 {0} 已停用。", "Salesperson {0} is deactivated."),
        new("选择在职的销售人员。", "Choose an active salesperson."), "S6");

    // Opportunities.
    public static readonly ControlPoint OpportunityMustExist = new("CP-OPP-01", RefusalKind.NotFound,
        new("商机 {0} 不存在。", "There is no opportunity {0}."),
        new("检查编号,或先建立商机。", "Check the id, or open the opportunity first."))
    { Command = "opportunity.create" };

    public static readonly ControlPoint OpportunityMustBeNew = new("CP-OPP-02", RefusalKind.Conflict,
        new("商机 {0} 已存在。", "Opportunity {0} exists already."),
        new("使用另一编号。", "Use another id."));

    public static readonly ControlPoint OpportunityMustBeOpen = new("CP-OPP-03", RefusalKind.Rule,
        new("商机已关闭(状态:{0})。", "The opportunity is closed (status: {1})."),
        new("先重新打开商机。", "Reopen the opportunity first."), "S5")
    { Command = "opportunity.reopen" };

    public static readonly ControlPoint OpportunityMustBeClosed = new("CP-OPP-04", RefusalKind.Rule,
        new("商机未关闭,无需重新打开。", "The opportunity is open; there is nothing to reopen."),
        new("只有赢单或输单的商机可以重新打开。", "Only a won or lost opportunity can be reopened."), "S5");

    public static readonly ControlPoint OwnerMustBeKnown = new("CP-OPP-05", RefusalKind.Rule,
        new("负责人 {0} 不存在。", "The owner {0} is not a registered salesperson."),
        new("先登记该销售人员,或选择另一负责人。", "Register that salesperson, or choose another owner."), "S6")
    { Command = "salesperson.create" };

    public static readonly ControlPoint CustomerMustBeKnown = new("CP-OPP-06", RefusalKind.Rule,
        new("客户 {0} 未登记。", "Customer {0} is not registered."),
        new("先登记该客户。", "Register that customer first."), "S7")
    { Command = "customer.create" };

    public static readonly ControlPoint ProcessMustBeKnown = new("CP-OPP-07", RefusalKind.Rule,
        new("销售流程 {0} 不存在。", "There is no sales process {0}."),
        new("使用已发布的流程:{1}。", "Use a published process: {1}."), "S5")
    { By = [Who.ProcessOwner] };

    public static readonly ControlPoint DatesMustBeInOrder = new("CP-OPP-08", RefusalKind.Rule,
        new("日期不合:{0} 早于 {1}。", "The dates do not fit: {0} is before {1}."),
        new("关闭日期不得早于开启日期。", "An opportunity cannot close before it was opened."), "S11");

    public static readonly ControlPoint CloseMustNotBeInFuture = new("CP-OPP-09", RefusalKind.Rule,
        new("关闭日期 {0} 在未来(今天是 {1})。", "The close date {0} lies in the future (today is {1})."),
        new("关闭日期不得晚于今天。", "A close date is today or earlier."), "S11");

    // Stages and their gates.
    public static readonly ControlPoint StageMustBeKnown = new("CP-STAGE-01", RefusalKind.Rule,
        new("流程 {0} 没有阶段 {1}。", "Process {0} has no stage {1}."),
        new("使用该流程的阶段:{2}。", "Use a stage of that process: {2}."), "S5");

    public static readonly ControlPoint StageMustBeAllowed = new("CP-STAGE-02", RefusalKind.Rule,
        new("不能从阶段“{0}”直接到“{1}”。", "An opportunity cannot go from stage {2} straight to {3}."),
        new("按流程推进到下一阶段,或退回流程允许的阶段。", "Advance to the next stage, or return to a stage the process allows."), "S5 S13");

    public static readonly ControlPoint KeyNodeMustBeEvidenced = new("CP-STAGE-03", RefusalKind.Rule,
        new("关键节点“{0}”缺少材料:{1}。", "Key node {2} lacks evidence: {3}."),
        new("提交所缺的关键节点材料。", "Put the missing evidence on the opportunity."), "S5", MayBeOverridden: true)
    { Command = "opportunity.evidence" };

    public static readonly ControlPoint GateMustHaveFacts = new("CP-STAGE-04", RefusalKind.Rule,
        new("离开阶段“{0}”前须填写:{1}。", "Before leaving stage {2} these must be known: {3}."),
        new("补充所缺信息。", "Add the missing facts."), "S5 S13", MayBeOverridden: true)
    { Command = "opportunity.value" };

    public static readonly ControlPoint LastStageCannotAdvance = new("CP-STAGE-05", RefusalKind.Rule,
        new("“{0}”是最后阶段。", "Stage {1} is the last."),
        new("登记赢单或输单。", "Win or lose the opportunity instead."), "S5")
    { Command = "opportunity.win" };

    public static readonly ControlPoint EvidenceMustBeOfProcess = new("CP-EVID-01", RefusalKind.Rule,
        new("流程 {0} 不要求材料“{1}”。", "Process {0} asks for no evidence of kind {1}."),
        new("使用该流程的材料种类:{2}。", "Use an evidence kind of that process: {2}."), "S5");

    // Closing.
    public static readonly ControlPoint StageMustAllowWinning = new("CP-WIN-01", RefusalKind.Rule,
        new("阶段“{0}”尚不能赢单。", "An opportunity in stage {1} cannot be won yet."),
        new("先推进到可以赢单的阶段。", "Advance it to a stage that may win first."), "S5")
    { Command = "opportunity.advance" };

    public static readonly ControlPoint WinMustHaveAmount = new("CP-WIN-02", RefusalKind.Rule,
        new("赢单须有金额。", "A win must have an amount."),
        new("填写成交金额。", "State the amount won."), "S4 S11")
    { Command = "opportunity.value" };

    public static readonly ControlPoint WinMustHaveCustomer = new("CP-WIN-03", RefusalKind.Rule,
        new("赢单须有客户。", "A win must have a customer."),
        new("填写客户。", "State the customer."), "S7")
    { Command = "opportunity.value" };

    public static readonly ControlPoint LossMustHaveKnownReason = new("CP-LOSE-01", RefusalKind.Rule,
        new("输单原因“{0}”不在流程 {1} 的清单内。", "Loss reason {0} is not on the list of process {1}."),
        new("使用清单内的原因:{2}。", "Use a reason of the list: {2}."), "S14");

    /// <summary>The name of the field a control point is declared by; empty for an id there is not.</summary>
    public static string NameOf(string id) => (names ??= typeof(ControlPoints)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(f => f.FieldType == typeof(ControlPoint))
        .ToDictionary(f => ((ControlPoint)f.GetValue(null)!).Id, f => f.Name, StringComparer.Ordinal)).GetValueOrDefault(id, "");

    private static Dictionary<string, string>? names;

    /// <summary>All of them, by id.</summary>
    // Read at the first question: where fields of several files are initialised, their order is nobody's promise.
    public static IReadOnlyDictionary<string, ControlPoint> All => field ??= typeof(ControlPoints)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => f.GetValue(null))
        .OfType<ControlPoint>()
        .ToDictionary(point => point.Id, StringComparer.Ordinal);
}
