using static SalesGrid.Opportunities.OpportunityStatus;

namespace SalesGrid.Domain.Tests;

/// <summary>What must hold of every opportunity, whatever was asked of it. Each law answers what breaks it; null when nothing does.</summary>
internal static class OpportunityLaws
{
    private static readonly WrittenProcess Process = WrittenProcess.KeyAccount;

    /// <summary>The ledger's bytes lead to the very record the grain holds.</summary>
    public static string? ReplayGivesTheSameRecord(TestBucket bucket)
    {
        var journal = Journal.Chain(bucket.Entries, 1, 5, 40);
        Dictionary<string, SubjectRecord> replayed;
        try
        {
            replayed = TestBucket.Replay(journal);
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
        return Differs(bucket.Records, replayed);
    }

    /// <summary>A record written as a head and read again is the same record.</summary>
    public static string? AHeadGivesTheSameRecord(TestBucket bucket) => Differs(bucket.Records, bucket.Records.ToDictionary(
        r => r.Key, r => SubjectKinds.Of(r.Key).Deserialize(SubjectKinds.Of(r.Key).Serialize(r.Value))));

    /// <summary>Every command that changed something is found again, with the version it led to.</summary>
    public static string? ARetryFindsItsMark(TestBucket bucket)
    {
        var record = (SubjectRecord<Opportunity>)bucket.Records.Values.SingleOrDefault(OpportunityKind.Kind.Empty);
        foreach (var move in bucket.Moves)
        {
            var mark = record.Find(move.CommandId);
            if (move.Decision.Events.IsEmpty && mark is not null)
                return $"{move.CommandId} changed nothing, but has a mark.";
            if (!move.Decision.Events.IsEmpty && (mark?.Version, mark?.Fingerprint, mark?.Events)
                != (move.After.Version, move.Fingerprint, move.Decision.Events.Length))
                return $"{move.CommandId} led to version {move.After.Version}, but its mark says {mark?.Version}.";
        }
        return null;
    }

    /// <summary>A version is added by each event and by nothing else; what records nothing changes nothing.</summary>
    public static string? AVersionIsAnEvent(TestBucket bucket)
    {
        foreach (var move in bucket.Moves)
        {
            if (move.After.Version != move.Before.Version + move.Decision.Events.Length)
                return $"{move.Command} took version {move.Before.Version} to {move.After.Version}.";
            if (move.Decision.Refusal is not null && !move.Decision.Events.IsEmpty)
                return $"{move.Command} was refused and yet recorded events.";
        }
        return bucket.Entries.Count == bucket.Moves.Sum(m => m.Decision.Events.Length) ? null : "The ledger holds more or fewer entries than events.";
    }

    /// <summary>Won or lost stays so, and nothing of it but evidence and activities changes, until it is reopened.</summary>
    public static string? ClosedStaysClosed(TestBucket bucket)
    {
        foreach (var move in bucket.Moves.Where(m => m.Before.State.Status is Won or Lost && m.Command is not ReopenOpportunity))
        {
            var (a, b) = (move.Before.State, move.After.State);
            if ((a.Status, a.Stage, a.Facts, a.Attribution, a.ClosedOn, a.LossReason) != (b.Status, b.Stage, b.Facts, b.Attribution, b.ClosedOn, b.LossReason))
                return $"{move.Command} changed an opportunity that was {a.Status}.";
        }
        return null;
    }

    /// <summary>A stage is left for the next one or for one the process lets return to, by a command to advance and by no other.</summary>
    public static string? StagesAreTakenInOrder(TestBucket bucket)
    {
        foreach (var move in bucket.Moves.Where(m => m.Before.State.Status != None && m.Before.State.Stage != m.After.State.Stage))
        {
            var (from, to) = (move.Before.State.Stage, move.After.State.Stage);
            // Another version takes an opportunity where it stands or further back, never on.
            if (move.Command is MoveToProcessVersion && Process.IsBefore(to, from))
                continue;
            if (move.Before.State.ProcessId == Steered.Process.Id)
            {
                if (move.Command is not AdvanceStage || !SteeredLaws.IsAllowed(from, to))
                    return $"{move.Command} went from {from} to {to}.";
                continue;
            }
            if (move.Command is not AdvanceStage || !(Process.IsNext(from, to) || Process.IsWayBack(from, to)))
                return $"{move.Command} went from {from} to {to}.";
        }
        return null;
    }

    /// <summary>No stage is left forward, and nothing is won, without what the process asks for there.</summary>
    public static string? NoGateIsPassedUnmet(TestBucket bucket)
    {
        // Kept apart from the state: what was said and shown, event by event.
        var facts = new OpportunityFacts();
        var evidence = new HashSet<string>();
        foreach (var move in bucket.Moves)
        {
            if (move.After.State.ProcessId == Steered.Process.Id)
                continue;
            foreach (var happened in move.Decision.Events)
            {
                var stage = move.Before.State.Stage;
                facts = happened switch
                {
                    OpportunityOpened e => e.Facts,
                    OpportunityImported e => e.Facts,
                    OpportunityValued e => e.Facts,
                    OpportunityWon e => facts with { Amount = e.Amount },
                    _ => facts,
                };
                if (happened is EvidenceAttached attached)
                    evidence.Add(attached.Kind);
                if (happened is StageAdvanced or OpportunityWon && Process.Lacks(stage, facts, evidence).ToArray() is { Length: > 0 } lacks)
                    return $"{move.Command} left {stage} without {string.Join(", ", lacks)}.";
                if (happened is OpportunityWon && !Process.MayWin(stage))
                    return $"{move.Command} won in {stage}.";
            }
        }
        return null;
    }

    /// <summary>Whatever is won has an amount, a customer and a day, not before its opening and not in the future.</summary>
    public static string? AWinIsComplete(TestBucket bucket)
    {
        foreach (var state in bucket.Moves.Select(m => m.After.State).Where(s => s.Status == Won))
        {
            if (state.Facts is not { Amount: not null, CustomerId: not null } || state.ClosedOn is not { } closed || closed < state.OpenedOn)
                return $"Won with {state.Facts} on {state.ClosedOn}, opened {state.OpenedOn}.";
            if (closed.ToDateTime(default) > state.ChangedAt.Date)
                return $"Won on {closed:O}, known {state.ChangedAt:O}.";
        }
        return null;
    }

    private static string? Differs(Dictionary<string, SubjectRecord> expected, Dictionary<string, SubjectRecord> actual)
    {
        foreach (var subject in expected.Keys.Union(actual.Keys))
        {
            var (a, b) = (Same.Text(expected.GetValueOrDefault(subject)), Same.Text(actual.GetValueOrDefault(subject)));
            if (a != b)
                return $"{subject}\nis    {a}\nreads {b}";
        }
        return null;
    }
}
