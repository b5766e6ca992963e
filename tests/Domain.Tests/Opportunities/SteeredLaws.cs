namespace SalesGrid.Domain.Tests;

/// <summary>What must hold of every opportunity under <see cref="Steered"/>: said again in other words than the rules'.</summary>
internal static class SteeredLaws
{
    /// <summary>True for the steps the process has.</summary>
    public static bool IsAllowed(string from, string to) => (from, to) is ("find", "qualify") or ("qualify", "offer") or ("offer", "close") or ("qualify", "close")
        or ("qualify", "find") or ("offer", "qualify") or ("close", "offer");

    /// <summary>No stage is left forward, skipped or won from without what its gate asks for. Kept event by event, apart from the state.</summary>
    public static string? NoGateIsPassedUnmet(TestBucket bucket)
    {
        var seen = new Seen();
        foreach (var move in bucket.Moves.Where(m => m.After.State.ProcessId == Steered.Process.Id))
        {
            var today = DateOnly.FromDateTime(move.After.State.ChangedAt.UtcDateTime);
            foreach (var happened in move.Decision.Events)
            {
                var stage = move.Before.State.Stage;
                string[] passed = happened switch
                {
                    StageAdvanced { From: "qualify", To: "close" } => ["qualify", "offer"],
                    StageAdvanced e => [e.From],
                    OpportunityWon => [stage],
                    _ => [],
                };
                foreach (var gate in passed)
                {
                    if (seen.Lacks(gate, today) is { } lack)
                        return $"{move.Command} passed {gate} without {lack}.";
                }
                if (happened is OpportunityWon won && (stage != "close" || won.Reason != "solution"))
                    return $"Won in {stage} for {won.Reason}.";
                if (happened is OpportunityLost && stage == "find")
                    return "Given up while finding.";
                seen.Take(happened);
            }
        }
        return null;
    }

    /// <summary>What the process asks an opportunity to have for itself alone it has while it is open on that pair, and at no other time.</summary>
    public static string? ClaimsAreGivenBack(TestBucket bucket)
    {
        string? claim = null;
        foreach (var move in bucket.Moves)
        {
            foreach (var happened in move.Decision.Events)
            {
                claim = happened switch
                {
                    OpportunityOpened e => e.Claim,
                    OpportunityReopened e => e.Claim,
                    OpportunityValued e => e.Claim ?? (claim == Opportunity.CollisionClaimOf(e.Facts) ? claim : null),
                    OpportunityWon or OpportunityLost => null,
                    CustomerFollowed e => claim is null ? null : e.Claim,
                    _ => claim,
                };
            }
            var needed = OpportunityRules.Needs("OPP-1", move.After.State).Select(n => n.Provider).SingleOrDefault();
            if (needed != claim)
                return $"{needed ?? "nothing"} is needed, and it should be {claim ?? "nothing"}.";
            if (needed is not null && move.After.State.Status != OpportunityStatus.Open)
                return $"{move.After.State.Status}, and still with a claim.";
        }
        return null;
    }

    private sealed class Seen
    {
        private readonly Dictionary<string, string> roles = [];
        private readonly HashSet<StageApprover> approved = [];
        private readonly HashSet<(DocumentKind, string)> documents = [];
        private OpportunityFacts facts = new();
        private int visits, competitors, lines;
        private (int Need, int Budget)? card;
        private (string? Plan, DateOnly On)? next;
        private string owner = "";

        public void Take(OpportunityEvent happened)
        {
            switch (happened)
            {
                case OpportunityOpened e:
                    (facts, owner) = (e.Facts, e.Attribution.OwnerId);
                    break;
                case OpportunityImported e:
                    (facts, owner) = (e.Facts, e.Attribution.OwnerId);
                    break;
                case OpportunityValued e:
                    if (e.Facts.Amount != facts.Amount || e.Facts.CustomerId != facts.CustomerId)
                        approved.Clear();
                    facts = e.Facts;
                    break;
                // The same customer under another id: what was approved stands.
                case CustomerFollowed e:
                    facts = facts with { CustomerId = e.CustomerId };
                    break;
                case OpportunityReassigned e:
                    if (e.Attribution.OwnerId != owner)
                        approved.Clear();
                    owner = e.Attribution.OwnerId;
                    break;
                case StageAdvanced or StageReturned:
                    visits = 0;
                    approved.Clear();
                    break;
                case OpportunityWon e:
                    approved.Clear();
                    facts = facts with { Amount = e.Amount };
                    break;
                case OpportunityLost:
                    approved.Clear();
                    break;
                case ActivityRecorded { Kind: "visit" }:
                    visits++;
                    break;
                case OpportunityEvaluated e:
                    card = (e.Scores.Single(s => s.Code == "need").Score, e.Scores.Single(s => s.Code == "budget").Score);
                    break;
                case PersonMapped e:
                    roles[e.Person.Id] = e.Person.Role;
                    break;
                case PersonRemoved e:
                    roles.Remove(e.PersonId);
                    break;
                case NextStepPlanned e:
                    next = (e.Plan, e.On);
                    break;
                case CompetitorsNamed e:
                    competitors = e.Names.Length;
                    break;
                case ProductLinesSet e:
                    lines = e.Lines.Length;
                    break;
                case StageApproved e:
                    approved.Add(e.Approver);
                    break;
                case StageApprovalRequested e:
                    approved.Remove(e.Approver);
                    break;
                case DocumentNoted e:
                    if (!(e.Stands ? documents.Add((e.Kind, e.Id)) : documents.Remove((e.Kind, e.Id))))
                        throw new InvalidOperationException($"{e} changed nothing.");
                    break;
            }
        }

        public string? Lacks(string gate, DateOnly today) => gate switch
        {
            "find" when visits == 0 => "a visit",
            "find" when roles.Count == 0 => "anybody",
            "qualify" when facts.CustomerId is null || facts.Amount is null => "customer and amount",
            "qualify" when card is not { } c || (60 * c.Need) + (40 * c.Budget) < 300 || c.Budget < 2 => "a good card",
            "qualify" when next is not { Plan: not null } n || n.On < today => "a next step",
            "qualify" when !approved.Contains(StageApprover.OwnersManager) => "approval",
            "offer" when competitors == 0 || lines == 0 || !roles.ContainsValue("coach") => "competitors, lines or a coach",
            "offer" when facts.Amount?.MinorUnits >= 200_000_00 && !approved.Contains(StageApprover.Finance) => "finance",
            "close" when !documents.Any(d => d.Item1 == DocumentKind.Quote) || !documents.Any(d => d.Item1 == DocumentKind.Contract) => "documents",
            _ => null,
        };
    }
}
