namespace SalesGrid.Domain.Tests;

/// <summary>A company's own process, small and using everything a definition can say.</summary>
internal static class Tender
{
    public const string Id = "tender";

    public static LocalText Text(string en) => new($"中 {en}", en);

    public static StageDefinition Stage(string id, int percent, bool mayWin, params string[] back) => new()
    {
        Id = id,
        Name = Text(id),
        ProbabilityPercent = percent,
        KeyNode = Text($"{id} done"),
        Evidence = [new($"{id}-note", Text($"{id} note"))],
        Facts = [GateFact.Customer],
        MayReturnTo = [.. back],
        MayWin = mayWin,
    };

    public static ProcessDefinition Definition { get; } = new()
    {
        Id = Id,
        Version = 1,
        Name = Text("Tender"),
        Stages =
        [
            Stage("lead", 10, mayWin: false) with { MaySkipTo = ["bid"], MaxDays = 30, Checks = [new(GateCheckKind.Activities, 1, "visit"), new(GateCheckKind.NextStep)] },
            Stage("offer", 40, mayWin: false, "lead") with { Checks = [new(GateCheckKind.Score, 60), new(GateCheckKind.Score, 3, "budget"), new(GateCheckKind.BuyingCentre, 2, "sponsor")] },
            Stage("bid", 80, mayWin: true, "offer") with { MayLose = false, Approval = new(StageApprover.Legal, new(100_000_00, "CNY")), Checks = [new(GateCheckKind.ApprovedQuote)] },
        ],
        LossReasons = [new("price", Text("Price")), new(LossReason.Unknown, Text("Unknown"))],
        WinReasons = [new("fit", Text("Fit"))],
        Evaluation = [new("need", Text("Need"), 60), new("budget", Text("Budget"), 40)],
        ActivityKinds = [new("visit", Text("Visit")), new("call", Text("Call"))],
    };

    /// <summary>The definition with one stage changed.</summary>
    public static ProcessDefinition With(int stage, Func<StageDefinition, StageDefinition> change) =>
        Definition with { Stages = Definition.Stages.SetItem(stage, change(Definition.Stages[stage])) };
}
