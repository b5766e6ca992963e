using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

/// <summary>A process that asks for everything a process can ask for, and opportunities under it.</summary>
internal static class Steered
{
    /// <summary>Find, qualify, offer, close: one or two sorts of check each.</summary>
    public static ProcessDefinition Process { get; } = new()
    {
        Id = "steered",
        Version = 1,
        Name = new("全控制流程", "Steered"),
        Stages =
        [
            Stage("find", "寻找", 10) with
            {
                Checks = [new(GateCheckKind.Activities, 1, "visit"), new(GateCheckKind.BuyingCentre, 1)],
                MayLose = false,
            },
            Stage("qualify", "评估", 30, "find") with
            {
                Facts = [GateFact.Customer, GateFact.Amount],
                Checks = [new(GateCheckKind.Score, 60), new(GateCheckKind.Score, 2, "budget"), new(GateCheckKind.NextStep)],
                Approval = new(StageApprover.OwnersManager),
                MaySkipTo = ["close"],
                MaxDays = 20,
            },
            Stage("offer", "报价", 60, "qualify") with
            {
                Checks = [new(GateCheckKind.Competitors, 1), new(GateCheckKind.ProductLines, 1), new(GateCheckKind.BuyingCentre, 1, "coach")],
                Approval = new(StageApprover.Finance, new(200_000_00, "CNY")),
            },
            Stage("close", "成交", 90, "offer") with
            {
                Checks = [new(GateCheckKind.ApprovedQuote), new(GateCheckKind.SignedContract)],
                MayWin = true,
            },
        ],
        LossReasons = [new("price", new("价格", "Price")), new("unknown", new("不详", "Unknown"))],
        WinReasons = [new("solution", new("方案", "Solution"))],
        Evaluation = [new("need", new("需求", "Need"), 60), new("budget", new("预算", "Budget"), 40)],
        ActivityKinds = [new("visit", new("拜访", "Visit")), new("call", new("电话", "Call"))],
        Collision = CollisionRule.Refuse,
    };

    public static MappedPerson Chief { get; } = new("P-1", "王总", "economic-buyer", Stance.Supporter, 5, "降低能耗");

    public static MappedPerson Coach { get; } = new("P-2", "Ms Li", "coach");

    public static NextStep Tomorrow { get; } = new("先交流,后谈判", "技术交流", World.Today.AddDays(1));

    /// <summary>Of 100 percent: 60 × need ÷ 5 + 40 × budget ÷ 5.</summary>
    public static Evaluation Card(int need, int budget) =>
        new([new("need", need), new("budget", budget)], 60 * need + 40 * budget, "S-001", World.Now);

    /// <summary>An opportunity of Wang's in a stage, with nothing on file unless it is given.</summary>
    public static Opportunity In(string stage, DealDetails? file = null, DealTrends? trace = null) => World.In("proposal") with
    {
        ProcessId = Process.Id,
        ProcessVersion = 1,
        Stage = stage,
        File = file,
        Trace = trace,
        Terms = OpportunityRules.TermsOf(Process, Process.IndexOf(stage)),
    };

    public static StageApproval Approved(StageApprover by) =>
        new(by, "S-001", World.Now, ApprovalState.Approved, "S-800", World.Now);

    public static DealTrends Visited(int visits = 1) => new() { StageActivities = visits, StageKinds = [new("visit", visits)] };

    /// <summary>All that the gates of <c>qualify</c> and <c>offer</c> ask for.</summary>
    public static DealDetails Ready { get; } = new()
    {
        Evaluation = Card(3, 3),
        Persons = [Chief, Coach],
        Next = Tomorrow,
        Competitors = ["甲公司"],
        Lines = [new("MES", 1)],
        Approvals = [Approved(StageApprover.OwnersManager)],
    };

    private static StageDefinition Stage(string id, string name, int percent, params string[] back) => new()
    {
        Id = id,
        Name = new(name, $"Stage {id}"),
        ProbabilityPercent = percent,
        KeyNode = new($"{name}完成", $"Done with {id}"),
        Evidence = [],
        Facts = [],
        MayReturnTo = [.. back],
        MayWin = false,
    };
}
