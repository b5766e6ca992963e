using CsCheck;
using SalesGrid.Controls;
using SalesGrid.Opportunities;
using SalesGrid.Processes;
using SalesGrid.Storage.InMemory;
using SalesGrid.Subjects;

namespace SalesGrid.Grains.Tests;

/// <summary>The law: what is told beforehand is what the command then answers, in whatever state the object is and whoever asks.</summary>
public sealed class CanLawTests
{
    private const int Objects = 100;
    private const int CommandsEach = 100;

    internal static readonly Gen<Command> Commands = Gen.Frequency(
        (1, Gen.OneOf("S1", "S2", "nobody").Select(owner => (Command)new OpenOpportunity(new("Lathe", "C1", "CNC-5", "direct", new Money(100_00, "CNY"), new DateOnly(2027, 3, 31)), owner))),
        (6, Gen.OneOf<string?>(null, null, null, "proposal", "negotiation", "no-such-stage").Select(to => (Command)new AdvanceStage(to))),
        (8, Gen.OneOf("project-information", "initiation-report", "solution-proposal", "relationship-map", "bid-result", "contract-approval", "signed-contract", "photo", "")
            .Select(kind => (Command)new AttachEvidence(kind, "DOC-1"))),
        (2, Gen.OneOf("call", "visit", "").Select(kind => (Command)new RecordActivity(kind, "spoke"))),
        (2, Gen.OneOf<string?>(null, "solution", "luck").Select(reason => (Command)new WinOpportunity(null, null, reason))),
        (1, Gen.OneOf("price", "bogus").Select(reason => (Command)new LoseOpportunity(reason))),
        (1, Gen.OneOf("budget is back", "").Select(reason => (Command)new ReopenOpportunity(reason))),
        (1, Gen.OneOf("S1", "S2", "nobody").Select(owner => (Command)new ReassignOpportunity(owner))),
        (1, Gen.Int[-1, 6].Select(points => (Command)new EvaluateOpportunity([new("need", points), new("budget", 5)]))),
        (1, Gen.OneOf(StageApprover.Manager, StageApprover.Finance).Select(by => (Command)new RequestStageApproval(by))),
        (1, Gen.OneOf(StageApprover.Manager, StageApprover.Finance).Select(by => (Command)new ApproveStage(by))),
        (1, Gen.OneOf(ControlPoints.KeyNodeMustBeEvidenced.Id, ControlPoints.StageMustBeAllowed.Id).Select(point =>
            (Command)new OverrideControl(point, "the customer starts early", DateTimeOffset.UtcNow.AddDays(1)))));

    internal static readonly Gen<(string Name, Duties Duties)> Callers =
        Gen.OneOf(("tester", Duties.None), ("S1", Duties.None), ("S1", Duties.Administrator), ("S2", Duties.Manager), ("boss", Duties.Manager | Duties.Finance), ("controller", Duties.Controller));

    [Fact]
    public async Task What_is_told_beforehand_is_what_the_command_then_answers()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        var (objects, accepted, refused) = (0, 0, 0);
        await Gen.Select(Commands, Callers).Array[CommandsEach].SampleAsync(async story =>
        {
            var subject = grid.Subject($"opportunity/L{Interlocked.Increment(ref objects)}");
            foreach (var (command, (name, duties)) in story)
            {
                var verdict = await subject.Can(command, grid.By(name, duties));
                var receipt = await subject.Do(command, grid.By(name, duties));
                Assert.Null(Difference(verdict, receipt));
                Interlocked.Increment(ref receipt.Accepted ? ref accepted : ref refused);
            }
        }, iter: Objects);
        Assert.Equal(Objects * CommandsEach, accepted + refused);
        // A law of refusals alone, or of none, would say little.
        Assert.InRange(accepted, Objects * CommandsEach / 10, Objects * CommandsEach * 9 / 10);
    }

    [Fact]
    public void An_answer_that_differs_is_found()
    {
        var no = ControlPoints.GridMustHaveRoom.Refuse();
        Assert.Null(Difference(Told(no), new("opportunity/O", 1, 0, 0, false, no)));
        Assert.NotNull(Difference(Told(null), new("opportunity/O", 1, 0, 0, false, no)));
        Assert.NotNull(Difference(Told(no), new("opportunity/O", 1, 0, 0, false, null)));
        Assert.NotNull(Difference(Told(no), new("opportunity/O", 1, 0, 0, false, no with { Missing = [] })));

        static Verdict Told(Refusal? refusal) => new(1, refusal, []);
    }

    private static string? Difference(Verdict told, Receipt answered)
    {
        var (before, after) = (Text(told.Refusal), Text(answered.Refusal));
        return before == after ? null : $"Told {before}, answered {after}.";
    }

    private static string Text(Refusal? refusal) =>
        refusal is null ? "yes"
            : $"{refusal.ControlPoint} {refusal.Field}: {string.Join("; ", refusal.Missing.Select(m => $"{m} by {string.Join(' ', m.By)}"))}";
}
