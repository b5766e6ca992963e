using System.Collections.Immutable;

namespace SalesGrid.Control.Tests.Checker;

/// <summary>
/// Reads what a ledger holds and finds what was recorded by somebody whom it was not for. It knows who led whom from the ledger, what each
/// answers for from the list of people, and who may do what from the words below, which were written from what the company wants.
/// </summary>
/// <param name="dutiesOf">What somebody answers for.</param>
internal sealed class StandingChecker(Func<string, Duties> dutiesOf)
{
    private const string Side = "owner delegate manager Manager";

    /// <summary>How long something that has just ended may still let through: what silos know of the tree, and the time a command is under way.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(6);

    /// <summary>Who may record what. <c>rule</c>: the turn's other entries say by whom; <c>grid</c>: nobody.</summary>
    private static readonly ImmutableDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["OpportunityOpened"] = Side,
        ["OpportunityValued"] = Side,
        ["StageAdvanced"] = Side,
        ["EvidenceAttached"] = Side + " team",
        ["ActivityRecorded"] = Side + " team",
        ["NextStepPlanned"] = Side + " team",
        ["OpportunityLost"] = Side,
        ["OpportunityReopened"] = Side,
        ["OpportunityReassigned"] = "manager Manager",
        ["DealTeamSet"] = "owner manager Manager",
        ["CreditSplit"] = "manager Manager",
        ["CommandRefused"] = "rule",
        ["TellingBegun"] = "rule",
        ["DocumentNoted"] = "grid",
        ["QuoteDrafted"] = Side + " team",
        ["QuoteRevised"] = Side + " team",
        ["QuoteSubmitted"] = Side,
        ["QuoteWithdrawn"] = Side,
        ["QuoteAccepted"] = Side,
        ["QuoteStepApproved"] = "approver",
        ["QuoteRejected"] = "approver",
        ["QuoteApproved"] = "rule",
        ["QuoteApprovalVoided"] = "rule",
        ["QuoteStepEscalated"] = "rule",
        ["QuoteReassigned"] = "grid",
        ["PapersFollowed"] = "grid",
        ["ContractReviewsVoided"] = "grid",
        ["ContractDrafted"] = Side,
        ["ContractSubmitted"] = Side,
        ["ContractAmended"] = Side + " Legal",
        ["ContractReviewed"] = "Legal Finance",
        ["ContractTerminated"] = "Legal Manager",
        ["ContractReassigned"] = "grid",
        ["CustomerAmended"] = Side + " unowned",
        ["FollowUpRecorded"] = Side + " unowned",
        ["CreditRequested"] = Side + " unowned",
        ["OwnerAssigned"] = "Manager",
        ["CustomerReturned"] = Side,
        ["SalespersonMoved"] = "People other",
        ["SalespersonDeactivated"] = "People other",
        ["SalespersonReactivated"] = "People other",
        ["AuthorityGranted"] = "People other",
        ["ConductRecorded"] = "Manager People Controller other",
        ["AuthorityDelegated"] = "self People",
        ["DelegationEnded"] = "self People",
        ["HandoverBegun"] = "manager People other",
        ["TreeChanged"] = "People",
        ["UnitChanged"] = "People",
        ["Reorganised"] = "People",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private readonly Findings findings = new();
    private readonly Dictionary<string, List<(DateTimeOffset At, string? Owner)>> owners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateTimeOffset At, HashSet<string> Authors)> submitted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(DateTimeOffset At, HashSet<string> Members)>> teams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, int>> shares = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> dealOf = new(StringComparer.Ordinal);
    private readonly HashSet<(string Of, string By)> handovers = [];
    private readonly HashSet<string> successors = new(StringComparer.Ordinal);
    private readonly HashSet<(string Deal, string By)> reassigned = [];
    private readonly Dictionary<string, QuoteSeen> quotes = new(StringComparer.Ordinal);
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private readonly HashSet<string> onTheWay = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<DateTimeOffset>> handedOver = new(StringComparer.Ordinal);
    private OrganisationPast past = null!;
    private Line[] story = [];

    /// <summary>How many entries by people were looked at, by type.</summary>
    public SortedDictionary<string, int> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>How many of them were allowed by standing towards somebody else: what a run without them would not prove.</summary>
    public SortedDictionary<string, int> Because { get; } = new(StringComparer.Ordinal);

    /// <summary>How often the organisation changed.</summary>
    public int Changes => past.Changes;

    /// <summary>Reads turns and answers with what was found.</summary>
    /// <param name="turns">The ledger.</param>
    /// <param name="dutiesOf">What somebody answers for.</param>
    public static (Findings Findings, StandingChecker By) Look(IReadOnlyCollection<Turn> turns, Func<string, Duties> dutiesOf)
    {
        var checker = new StandingChecker(dutiesOf) { past = new(turns) };
        var lines = turns.SelectMany(t => t.Lines).OrderBy(l => l.At).ThenBy(l => l.Version).ToArray();
        foreach (var line in lines)
            checker.Own(line);
        foreach (var line in lines)
            checker.Check(line);
        checker.story = lines;
        checker.CheckAgreement();
        return (checker.findings, checker);
    }

    /// <summary>Whose an object is from this entry on.</summary>
    private void Own(Line line)
    {
        var (found, owner) = line.Type switch
        {
            "OpportunityOpened" or "OpportunityReassigned" => (true, line.Part("attribution")!.Value.GetProperty("ownerId").GetString()),
            "QuoteDrafted" or "QuoteRevised" => (true, line.Part("terms")!.Value.GetProperty("ownerId").GetString()),
            "ContractDrafted" or "ContractAmended" => (true, line.Part("content")!.Value.GetProperty("ownerId").GetString()),
            "QuoteReassigned" or "ContractReassigned" => (true, line.Needed("ownerId")),
            "OwnerAssigned" or "CustomerPicked" => (true, line.Part("place")!.Value.GetProperty("salespersonId").GetString()),
            "CustomerRegistered" or "CustomerReturned" => (true, null),
            "SalespersonRegistered" => (true, line.Subject["salesperson/".Length..]),
            _ => (false, null),
        };
        if (found)
            Owners(line.Subject).Add((line.At, owner));
        if (line.Type == "QuoteDrafted")
            dealOf[line.Subject] = $"opportunity/{line.Part("terms")!.Value.GetProperty("opportunityId").GetString()}";
        else if (line.Type == "ContractDrafted")
            dealOf[line.Subject] = $"opportunity/{line.Part("content")!.Value.GetProperty("opportunityId").GetString()}";
        else if (line.Type == "DealTeamSet")
            Teams(line.Subject).Add((line.At, [.. line.Part("members")!.Value.EnumerateArray().Select(m => m.GetProperty("person").GetString()!)]));
        // Whoever is given a deal is in its team no more.
        else if (line.Type == "OpportunityReassigned" && Teams(line.Subject) is { Count: > 0 } known)
            known.Add((line.At, [.. known[^1].Members.Where(m => m != owner)]));
    }

    private List<(DateTimeOffset At, HashSet<string> Members)> Teams(string deal) => teams.TryGetValue(deal, out var known) ? known : teams[deal] = [];

    /// <summary>Whether somebody was in the team of what an entry is about when it was decided; of another object, about then.</summary>
    private bool IsInTeam(Line line)
    {
        var isOwn = line.Subject.StartsWith("opportunity/", StringComparison.Ordinal);
        var known = Teams(isOwn ? line.Subject : dealOf.GetValueOrDefault(line.Subject, ""));
        var before = known.Where(t => t.At < (isOwn ? line.At : line.At - Slack)).TakeLast(1);
        return before.Concat(isOwn ? [] : known.Where(t => t.At >= line.At - Slack && t.At <= line.At + Slack)).Any(t => t.Members.Contains(line.Actor));
    }

    /// <summary>Whether somebody had ever been in the team of the deal of an object, for longer than a command takes.</summary>
    private bool WasInTeam(Line line) => dealOf.TryGetValue(line.Subject, out var deal) && Teams(deal).Any(t => t.At < line.At - Slack && t.Members.Contains(line.Actor));

    private List<(DateTimeOffset At, string? Owner)> Owners(string subject) => owners.TryGetValue(subject, out var known) ? known : owners[subject] = [];

    private void Check(Line line)
    {
        if (line.Type == "QuoteSubmitted")
        {
            var authors = submitted.GetValueOrDefault(line.Subject).Authors ?? [];
            authors.Add(line.Actor);
            submitted[line.Subject] = (line.At, authors);
        }
        else if (line.Type is "QuoteDrafted" or "QuoteRevised")
        {
            (submitted.TryGetValue(line.Subject, out var known) ? known : submitted[line.Subject] = (line.At, [])).Authors.Add(line.Actor);
        }
        Follow(line);
        if (line.Type == "HandoverBegun")
        {
            handovers.Add((line.Subject["salesperson/".Length..], line.Actor));
            successors.Add(line.Needed("to"));
        }
        // Set up by an administrator, who is nobody of the company; steps between objects are the grid's.
        if (line.Actor is "admin" or "grid" or "pricing" or "owner" || line.Type.StartsWith("Reservation", StringComparison.Ordinal))
            return;
        Seen[line.Type] = Seen.GetValueOrDefault(line.Type) + 1;
        if (line.CommandId.Contains("handover:", StringComparison.Ordinal))
        {
            if (!handovers.Any(h => h.By == line.Actor && line.CommandId.Contains($":{h.Of}:", StringComparison.Ordinal)))
                findings.Add("CP-WHO-01", $"{line.Where}: moved by a handover that {line.Actor} did not order");
            return;
        }
        if (line.CommandId.Contains("papers:", StringComparison.Ordinal))
        {
            if (!reassigned.Any(r => r.By == line.Actor && line.CommandId.Contains($"papers:{r.Deal}:", StringComparison.Ordinal)))
                findings.Add("CP-WHO-01", $"{line.Where}: moved with a deal that {line.Actor} gave to nobody");
            return;
        }
        if (!Words.TryGetValue(line.Type, out var words))
        {
            findings.Add("unknown", $"{line.Where}: nobody wrote down who may do this");
            return;
        }
        if (words == "rule")
            return;
        var self = line.Subject == $"salesperson/{line.Actor}";
        var said = words.Split(' ');
        if (said.Contains("other") && self)
            findings.Add("CP-WHO-01", $"{line.Where}: about oneself");
        else if (Reason(line, said, self) is { } reason)
            Because[reason] = Because.GetValueOrDefault(reason) + 1;
        else
            findings.Add("CP-WHO-01", $"{line.Where}: {line.Actor} is none of {words}; it is {string.Join(", then ", WhoseItWas(line).Select(o => o ?? "nobody's"))}");
        CheckSeparation(line);
    }

    /// <summary>Why somebody could record it; null where they could not.</summary>
    private string? Reason(Line line, string[] words, bool self)
    {
        if (words.Contains("self") && self)
            return "self";
        var duties = dutiesOf(line.Actor);
        foreach (var duty in Enum.GetValues<Duties>())
        {
            if (duty != Duties.None && (duties & duty) == duty && (words.Contains(duty.ToString()) || (words.Contains("approver") && duty == Duties.Manager)))
                return $"{duty}";
        }
        var from = line.At - Slack;
        var until = line.At + Slack;
        string? found = null;
        foreach (var owner in WhoseItWas(line))
        {
            if (owner is null)
                found = words.Contains("unowned") ? "unowned" : found;
            else if (words.Contains("owner") && owner == line.Actor)
                return "owner";
            else if (words.Contains("delegate") && past.Held(from, until, then => then.ActsFor(line.Actor, owner, line)))
                found ??= "delegate";
            else if (words.Contains("manager") && past.Held(from, until, then => then.Leads(line.Actor, owner, line)))
                found ??= "manager";
            else if (words.Contains("team") && IsInTeam(line))
                found ??= "team";
            // Whoever was asked when it was submitted is asked until it is decided.
            else if (words.Contains("approver") && (past.Held(submitted[line.Subject].At - Slack, until, then => then.Leads(line.Actor, owner, line)) || successors.Any(s => past.Held(from, until, then => then.ActsFor(line.Actor, s, line)))))
                found ??= "approver";
        }
        return found;
    }

    /// <summary>Who owned what an entry is about when it was decided. What is begun on something else is begun on what its owner has.</summary>
    private IEnumerable<string?> WhoseItWas(Line line)
    {
        var subject = line.Type switch
        {
            "QuoteDrafted" => $"opportunity/{line.Part("terms")!.Value.GetProperty("opportunityId").GetString()}",
            "ContractDrafted" => $"quote/{line.Part("content")!.Value.GetProperty("quoteId").GetString()}",
            _ => line.Subject,
        };
        var known = Owners(subject);
        // Of the object itself exactly who had it before; of another one whoever had it about then.
        if (subject == line.Subject && line.Type is not ("OpportunityOpened" or "CustomerRegistered"))
            return known.Where(o => o.At < line.At).Select(o => o.Owner).TakeLast(1).DefaultIfEmpty(known.FirstOrDefault().Owner);
        var about = known.Where(o => o.At >= line.At - Slack && o.At <= line.At + Slack).Select(o => o.Owner);
        return known.Where(o => o.At < line.At - Slack).Select(o => o.Owner).TakeLast(1).Concat(about).Distinct();
    }

    /// <summary>What a quote has been approved by, and which deals are open.</summary>
    private void Follow(Line line)
    {
        switch (line.Type)
        {
            case "OpportunityReassigned":
                reassigned.Add((line.Subject["opportunity/".Length..], line.Actor));
                if (line.CommandId.Contains("handover:", StringComparison.Ordinal))
                {
                    (handedOver.TryGetValue(line.Subject, out var times) ? times : handedOver[line.Subject] = []).Add(line.At);
                    onTheWay.Add(line.Subject);
                }
                break;
            case "PapersFollowed":
                onTheWay.Remove(line.Subject);
                break;
            case "OpportunityOpened" or "OpportunityReopened":
                open.Add(line.Subject);
                break;
            case "OpportunityWon" or "OpportunityLost":
                open.Remove(line.Subject);
                break;
            case "QuoteDrafted":
                quotes[line.Subject] = new($"opportunity/{line.Part("terms")!.Value.GetProperty("opportunityId").GetString()}", line.At);
                break;
            case "QuoteStepApproved":
                quotes[line.Subject].ApprovedBy.Add(line.Actor);
                break;
            case "QuoteRevised" or "QuoteRejected" or "QuoteApprovalVoided":
                quotes[line.Subject].ApprovedBy.Clear();
                break;
            case "QuoteWithdrawn" or "QuoteExpired" or "QuoteAccepted":
                var quote = quotes[line.Subject];
                quote.HasEnded = true;
                if (line.Type == "QuoteAccepted" && OwnerFor(quote.Deal, line.At) is { } seller && quote.ApprovedBy.Contains(seller))
                    findings.Add("CP-QUOTE-16", $"{line.Where}: accepted by an approval of {seller}, whose deal it was");
                break;
        }
    }

    /// <summary>Who had a deal for the whole of the time in which an entry can have been decided; null where it changed hands then.</summary>
    private string? OwnerFor(string deal, DateTimeOffset at) => Owners(deal) is var known && known.Any(o => o.At > at - Slack && o.At <= at + Slack)
        ? null
        : known.Where(o => o.At <= at - Slack).Select(o => o.Owner).LastOrDefault();

    /// <summary>When all is at rest, quotes are with the owners of their deals, and none stands by an approval of theirs.</summary>
    private void CheckAgreement()
    {
        foreach (var (subject, quote) in quotes.Where(q => !q.Value.HasEnded && open.Contains(q.Value.Deal)))
        {
            var (deals, own) = (Owners(quote.Deal)[^1].Owner, Owners(subject)[^1].Owner);
            // One drawn up in the moment in which a handover took its deal is with who had it, for a minute. In a sequence one thing comes after the other.
            // What a handover leaves behind follows the deal a minute later.
            if (own != deals && !onTheWay.Contains(quote.Deal) && !handedOver.GetValueOrDefault(quote.Deal, []).Any(at => (at - quote.DraftedAt).Duration() <= Slack))
                findings.Add("agreement", $"{subject} is {own}'s, its deal {quote.Deal} is {deals}'s\n    {string.Join("\n    ", story.Where(l => l.Subject == subject || l.Subject == quote.Deal).TakeLast(14).Select(l => $"{l.At:ss.fff} {l.Where} {l.Type} {l.Actor} {l.CommandId}"))}");
            if (quote.ApprovedBy.FirstOrDefault(by => by == deals || by == own) is { } self)
                findings.Add("CP-QUOTE-16", $"{subject} stands by an approval of {self}, who sells by it");
        }
    }

    /// <summary>A quote as it has come so far.</summary>
    private sealed class QuoteSeen(string deal, DateTimeOffset draftedAt)
    {
        public string Deal => deal;

        public DateTimeOffset DraftedAt => draftedAt;

        public HashSet<string> ApprovedBy { get; } = new(StringComparer.Ordinal);

        public bool HasEnded { get; set; }
    }

    /// <summary>A split makes a whole, and nobody makes one by which they gain.</summary>
    private void CheckSplit(Line line)
    {
        var stated = line.Part("shares")!.Value.EnumerateArray().ToDictionary(s => s.GetProperty("person").GetString()!, s => s.GetProperty("basisPoints").GetInt32());
        if (stated.Count > 0 && (stated.Values.Sum() != 10_000 || stated.Values.Any(points => points < 1)))
            findings.Add("CP-SPLIT-01", $"{line.Where}: comes to {stated.Values.Sum()}");
        var owner = WhoseItWas(line).Single()!;
        if (line.Actor == owner)
            findings.Add("CP-WHO-01", $"{line.Where}: split by the owner");
        var before = shares.GetValueOrDefault(line.Subject) is { Count: > 0 } known ? known : new() { [owner] = 10_000 };
        // Given to another meanwhile, what was the owner's is the next one's: whoever gained by that is not looked for here.
        if (stated.GetValueOrDefault(line.Actor) > before.GetValueOrDefault(line.Actor) && Owners(line.Subject).Count(o => o.At < line.At) == 1)
            findings.Add("CP-SPLIT-03", $"{line.Where}: gains by it");
        shares[line.Subject] = stated;
    }

    /// <summary>What the history of the object forbids, whatever somebody answers for.</summary>
    private void CheckSeparation(Line line)
    {
        switch (line.Type)
        {
            case "QuoteStepApproved" when submitted[line.Subject].Authors.Contains(line.Actor) || Owners(line.Subject).Any(o => o.Owner == line.Actor && o.At < line.At):
                findings.Add("CP-QUOTE-11", $"{line.Where}: approved by an author or by somebody who owned it");
                break;
            case "QuoteStepApproved" or "QuoteRejected" or "ContractReviewed" when WasInTeam(line):
                findings.Add("CP-TEAM-05", $"{line.Where}: decided by somebody who works or worked on the deal");
                break;
            case "DealTeamSet":
                var before = Teams(line.Subject).TakeWhile(t => t.At < line.At).LastOrDefault().Members ?? [];
                var members = line.Part("members")!.Value.EnumerateArray().Select(m => m.GetProperty("person").GetString()!).ToArray();
                if (members.Contains(line.Actor) && !before.Contains(line.Actor))
                    findings.Add("CP-TEAM-03", $"{line.Where}: put themselves into the team");
                if (members.Contains(WhoseItWas(line).Single()))
                    findings.Add("CP-TEAM-01", $"{line.Where}: has its owner in the team");
                break;
            case "CreditSplit":
                CheckSplit(line);
                break;
            case "TreeChanged" when line.Part("unit")!.Value.TryGetProperty("headId", out var head) && head.GetString() == line.Actor:
                findings.Add("CP-UNIT-14", $"{line.Where}: made themselves the head");
                break;
            case "AuthorityDelegated" when line.Needed("to") == line.Actor:
                findings.Add("CP-DELEG-08", $"{line.Where}: had somebody delegate to them");
                break;
        }
    }
}
