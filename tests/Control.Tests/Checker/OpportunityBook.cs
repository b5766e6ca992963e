namespace SalesGrid.Control.Tests.Checker;

/// <summary>The story of an opportunity against CP-OPP, CP-STAGE, CP-EVID, CP-WIN, CP-LOSE.</summary>
internal sealed class OpportunityBook(string subject, Findings findings, ProcessText processes) : Book(subject, findings)
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
                Owners.Add(line.Part("credit")!.Value.GetProperty("ownerId").GetString()!);
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
                stage = line.Needed("to");
                break;
            case "EvidenceAttached":
                Must(status.Length > 0, "CP-OPP-01", line, "it does not exist");
                Must(processes.Stages(process, version).Any(s => processes.Evidence(process, version, s).Contains(line.Needed("kind"))),
                    "CP-EVID-01", line, "no evidence of this process");
                evidence.Add(line.Needed("kind"));
                break;
            case "OpportunityReassigned":
                MustBeOpen(line);
                Owners.Add(line.Part("credit")!.Value.GetProperty("ownerId").GetString()!);
                break;
            case "OpportunityWon":
                MustBeOpen(line);
                Must(processes.May(process, version, stage!, "mayWin", false), "CP-WIN-01", line, $"won in {stage}");
                Must(line.Minor("amount") is not null, "CP-WIN-02", line, "won without an amount");
                Must(customer is not null, "CP-WIN-03", line, "won without a customer");
                Gate(line, stage!);
                CheckDates(line, line.Day("closedOn")!.Value);
                hasAmount = true;
                status = "won";
                break;
            case "OpportunityLost":
                MustBeOpen(line);
                Must(processes.Reasons(process, version, "lossReasons").Contains(line.Needed("reason")), "CP-LOSE-01", line, "lost for an unknown reason");
                CheckDates(line, line.Day("closedOn")!.Value);
                status = "lost";
                break;
            case "OpportunityReopened":
                Must(status is "won" or "lost", "CP-OPP-04", line, "it was not closed");
                status = "open";
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
        stage = to;
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
    }

    private void Describe(Line line)
    {
        var facts = line.Part("facts")!.Value;
        customer = facts.TryGetProperty("customerId", out var c) ? c.GetString() : null;
        product = facts.TryGetProperty("product", out var p) ? p.GetString() : null;
        hasAmount = facts.TryGetProperty("amount", out _);
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
