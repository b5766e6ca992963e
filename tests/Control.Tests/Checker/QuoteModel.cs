using System.Text.Json;

namespace SalesGrid.Control.Tests.Checker;

/// <summary>A quote against CP-QUOTE and CP-DISC.</summary>
internal sealed class QuoteModel(string subject, Findings findings) : ObjectModel(subject, findings)
{
    private readonly HashSet<string> authors = [];
    private string status = "";
    private string owner = "";
    private string submittedHash = "";
    private string mode = "sequence";
    private string?[] steps = [];
    private bool routed;

    /// <summary>Hash of what stands approved; null when nothing does.</summary>
    public string? Approved { get; private set; }

    /// <summary>Every hash that was ever approved.</summary>
    public HashSet<string> EverApproved { get; } = [];

    /// <summary>The salesperson whose budget its discount draws on, while the approval stands; null for none.</summary>
    public string? Draw { get; private set; }

    /// <summary>Its net total when it was last priced, minor units.</summary>
    public long Net { get; private set; }

    public string Owner => owner;

    protected override void Read(Line line)
    {
        switch (line.Type)
        {
            case "QuoteDrafted" or "QuoteRevised":
                Must(line.Type == "QuoteRevised" ? status is "draft" or "submitted" or "approved" : status.Length == 0, "CP-QUOTE-03", line, $"it is {status}");
                authors.Add(line.Needed("by"));
                owner = line.Part("terms")!.Value.GetProperty("ownerId").GetString()!;
                Must(status != "approved" || Approved is null, "CP-QUOTE-03", line, "a change that left the approval standing");
                status = "draft";
                break;
            case "QuoteSubmitted":
                Must(status == "draft", "CP-QUOTE-03", line, $"submitted while {status}");
                authors.Add(line.Needed("by"));
                submittedHash = line.Needed("hash");
                Net = line.Part("priced")!.Value.GetProperty("totals").GetProperty("net").GetProperty("minorUnits").GetInt64();
                routed = line.Part("route") is not null;
                if (line.Part("route") is { } route)
                {
                    mode = route.GetProperty("mode").GetString()!;
                    steps = new string?[route.GetProperty("steps").GetArrayLength()];
                }
                status = "submitted";
                break;
            case "QuoteStepApproved":
                Must(status == "submitted", "CP-QUOTE-03", line, $"a step approved while {status}");
                Must(line.Needed("by") == line.Actor, "CP-QUOTE-12", line, "approved in somebody else's name");
                Must(!authors.Contains(line.Actor) && line.Actor != owner, "CP-QUOTE-11", line, "approved by its owner or an author");
                foreach (var step in line.Part("steps")!.Value.EnumerateArray().Select(s => s.GetInt32()))
                {
                    Must(mode != "sequence" || steps.Take(step).All(s => s is not null), "CP-QUOTE-12", line, $"step {step} before those ahead of it");
                    steps[step] = line.Actor;
                }
                break;
            case "QuoteApproved":
                Approve(line);
                break;
            case "QuoteRejected":
                Must(status == "submitted", "CP-QUOTE-03", line, $"rejected while {status}");
                status = "draft";
                break;
            case "QuoteApprovalVoided":
                Approved = null;
                Draw = null;
                break;
            case "QuoteWithdrawn" or "QuoteExpired":
                status = "closed";
                Approved = null;
                Draw = null;
                break;
            case "QuoteAccepted":
                Must(status == "approved" && Approved is not null, "CP-QUOTE-03", line, "accepted without an approval");
                break;
        }
    }

    private void Approve(Line line)
    {
        var approval = line.Part("approval")!.Value;
        Must(status == "submitted", "CP-QUOTE-03", line, $"approved while {status}");
        Must(approval.GetProperty("hash").GetString() == submittedHash, "CP-QUOTE-13", line, "approved was not what was submitted");
        if (routed)
        {
            Must(mode == "any" ? steps.Any(s => s is not null) : steps.All(s => s is not null), "CP-QUOTE-12", line, "approved before all who are asked had answered");
            Must(!authors.Contains(approval.GetProperty("by").GetString()!), "CP-QUOTE-11", line, "approved by an author");
        }
        else
        {
            Must(approval.GetProperty("withinAuthority").GetBoolean(), "CP-QUOTE-12", line, "approved by nobody");
        }
        var discount = approval.GetProperty("totals").GetProperty("discount").GetProperty("minorUnits").GetInt64();
        Draw = line.Text("drawsOn");
        Must(discount <= 0 || Draw is not null, "CP-DISC-01", line, $"a discount of {discount} that draws on nothing");
        Approved = submittedHash;
        EverApproved.Add(submittedHash);
        status = "approved";
    }
}
