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
        ["EvidenceAttached"] = Side,
        ["ActivityRecorded"] = Side,
        ["NextStepPlanned"] = Side,
        ["OpportunityLost"] = Side,
        ["OpportunityReopened"] = Side,
        ["OpportunityReassigned"] = "manager Manager",
        ["CommandRefused"] = "rule",
        ["TellingBegun"] = "rule",
        ["DocumentNoted"] = "grid",
        ["QuoteDrafted"] = Side,
        ["QuoteRevised"] = Side,
        ["QuoteSubmitted"] = Side,
        ["QuoteWithdrawn"] = Side,
        ["QuoteAccepted"] = Side,
        ["QuoteStepApproved"] = "approver",
        ["QuoteRejected"] = "approver",
        ["QuoteApproved"] = "rule",
        ["QuoteApprovalVoided"] = "rule",
        ["QuoteStepEscalated"] = "rule",
        ["QuoteReassigned"] = "grid",
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
    private readonly HashSet<(string Of, string By)> handovers = [];
    private readonly HashSet<string> successors = new(StringComparer.Ordinal);
    private OrganisationPast past = null!;

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
    }

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

    /// <summary>What the history of the object forbids, whatever somebody answers for.</summary>
    private void CheckSeparation(Line line)
    {
        switch (line.Type)
        {
            case "QuoteStepApproved" when submitted[line.Subject].Authors.Contains(line.Actor) || Owners(line.Subject).Any(o => o.Owner == line.Actor && o.At < line.At):
                findings.Add("CP-QUOTE-11", $"{line.Where}: approved by an author or by somebody who owned it");
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
