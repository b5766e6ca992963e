using System.Text.Json;

namespace SalesGrid.Control.Tests.Checker;

/// <summary>A salesperson: authority and what is drawn on it.</summary>
internal sealed class PersonModel(string subject, Findings findings, ReservationModel granted) : ObjectModel(subject, findings)
{
    private bool active;
    private bool hasAuthority;
    private long? allowance, budget;

    /// <summary>Largest discount on one quote, hundredths of a percent; null without authority.</summary>
    public int? DiscountBasisPoints { get; private set; }

    protected override void Read(Line line)
    {
        switch (line.Type)
        {
            case "SalespersonRegistered":
                active = true;
                break;
            case "SalespersonDeactivated":
                active = false;
                break;
            case "AuthorityGranted":
                Must(line.Actor != Id, "CP-AUTH-01", line, "authority granted to oneself");
                var authority = line.Part("authority")!.Value;
                hasAuthority = true;
                allowance = Minor(authority, "salesAllowance");
                budget = Minor(authority, "discountBudget");
                DiscountBasisPoints = authority.GetProperty("discountBasisPoints").GetInt32();
                break;
            case "ReservationGranted":
                Must(active, "CP-AUTH-04", line, "drawn on somebody who has left");
                Must(hasAuthority, "CP-AUTH-05", line, "drawn on somebody without authority");
                Within(line, "allowance", allowance);
                // The run is shorter than any period, so no draw stops counting in it.
                Within(line, "discount", budget);
                break;
        }
    }

    private void Within(Line line, string account, long? limit) =>
        Must(line.Text("account") != account || limit is null || granted.Reserved(account) <= limit, "CP-AUTH", line, $"{granted.Reserved(account)} of {account} drawn of {limit}");

    private static long? Minor(JsonElement e, string name) =>
        e.TryGetProperty(name, out var money) && money.ValueKind == JsonValueKind.Object ? money.GetProperty("minorUnits").GetInt64() : null;
}
