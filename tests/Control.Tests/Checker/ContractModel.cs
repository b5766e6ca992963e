using System.Text.Json;

namespace SalesGrid.Control.Tests.Checker;

/// <summary>A contract against CP-CONTR.</summary>
internal sealed class ContractModel(string subject, Findings findings) : ObjectModel(subject, findings)
{
    private static readonly string[] Clauses = ["quantity", "quality", "price", "paymentTerms", "delivery", "breach"];

    private readonly Dictionary<string, (string By, bool Approved, string Hash)> reviews = [];
    private readonly HashSet<string> authors = [];
    private readonly HashSet<string> references = [];
    private string status = "";
    private string hash = "";
    private JsonElement content;

    public string Status => status;

    /// <summary>True while it is signed and neither terminated nor fulfilled.</summary>
    public bool Stands { get; private set; }

    /// <summary>What was signed, minor units.</summary>
    public long Signed { get; private set; }

    /// <summary>What was received of it, minor units.</summary>
    public long Received { get; private set; }

    /// <summary>Who owned it when it was signed.</summary>
    public string SignedOwner { get; private set; } = "";

    public string QuoteId => content.GetProperty("quoteId").GetString()!;

    public string QuoteHash => content.GetProperty("quoteHash").GetString()!;

    public string Customer => content.GetProperty("customerId").GetString()!;

    /// <summary>Every quote, by id and hash, a signature relied on.</summary>
    public HashSet<(string Quote, string Hash)> ReliedOn { get; } = [];

    protected override void Read(Line line)
    {
        switch (line.Type)
        {
            case "ContractDrafted" or "ContractAmended":
                Must(line.Type == "ContractAmended" ? status.Length > 0 : status.Length == 0, "CP-CONTR-02", line, $"it is {status}");
                Must(status is not ("terminated" or "archived" or "completed"), "CP-CONTR-03", line, $"changed while {status}");
                authors.Add(line.Needed("by"));
                content = line.Part("content")!.Value;
                hash = line.Needed("hash");
                status = "draft";
                break;
            case "ContractSubmitted":
                Must(status == "draft", "CP-CONTR-03", line, $"submitted while {status}");
                Must(line.Needed("hash") == hash, "CP-CONTR-10", line, "submitted was not what it says");
                var said = content.GetProperty("clauses");
                foreach (var clause in Clauses)
                    Must(said.TryGetProperty(clause, out var text) && !string.IsNullOrWhiteSpace(text.GetString()), "CP-CONTR-06", line, $"it has no {clause}");
                status = "review";
                break;
            case "ContractReviewed":
                Must(!authors.Contains(line.Actor) && content.GetProperty("ownerId").GetString() != line.Actor, "CP-CONTR-08", line, "reviewed by an author or the owner");
                Must(line.Needed("hash") == hash, "CP-CONTR-10", line, "reviewed was not what it says");
                reviews[line.Needed("side")] = (line.Actor, line.Needed("verdict") == "approved", line.Needed("hash"));
                if (line.Needed("verdict") != "approved")
                    status = "draft";
                break;
            case "ContractSigned":
                Sign(line);
                break;
            case "ContractReceiptRecorded":
                var receipt = line.Part("receipt")!.Value;
                Must(Stands, "CP-CONTR-03", line, $"money received while {status}");
                Must(references.Add(receipt.GetProperty("reference").GetString()!), "CP-CONTR-14", line, "one reference twice");
                Received += receipt.GetProperty("amount").GetProperty("minorUnits").GetInt64();
                Must(Received <= Signed, "CP-CONTR-13", line, $"{Received} received of {Signed}");
                break;
            case "ContractCompleted":
                Must(Stands && Received == Signed, "CP-CONTR-15", line, $"completed with {Received} of {Signed} received");
                Stands = false;
                status = "completed";
                break;
            case "ContractTerminated":
                Must(status is not ("terminated" or "completed" or "archived"), "CP-CONTR-03", line, $"terminated while {status}");
                Stands = false;
                status = "terminated";
                break;
            case "ContractArchived":
                Must(status is "completed" or "terminated", "CP-CONTR-03", line, $"archived while {status}");
                status = "archived";
                break;
        }
    }

    private void Sign(Line line)
    {
        var legal = reviews.GetValueOrDefault("legal");
        var finance = reviews.GetValueOrDefault("finance");
        Must(status == "review", "CP-CONTR-03", line, $"signed while {status}");
        Must(legal is { Approved: true } && finance is { Approved: true } && legal.Hash == hash && finance.Hash == hash, "CP-CONTR-03", line, "signed without both reviews of what it says");
        Must(legal.By != finance.By, "CP-CONTR-09", line, "one person reviewed both sides");
        var signed = line.Part("signed")!.Value;
        Must(signed.GetProperty("hash").GetString() == hash, "CP-CONTR-10", line, "signed was not what it says");
        Signed = signed.GetProperty("amount").GetProperty("minorUnits").GetInt64();
        Must(Signed == content.GetProperty("amount").GetProperty("minorUnits").GetInt64(), "CP-CONTR-04", line, "signed for another amount");
        SignedOwner = signed.GetProperty("ownerId").GetString()!;
        ReliedOn.Add((QuoteId, QuoteHash));
        Stands = true;
        status = "signed";
    }
}
