namespace SalesGrid;

// Processes: who may change them, and when. What a definition must be is in DefinitionControlPoints.
public static partial class ControlPoints
{
    public static readonly ControlPoint ProcessMustExist = new("CP-PROC-01", RefusalKind.NotFound,
        new("销售流程 {0} 不存在。", "There is no sales process {0}."),
        new("检查编号,或先起草该流程。", "Check the id, or draft the process first."), "S7")
    { By = [Who.ProcessOwner] };

    public static readonly ControlPoint ProcessOwnerMustAct = new("CP-PROC-02", RefusalKind.Rule,
        new("{0} 没有流程负责人职责。", "{0} does not have the duty of a process owner."),
        new("由具有流程负责人职责的人员执行。", "Have somebody with the duty of a process owner do it."), "S7")
    { By = [Who.ProcessOwner] };

    public static readonly ControlPoint ProcessIdMustBeFree = new("CP-PROC-03", RefusalKind.Rule,
        new("编号 {0} 保留给产品自带流程。", "The id {0} is kept for processes the product ships."),
        new("使用不以 grid- 开头的编号。", "Use an id that does not begin with grid-."));

    public static readonly ControlPoint DraftMustExist = new("CP-PROC-04", RefusalKind.Rule,
        new("流程没有第 {0} 版草案。", "The process has no draft of version {0}."),
        new("查看当前草案的版本号,或先起草。", "Look up the number of the open draft, or draft one first."), "S7")
    { By = [Who.ProcessOwner] };

    public static readonly ControlPoint DraftMustBeAsRead = new("CP-PROC-05", RefusalKind.Stale,
        new("草案已是第 {0} 稿,而您审阅的是第 {1} 稿。", "The draft is at revision {0}; you read revision {1}."),
        new("重新审阅后再决定。", "Read it again, then decide."), "S7");

    public static readonly ControlPoint ApproverMustNotBeAuthor = new("CP-PROC-06", RefusalKind.Rule,
        new("{0} 参与了起草,不能批准本流程版本。", "{0} wrote this version and cannot approve it."),
        new("由未参与起草的流程负责人批准,管理员也不例外。", "Have a process owner approve it who did not write it; administrators are no exception."), "S7 S9")
    { By = [Who.ProcessOwner] };

    public static readonly ControlPoint EffectiveDayMustNotBePast = new("CP-PROC-07", RefusalKind.Rule,
        new("生效日期 {0} 早于今天({1})。", "The day {0} is before today ({1})."),
        new("选择今天或以后的日期。", "Choose today or a later day."), "S7");

    public static readonly ControlPoint ShippedVersionMustExist = new("CP-PROC-08", RefusalKind.Rule,
        new("产品未自带流程 {0} 的第 {1} 版。", "The product ships no version {1} of process {0}."),
        new("自带版本:{2}。", "Shipped versions: {2}."));

    public static readonly ControlPoint ProcessMustHaveRoom = new("CP-PROC-09", RefusalKind.TooLarge,
        new("流程已有 {0} 个版本、{1} 字节;上限为 {2} 个、{3} 字节。", "The process would have {0} versions and {1} bytes; the limits are {2} and {3}."),
        new("以新的编号起草流程。", "Draft the process under a new id."));

    public static readonly ControlPoint DraftMustBeDecided = new("CP-PROC-10", RefusalKind.Rule,
        new("草案已修改 {0} 次,须先批准或驳回。", "The draft has been written {0} times; it has to be approved or rejected first."),
        new("批准或驳回该草案。", "Approve or reject the draft."));

    public static readonly ControlPoint ProcessMustBeInForce = new("CP-PROC-11", RefusalKind.Rule,
        new("销售流程 {0} 今天没有生效的版本。", "No version of sales process {0} is in force today."),
        new("使用生效中的流程:{1}。", "Use a process that is in force: {1}."), "S7")
    { By = [Who.ProcessOwner] };
}
