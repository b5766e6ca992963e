using System.Text.Json;
using SalesGrid.Testing;

namespace SalesGrid.Control.Tests.Checker;

/// <summary>A customer: due diligence and credit, against CP-DILIG and CP-CREDIT.</summary>
internal sealed class CustomerModel(string subject, Findings findings, ReservationModel granted) : ObjectModel(subject, findings)
{
    private readonly Dictionary<string, (string Result, DateOnly Until)> diligence = new(StringComparer.Ordinal);
    private readonly HashSet<string> requesters = [];
    private HashSet<string> required = ["business-licence", "credit-report", "background", "sanctions"];
    private (long Limit, string Currency, DateOnly Until)? credit;
    private bool suspended;
    private string? owner;

    /// <summary>Contracts it was told of.</summary>
    public HashSet<string> Deals { get; } = [];

    protected override void Read(Line line)
    {
        switch (line.Type)
        {
            case "DiligenceRequired":
                required = [.. line.Part("items")!.Value.EnumerateArray().Select(i => i.GetProperty("code").GetString()!)];
                break;
            case "DiligenceRecorded":
                var finding = line.Part("finding")!.Value;
                Must(line.Actor != owner, "CP-DILIG-03", line, "the owner looked into the customer");
                Must(required.Contains(Text(finding, "item")), "CP-DILIG-04", line, "an item nobody asked for");
                diligence[Text(finding, "item")] = (Text(finding, "result"), Day(finding, "validUntil"));
                break;
            case "CreditRequested":
                requesters.Add(line.Actor);
                break;
            case "CreditGranted":
                var given = line.Part("line")!.Value;
                var limit = given.GetProperty("limit");
                Must(!requesters.Contains(line.Actor) && line.Actor != owner, "CP-CREDIT-07", line, "granted by whoever asked for it or owns the customer");
                MustBeCurrent(line);
                var currency = Text(limit, "currency");
                Must(credit is null || credit.Value.Currency == currency || granted.Reserved("credit") == 0, "CP-CREDIT-04", line, "another currency while credit is reserved");
                credit = (limit.GetProperty("minorUnits").GetInt64(), currency, Day(given, "validUntil"));
                suspended = false;
                requesters.Clear();
                break;
            case "CreditSuspended":
                suspended = true;
                break;
            case "ReservationGranted" when line.Text("account") == "credit":
                Must(credit is not null, "CP-CREDIT-01", line, "credit reserved that was never granted");
                if (credit is not { } c)
                    break;
                Must(!suspended, "CP-CREDIT-02", line, "credit reserved while suspended");
                Must(c.Until >= CompanyDay.Of(line.At), "CP-CREDIT-03", line, $"credit reserved after its end on {c.Until}");
                Must(Text(line.Part("amount")!.Value, "currency") == c.Currency, "CP-CREDIT-04", line, "credit reserved in another currency");
                Must(granted.Reserved("credit") <= c.Limit, "CP-CREDIT-05", line, $"{granted.Reserved("credit")} reserved of a limit of {c.Limit}");
                MustBeCurrent(line);
                break;
            case "OwnerAssigned" or "CustomerPicked":
                owner = Text(line.Part("place")!.Value, "salespersonId");
                break;
            case "CustomerReturned":
                owner = null;
                break;
            case "DealNoted":
                Deals.Add(line.Needed("contractId"));
                break;
        }
    }

    private void MustBeCurrent(Line line)
    {
        var today = CompanyDay.Of(line.At);
        Must(required.All(item => diligence.TryGetValue(item, out var found) && found.Result != "fail" && found.Until >= today),
            "CP-DILIG-01", line, "due diligence is not current");
    }

    private static string Text(JsonElement e, string name) => e.GetProperty(name).GetString()!;

    private static DateOnly Day(JsonElement e, string name) =>
        DateOnly.ParseExact(Text(e, name), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
