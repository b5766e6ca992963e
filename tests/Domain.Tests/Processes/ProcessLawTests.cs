namespace SalesGrid.Domain.Tests;

using DecideProcess = Func<string, SalesProcess, ProcessCommand, ProcessContext, Decision<ProcessEvent>>;

/// <summary>What must hold of a process, whatever was asked of it by whom.</summary>
public sealed class ProcessLawTests
{
    private sealed record Act(ProcessCommand Command, string Actor, int DaysLater);

    private static Gen<ProcessCommand> Command { get; } = Gen.Frequency(
        (4, Gen.Int[0, 3].Select(n => (ProcessCommand)new DraftProcess(Tender.Definition with { Version = 0, Name = Tender.Text($"Tender {n}") }))),
        (5, Gen.Select(Gen.Frequency((3, Gen.Int[1, 2]), (1, Gen.Int[3, 5])), Gen.Int[5, 80], (v, days) => (ProcessCommand)new ApproveProcess(v, World.Today.AddDays(days)))),
        (1, Gen.Int[1, 3].Select(v => (ProcessCommand)new RejectProcess(v, "no"))),
        (1, Gen.Int[-1, 20].Select(days => (ProcessCommand)new RetireProcess(days < 0 ? null : World.Today.AddDays(days)))));

    private static Gen<Act[]> Story { get; } = Gen.Select(Command, Gen.OneOf("wang", "li", "zhao"), Gen.Int[0, 1],
        (command, actor, days) => new Act(command, actor, days)).Array[5, 60];

    [Fact]
    public void Nobody_approved_what_they_wrote() => Holds(NobodyApprovesTheirOwn);

    [Fact]
    public void Numbers_have_no_gaps_and_versions_never_change() => Holds(VersionsStay);

    [Fact]
    public void The_ledgers_bytes_lead_to_the_same_state() => Holds(ReplayIsTheSame);

    [Fact]
    public void Stories_lead_to_several_versions_often_enough()
    {
        var many = 0;
        Story.Sample(story => many += Play(story, ProcessRules.Decide).Last().After.Releases.Length > 1 ? 1 : 0, iter: 500, threads: 1);
        Assert.InRange(many, 50, 500);
    }

    [Fact]
    public void Rules_that_let_an_author_approve_are_caught() => IsCaught(NobodyApprovesTheirOwn, (id, current, command, context) =>
        ProcessRules.Decide(id, current, command, context) is { Refusal.ControlPoint: "CP-PROC-06" } && command is ApproveProcess a
            ? Decision<ProcessEvent>.Record(new ProcessApproved(a.Version, current.Draft!.Revision, a.EffectiveFrom, context.Actor))
            : ProcessRules.Decide(id, current, command, context));

    [Fact]
    public void Rules_that_use_a_number_up_with_a_rejection_are_caught() => IsCaught(VersionsStay, (id, current, command, context) =>
        ProcessRules.Decide(id, current, command, context) is { Refusal: null, Events: [ProcessDrafted e] } && current.Draft is null && context.Today.Day % 3 == 0
            ? Decision<ProcessEvent>.Record(e with { Definition = e.Definition with { Version = e.Definition.Version + 1 } })
            : ProcessRules.Decide(id, current, command, context));

    private static string? NobodyApprovesTheirOwn((Act Act, SalesProcess Before, ProcessEvent[] Events, SalesProcess After)[] played)
    {
        // Kept apart from the state: who wrote what, event by event.
        var writers = new HashSet<string>();
        foreach (var happened in played.SelectMany(p => p.Events))
        {
            if (happened is ProcessDrafted drafted)
                writers.Add(drafted.Author);
            if (happened is ProcessApproved approved && writers.Contains(approved.ApprovedBy))
                return $"{approved.ApprovedBy} approved version {approved.Version}, having written it.";
            if (happened is ProcessApproved or ProcessRejected)
                writers.Clear();
        }
        return null;
    }

    private static string? VersionsStay((Act Act, SalesProcess Before, ProcessEvent[] Events, SalesProcess After)[] played)
    {
        foreach (var (act, before, _, after) in played)
        {
            if (!after.Releases.Select(r => r.Definition.Version).SequenceEqual(Enumerable.Range(1, after.Releases.Length)))
                return $"{act} left versions {string.Join(", ", after.Releases.Select(r => r.Definition.Version))}.";
            if (before.Releases.Where((r, i) => Same.Text(r) != Same.Text(after.Releases[i])).Any())
                return $"{act} changed a version.";
        }
        return null;
    }

    private static string? ReplayIsTheSame((Act Act, SalesProcess Before, ProcessEvent[] Events, SalesProcess After)[] played)
    {
        var state = SalesProcess.None;
        var at = World.Now;
        foreach (var happened in played.SelectMany(p => p.Events))
        {
            var read = ProcessKind.Kind.Read(happened.GetType().Name, SubjectKind<SalesProcess, ProcessEvent>.Write(happened));
            state = state.Evolve((ProcessEvent)read, at);
            at = at.AddHours(1);
        }
        var record = new SubjectRecord<SalesProcess> { State = state };
        var head = ((SubjectRecord<SalesProcess>)ProcessKind.Kind.Deserialize(ProcessKind.Kind.Serialize(record))).State;
        return Same.Text(state) != Same.Text(played[^1].After) ? "The ledger reads otherwise."
            : Same.Text(head) != Same.Text(state) ? "The head reads otherwise." : null;
    }

    private static (Act Act, SalesProcess Before, ProcessEvent[] Events, SalesProcess After)[] Play(Act[] story, DecideProcess decide)
    {
        var (state, today, at) = (SalesProcess.None, World.Today, World.Now);
        return Array.ConvertAll(story, act =>
        {
            today = today.AddDays(act.DaysLater);
            var before = state;
            var decision = decide(Tender.Id, state, act.Command, new(today, act.Actor, Duties.ProcessOwner, ProcessCatalog.Shipped));
            foreach (var happened in decision.Events)
            {
                state = state.Evolve(happened, at);
                at = at.AddHours(1);
            }
            return (act, before, decision.Events.ToArray(), state);
        });
    }

    private static void Holds(Func<(Act Act, SalesProcess Before, ProcessEvent[] Events, SalesProcess After)[], string?> law, DecideProcess? decide = null) =>
        Story.Sample(story => Assert.Null(law(Play(story, decide ?? ProcessRules.Decide))), iter: 400,
            print: story => string.Join("\n", story.Select(a => $"{a.Actor} +{a.DaysLater}: {a.Command}")));

    private static void IsCaught(Func<(Act Act, SalesProcess Before, ProcessEvent[] Events, SalesProcess After)[], string?> law, DecideProcess decide) =>
        Assert.Throws<CsCheckException>(() => Holds(law, decide));
}
