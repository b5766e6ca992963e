namespace SalesGrid.Control.Tests.Checker;

/// <summary>The story of an opportunity against CP-OPP, CP-STAGE, CP-EVID, CP-GATE, CP-APPR, CP-WIN, CP-LOSE.</summary>
internal sealed class OpportunityModel(string subject, Findings findings, ProcessText processes) : ObjectModel(subject, findings)
{
    private string process = "";
    private int version;
    private string? stage;
    private string status = "";
    private bool imported;
    private HashSet<string> evidence = [];
    private string? customer, product;
    private bool hasAmount, hasExpectedClose;
    private DateOnly? openedOn;
    private long amount;
    private string owner = "";
    private string requester = "";
    private readonly Dictionary<string, string> persons = new(StringComparer.Ordinal);
    private readonly List<string> activities = [];
    private readonly HashSet<string> approved = [];
    private readonly HashSet<string> team = [];
    private Dictionary<string, int> scores = [];
    private int competitors, productLines;
    private DateOnly? nextStepOn;
    private readonly Dictionary<(string Kind, string Id), bool> documents = [];

    /// <summary>Salespeople it was ever given to.</summary>
    public HashSet<string> Owners { get; } = [];

    /// <summary>Customers it was ever for.</summary>
    public HashSet<string> Customers { get; } = [];

    public string Status => status;

    protected override void Read(Line line)
    {
        switch (line.Type)
        {
            case "OpportunityOpened" or "OpportunityImported":
                Must(status.Length == 0, "CP-OPP-02", line, "begun twice");
                imported = line.Type == "OpportunityImported";
                status = imported ? line.Needed("status") : "open";
                process = line.Needed("processId");
                version = line.Data.GetProperty("processVersion").GetInt32();
                stage = line.Needed("stage");
                openedOn = line.Day("openedOn");
                Own(line);
                Describe(line);
                Must(processes.Stages(process, version).Contains(stage), "CP-STAGE-01", line, $"stage {stage} is none of {process}");
                Must(imported || stage == processes.Stages(process, version)[0], "CP-STAGE-02", line, "opened beyond the first stage");
                Must(!imported || status != "won" || (hasAmount && customer is not null), "CP-WIN-02", line, "a win without amount or customer");
                if (line.Day("closedOn") is { } closed)
                    CheckDates(line, closed);
                break;
            case "OpportunityValued":
                MustBeOpen(line);
                Describe(line);
                break;
            case "StageAdvanced":
                MustBeOpen(line);
                Must(line.Text("from") == stage, "CP-STAGE-02", line, $"it was in {stage}");
                Advance(line, line.Needed("to"));
                break;
            case "StageReturned":
                MustBeOpen(line);
                Must(processes.List(process, version, stage!, "mayReturnTo").Contains(line.Needed("to")), "CP-STAGE-02", line, $"there is no way back from {stage}");
                Enter(line.Needed("to"));
                break;
            case "EvidenceAttached":
                Must(status.Length > 0, "CP-OPP-01", line, "it does not exist");
                Must(processes.Stages(process, version).Any(s => processes.Evidence(process, version, s).Contains(line.Needed("kind"))),
                    "CP-EVID-01", line, "no evidence of this process");
                evidence.Add(line.Needed("kind"));
                break;
            case "OpportunityReassigned":
                MustBeOpen(line);
                Own(line);
                break;
            case "OpportunityWon":
                MustBeOpen(line);
                Must(processes.May(process, version, stage!, "mayWin", false), "CP-WIN-01", line, $"won in {stage}");
                Must(line.Minor("amount") is not null, "CP-WIN-02", line, "won without an amount");
                Must(processes.Reasons(process, version, "winReasons") is [] || line.Text("reason") is not null, "CP-WIN-04", line, "won for no reason given");
                Must(customer is not null, "CP-WIN-03", line, "won without a customer");
                Gate(line, stage!);
                CheckDates(line, line.Day("closedOn")!.Value);
                hasAmount = true;
                status = "won";
                break;
            case "OpportunityLost":
                MustBeOpen(line);
                Must(processes.May(process, version, stage!, "mayLose", true), "CP-LOSE-02", line, $"given up in {stage}");
                Must(processes.Reasons(process, version, "lossReasons").Contains(line.Needed("reason")), "CP-LOSE-01", line, "lost for an unknown reason");
                CheckDates(line, line.Day("closedOn")!.Value);
                status = "lost";
                break;
            case "OpportunityReopened":
                Must(status is "won" or "lost", "CP-OPP-04", line, "it was not closed");
                status = "open";
                break;
            case "ActivityRecorded":
                activities.Add(line.Needed("kind"));
                break;
            case "OpportunityEvaluated":
                scores = line.Part("scores")!.Value.EnumerateArray().ToDictionary(s => s.GetProperty("code").GetString()!, s => s.GetProperty("score").GetInt32());
                Must(scores.Keys.ToHashSet().SetEquals(processes.Weights(process, version).Keys), "CP-EVAL-02", line, "a card that is not the process's");
                break;
            case "PersonMapped":
                var person = line.Part("person")!.Value;
                persons[person.GetProperty("id").GetString()!] = person.GetProperty("role").GetString()!;
                break;
            case "PersonRemoved":
                Must(persons.Remove(line.Needed("personId")), "CP-BUYC-02", line, "nobody on the map was taken off it");
                break;
            case "CompetitorsNamed":
                competitors = line.Part("names")!.Value.GetArrayLength();
                break;
            case "ProductLinesSet":
                productLines = line.Part("lines")!.Value.GetArrayLength();
                break;
            case "NextStepPlanned":
                nextStepOn = line.Day("on");
                break;
            case "DocumentNoted":
                Must(line.Actor == "grid", "CP-OPP-10", line, "a document noted by hand");
                documents[(line.Needed("kind"), line.Needed("id"))] = line.Data.GetProperty("stands").GetBoolean();
                break;
            case "StageApprovalRequested":
                requester = line.Actor;
                break;
            case "DealTeamSet":
                Must(status.Length > 0, "CP-OPP-01", line, "it does not exist");
                foreach (var member in line.Part("members")!.Value.EnumerateArray().Select(m => m.GetProperty("person").GetString()!))
                {
                    Must(member != owner, "CP-TEAM-01", line, "its owner is in its team");
                    team.Add(member);
                }
                break;
            case "CreditSplit":
                var points = line.Part("shares")!.Value.EnumerateArray().Select(s => s.GetProperty("basisPoints").GetInt32()).ToArray();
                Must(points.Length == 0 || points.Sum() == 10_000, "CP-SPLIT-01", line, $"the shares come to {points.Sum()}");
                Must(status is "open" or "won", "CP-SPLIT-04", line, $"credited while {status}");
                break;
            case "StageApproved":
                Must(!team.Contains(line.Actor), "CP-TEAM-05", line, "approved by somebody who is or was in the team");
                Must(line.Actor != owner && line.Actor != requester, "CP-APPR-02", line, "approved by its owner or by whoever asked");
                approved.Add(line.Needed("approver"));
                break;
            case "StageRejected":
                Must(!team.Contains(line.Actor), "CP-TEAM-05", line, "decided by somebody who is or was in the team");
                Must(line.Actor != owner && line.Actor != requester, "CP-APPR-02", line, "decided by its owner or by whoever asked");
                approved.Remove(line.Needed("approver"));
                break;
        }
    }

    private void Advance(Line line, string to)
    {
        var stages = processes.Stages(process, version);
        var (here, there) = (Array.IndexOf(stages, stage), Array.IndexOf(stages, to));
        var skips = processes.List(process, version, stage!, "maySkipTo").Contains(to);
        Must(there == here + 1 || (skips && there > here), "CP-STAGE-02", line, $"from {stage} to {to}");
        for (var i = here; i < there; i++)
            Gate(line, stages[i]);
        Enter(to);
    }

    private void Own(Line line)
    {
        var next = line.Part("attribution")!.Value.GetProperty("ownerId").GetString()!;
        if (next != owner)
            approved.Clear();
        owner = next;
        Owners.Add(owner);
    }

    private void Enter(string next)
    {
        stage = next;
        activities.Clear();
        approved.Clear();
    }

    private void Gate(Line line, string at)
    {
        var missing = processes.Evidence(process, version, at).Where(kind => !evidence.Contains(kind)).ToArray();
        Must(missing.Length == 0, "CP-STAGE-03", line, $"the gate of {at} lacks {string.Join(", ", missing)}");
        foreach (var fact in processes.List(process, version, at, "facts"))
        {
            Must(fact switch
            {
                "customer" => customer is not null,
                "product" => !string.IsNullOrWhiteSpace(product),
                "amount" => hasAmount,
                "expectedClose" => hasExpectedClose,
                _ => throw new InvalidDataException($"The checker does not know the fact {fact}."),
            }, "CP-STAGE-04", line, $"the gate of {at} passed without {fact}");
        }
        foreach (var check in processes.Checks(process, version, at))
            Check(line, at, check);
        if (processes.Approval(process, version, at) is { } approval
            && (!approval.TryGetProperty("from", out var from) || (hasAmount && amount >= (long)(from.GetProperty("amount").GetDecimal() * 100))))
            Must(approved.Contains(approval.GetProperty("by").GetString()!), "CP-APPR-04", line, $"the gate of {at} passed without an approval");
    }

    private void Check(Line line, string at, (string Kind, int AtLeast, string? Code) check)
    {
        var weights = processes.Weights(process, version);
        var (point, holds) = check.Kind switch
        {
            "score" when check.Code is { } code => ("CP-GATE-01", scores.GetValueOrDefault(code) >= check.AtLeast),
            "score" => ("CP-GATE-01", scores.Sum(s => s.Value * weights.GetValueOrDefault(s.Key)) >= 5 * check.AtLeast),
            "buyingCentre" => ("CP-GATE-02", persons.Values.Count(role => check.Code is null || role == check.Code) >= check.AtLeast),
            "activities" => ("CP-GATE-03", activities.Count(kind => check.Code is null || kind == check.Code) >= check.AtLeast),
            "competitors" => ("CP-GATE-04", competitors >= check.AtLeast),
            // The business day is at most a day ahead of UTC, and at most a day behind it.
            "nextStep" => ("CP-GATE-05", nextStepOn >= DateOnly.FromDateTime(line.At.UtcDateTime.AddHours(-12))),
            "productLines" => ("CP-GATE-06", productLines >= check.AtLeast),
            "approvedQuote" => ("CP-GATE-07", documents.Any(d => d.Key.Kind == "quote" && d.Value)),
            "signedContract" => ("CP-GATE-08", documents.Any(d => d.Key.Kind == "contract" && d.Value)),
            _ => throw new InvalidDataException($"The checker does not know the check {check.Kind}."),
        };
        Must(holds, point, line, $"the gate of {at} passed without {check.Kind} {check.Code} {check.AtLeast}");
    }

    private void Describe(Line line)
    {
        var facts = line.Part("facts")!.Value;
        customer = facts.TryGetProperty("customerId", out var c) ? c.GetString() : null;
        product = facts.TryGetProperty("product", out var p) ? p.GetString() : null;
        hasAmount = facts.TryGetProperty("amount", out var worth);
        var next = hasAmount ? worth.GetProperty("minorUnits").GetInt64() : 0;
        if (next != amount)
            approved.Clear();
        amount = next;
        hasExpectedClose = facts.TryGetProperty("expectedCloseOn", out _);
        if (customer is not null)
            Customers.Add(customer);
    }

    private void CheckDates(Line line, DateOnly closed)
    {
        Must(openedOn is null || closed >= openedOn, "CP-OPP-08", line, $"closed on {closed}, opened on {openedOn}");
        // The business day is at most a day ahead of UTC.
        Must(closed <= DateOnly.FromDateTime(line.At.UtcDateTime.AddHours(14)), "CP-OPP-09", line, $"closed on {closed}, in the future");
    }

    private void MustBeOpen(Line line) => Must(status == "open", status.Length == 0 ? "CP-OPP-01" : "CP-OPP-03", line, $"it is {(status.Length == 0 ? "nothing" : status)}");
}
