using System.Text.Json;

namespace SalesGrid.Domain.Tests;

/// <summary>Overrides and warnings of one object, whatever happens to it and however long it takes.</summary>
public sealed class ControlLawTests
{
    private const string Code = "override-unreviewed";
    private const string Liftable = "CP-CLAIM-02";

    /// <summary>Something that happens: a command, or that the object is watched for other things; and how many hours after the last.</summary>
    private sealed record Happening(ControlCommand? Command, int[]? WatchedFor, string Actor, int HoursLater);

    private static readonly Gen<string> Actor = Gen.OneOf("controller", "auditor", "S-001");

    private static readonly Gen<Happening[]> Story = Gen.Select(
        Gen.Frequency(
            (4, Gen.Const(((ControlCommand?)new LookForWarnings(), (int[]?)null))),
            (2, Gen.Int[0, 80].Array[0, 70].Select(w => ((ControlCommand?)null, (int[]?)w))),
            (2, Gen.Int[0, 80].Array[0, 6].Select(w => ((ControlCommand?)null, (int[]?)w))),
            (2, Gen.Int[0, 80].Select(w => ((ControlCommand?)new AnswerWarning($"{Code}:{w}", "on it"), (int[]?)null))),
            (2, Gen.Int[0, 80].Select(w => ((ControlCommand?)new CloseWarning($"{Code}:{w}", "done"), (int[]?)null))),
            (2, Gen.Int[1, 40].Select(days => ((ControlCommand?)new OverrideControl(Liftable, "reason", World.Now.AddDays(days)), (int[]?)null))),
            (2, Gen.Int[0, 60].Select(n => ((ControlCommand?)new ReviewOverride($"{Liftable}:{n}", true, "note"), (int[]?)null)))),
        Actor, Gen.OneOf(0, 1, 30, 200),
        (what, actor, hours) => new Happening(what.Item1, what.Item2, actor, hours)).Array[1, 60];

    [Fact]
    public void After_a_look_nothing_is_due_at_once_again() => Each((life, _) =>
    {
        life.Do(new LookForWarnings(), "grid");
        Assert.Empty(life.Decide(new LookForWarnings(), "grid").Events);
        Assert.True(life.NextLook() is not { } next || next > life.Now, $"It is due at {life.NextLook()} and the time is {life.Now}.");
    });

    [Fact]
    public void What_is_due_is_raised_while_there_is_room_and_no_more_is_kept_than_there_is_room_for() => Each((life, _) =>
    {
        life.Do(new LookForWarnings(), "grid");
        Assert.InRange(life.Controls.Warnings.Length, 0, ObjectControls.MaxWarnings);
        Assert.InRange(life.Controls.Waivers.Length, 0, ObjectControls.MaxWaivers);
        var known = life.Controls.Warnings.Select(w => w.Id).ToHashSet();
        Assert.Equal(known.Count, life.Controls.Warnings.Length);
        var missing = life.WarningCauses().Where(w => w.At <= life.Now && !known.Contains(w.Id)).ToList();
        Assert.True(missing.Count == 0 || known.Count(id => life.WarningCauses().Any(w => w.Id == id)) == ObjectControls.MaxWarnings);
        Assert.DoesNotContain(life.Controls.Warnings, w => w.ClosedAt is null && life.WarningCauses().All(x => x.Id != w.Id));
        // Who did not answer in time was told on, and only they.
        Assert.All(life.Controls.Warnings.Where(w => w.ClosedAt is null && w.Response is null), w => Assert.Equal(w.RespondBy <= life.Now, w.EscalatedAt is not null));
    });

    [Fact]
    public void Reading_the_events_again_gives_the_same_controls() => Each((life, story) =>
    {
        var replayed = life.Happened.Aggregate(ObjectControls.None, (c, h) =>
            c.Evolve((CommonEvent)ClaimKind.Kind.Read(h.Event.GetType().Name, SubjectKind<Claim, ClaimEvent>.Write(h.Event)), h.At));
        Assert.Equal(Same.Text(life.Controls), Same.Text(replayed));
        var head = HeadCodec.Read<Claim>(HeadCodec.Write(new SubjectRecord<Claim> { State = Claim.None, Controls = life.Controls })).Controls;
        Assert.Equal(Same.Text(life.Controls), Same.Text(head));
    });

    [Fact]
    public void What_was_used_and_not_reviewed_is_never_forgotten() => Each((life, story) =>
    {
        var used = life.Happened.Select(h => h.Event).OfType<OverrideUsed>().Select(e => e.Id).ToList();
        var reviewed = life.Happened.Select(h => h.Event).OfType<OverrideReviewed>().Select(e => e.Id).ToList();
        Assert.Equal(used.Count, used.Distinct().Count());
        Assert.Empty(used.Except(reviewed).Except(life.Controls.Waivers.Where(w => w.UsedAt is not null).Select(w => w.Id)));
    });

    private static void Each(Action<Life, Happening[]> check) => Story.Sample(
        story =>
        {
            var life = new Life();
            foreach (var happening in story)
            {
                life.Take(happening);
                check(life, story);
            }
        },
        iter: 200);

    /// <summary>The object: its controls, what it is watched for, and all that happened.</summary>
    private sealed class Life
    {
        private int[] watchedFor = [];

        public ObjectControls Controls { get; private set; } = ObjectControls.None;

        public DateTimeOffset Now { get; private set; } = World.Now;

        public List<(SubjectEvent Event, DateTimeOffset At)> Happened { get; } = [];

        public IEnumerable<WarningCause> WarningCauses() => watchedFor.Distinct().Select(n => new WarningCause(Code, $"{n}", World.Now.AddHours(n * 10), new("预警", "Warning"), "S-001"));

        public DateTimeOffset? NextLook() => ControlRules.NextLook(Controls, WarningCauses(), ShippedWarnings.Policy);

        public void Take(Happening happening)
        {
            Now = Now.AddHours(happening.HoursLater);
            watchedFor = happening.WatchedFor ?? watchedFor;
            if (happening.Command is not null)
                Do(happening.Command, happening.Actor);
            // Whoever may use an override does.
            if (Controls.Usable(Liftable, AskedBy(happening.Actor)) is { } waiver)
                Record(new OverrideUsed(waiver.Id, Liftable, happening.Actor, "OpenOpportunity"));
        }

        public Decision<SubjectEvent> Decide(ControlCommand command, string actor) => ControlRules.Decide(
            "opportunity/O-1", Happened.Count + 1, Controls, command, WarningCauses(), ShippedWarnings.Policy, AskedBy(command is LookForWarnings ? "grid" : actor));

        public void Do(ControlCommand command, string actor)
        {
            foreach (var happened in Decide(command, actor).Events)
                Record(happened);
        }

        private void Record(SubjectEvent happened)
        {
            Controls = Controls.Evolve((CommonEvent)happened, Now);
            Happened.Add((happened, Now));
        }

        private DecisionContext AskedBy(string actor) => new(Happened.Count + 1, Now, DateOnly.FromDateTime(Now.DateTime), actor,
            actor == "grid" ? Duties.Grid : actor == "S-001" ? Duties.None : Duties.Controller);
    }
}
