using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

internal delegate Decision<OpportunityEvent> Decide(string id, Opportunity current, OpportunityCommand command, OpportunityContext context);

internal delegate Opportunity Evolve(Opportunity current, OpportunityEvent happened, DateTimeOffset at);

/// <summary>What one command did.</summary>
internal sealed record Move(
    SubjectRecord<Opportunity> Before, OpportunityCommand Command, string CommandId, ulong Fingerprint,
    Decision<OpportunityEvent> Decision, SubjectRecord<Opportunity> After);

/// <summary>
/// A bucket as the grains run it, without grains: decides, folds, and keeps the entries a ledger would hold. The rules
/// and the fold can be replaced by broken ones.
/// </summary>
internal sealed class TestBucket(Decide? decide = null, Evolve? evolve = null)
{
    public const int Number = 3;

    private readonly Decide decide = decide ?? OpportunityRules.Decide;
    private readonly Evolve evolve = evolve ?? ((state, happened, at) => state.Evolve(happened, at));
    private DateOnly today = Generators.Begin;
    private int commands;

    public List<LedgerEntry> Entries { get; } = [];

    public List<Move> Moves { get; } = [];

    /// <summary>Ids of opportunities a command to was refused, once for each; kept only where the bucket keeps refusals.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>The records as the grains hold them, by subject.</summary>
    public Dictionary<string, SubjectRecord> Records { get; } = [];

    public long LastSeq => Entries.Count;

    public static TestBucket Of(IEnumerable<Step> story, Decide? decide = null, Evolve? evolve = null)
    {
        var bucket = new TestBucket(decide, evolve);
        foreach (var step in story)
            bucket.Take("OPP-1", step);
        return bucket;
    }

    public static TestBucket Of(IEnumerable<Job> jobs) => Of(jobs, keepRefusals: false);

    /// <param name="jobs">What was asked.</param>
    /// <param name="keepRefusals">True to record every refusal, as a silo does.</param>
    public static TestBucket Of(IEnumerable<Job> jobs, bool keepRefusals)
    {
        var bucket = new TestBucket();
        bucket.Commit(CustomerKind.Kind, "C-100", [new CustomerRegistered(World.Steel.Profile)], (s, e, at) => s.Evolve(e, at));
        bucket.Commit(SalespersonKind.Kind, "S-001",
            [new SalespersonRegistered("王芳", World.Wang.Place), new SalespersonMoved(new("East 2", "East"))], (s, e, at) => s.Evolve(e, at));
        foreach (var job in jobs)
        {
            bucket.Take(job.Id, job.Step);
            if (!keepRefusals || bucket.Moves[^1].Decision.Refusal is not { } refusal)
                continue;
            bucket.Commit(RefusedCommandKind.Kind, $"R-{bucket.Refused.Count}",
                [new CommandRefused($"opportunity/{job.Id}", job.Step.Command.GetType().Name, $"command-{bucket.commands}", refusal.ControlPoint, "key", refusal.Reason, World.Now, 3)],
                (_, e, _) => RefusalFold.Evolve(e));
            bucket.Refused.Add(job.Id);
        }
        return bucket;
    }

    /// <summary>Gives a command to an opportunity, as its grain would.</summary>
    public void Take(string id, Step step)
    {
        today = today.AddDays(step.DaysLater);
        var subject = OpportunityKind.Kind.SubjectOf(id);
        var before = (SubjectRecord<Opportunity>)Records.GetValueOrDefault(subject, OpportunityKind.Kind.Empty);
        var context = World.ContextOf(step.Command, today) with
        {
            Documents = [.. (before.State.File?.Documents ?? []).Select(d => new SeenDocument(d.Kind, id, true))],
        };
        var decision = decide(id, before.State, step.Command, context);
        var after = decision.Events.IsEmpty
            ? before
            : Commit(OpportunityKind.Kind, id, decision.Events, (state, happened, at) => evolve(state, happened, at));
        Moves.Add(new(before, step.Command, $"command-{commands}", (ulong)commands * 7919, decision, after));
        commands++;
    }

    /// <summary>Records the events of one command.</summary>
    public SubjectRecord<TState> Commit<TState, TEvent>(
        SubjectKind<TState, TEvent> kind, string id, ImmutableArray<TEvent> events, Func<TState, TEvent, DateTimeOffset, TState> fold)
        where TEvent : SubjectEvent
    {
        var subject = kind.SubjectOf(id);
        var record = (SubjectRecord<TState>)Records.GetValueOrDefault(subject, kind.Empty);
        // Ticks below a millisecond too: times must come back from the ledger exactly.
        var at = new DateTimeOffset(today.ToDateTime(new(9, 30)), TimeSpan.Zero).AddTicks(Entries.Count * 12_345_67L);
        var (command, fingerprint, firstSeq) = ($"command-{commands}", (ulong)commands * 7919, LastSeq + 1);
        var state = record.State;
        for (var i = 0; i < events.Length; i++)
        {
            state = fold(state, events[i], at);
            Entries.Add(new(Number, firstSeq + i, subject, record.Version + 1 + i, at, "王芳 <wang@example.com>", command, fingerprint,
                events[i].GetType().Name, 1, SubjectKind<TState, TEvent>.Write(events[i])));
        }
        record = record.After(record.Body with { State = state }, events.Length);
        record = (SubjectRecord<TState>)record.Committed(new(CommandMark.HashOf(command), fingerprint, record.Version, events.Length, firstSeq));
        Records[subject] = record;
        return record;
    }

    /// <summary>The records folded from nothing but the ledger's bytes.</summary>
    public static Dictionary<string, SubjectRecord> Replay(IEnumerable<JournalRecord> journal)
    {
        var records = new Dictionary<string, SubjectRecord>();
        foreach (var entry in journal.SelectMany(JournalCodec.ReadVerified))
            records[entry.Subject] = SubjectKinds.Of(entry.Subject).Fold(records.GetValueOrDefault(entry.Subject), entry);
        return records;
    }
}
