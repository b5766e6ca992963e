using System.Collections.Immutable;
using SalesGrid.Reservations;

namespace SalesGrid.Domain.Tests;

/// <summary>Customers in the states the rules tell apart, and the people who deal with them.</summary>
internal static class Customers
{
    /// <summary>The day everything here is decided on.</summary>
    public static readonly DateOnly Today = new(2026, 9, 15);

    /// <summary>A code whose check character is right; see <see cref="CreditCodeTests"/>.</summary>
    public const string Code = "91110000600037341L";

    public static readonly PoolPolicy Policy = PoolPolicy.Default;

    public static readonly Consent Given = new(["sales", "service"], new(2026, 3, 1), "DOC-88");

    public static readonly Contact Person = new("P-1", "张伟", "采购经理", "13800001234", "zhang@example.com", Given);

    public static readonly CreditLine Line = new(CreditGrade.B, new(1_000_00, "CNY"), Today.AddDays(100), Today.AddDays(50), "回款良好", "FIN", Today.AddDays(-20));

    public static readonly Place Held = new("S-001", "assigned", Today.AddDays(-10), Policy.Recycle);

    public static Customer Known { get; } = new(new("东海钢铁", "steel", "CN"), World.Now);

    public static Customer Coded { get; } = new(Known.Profile! with { CreditCode = Code }, World.Now);

    /// <summary>Every item passed and is good for a year.</summary>
    public static Diligence Passed { get; } = new()
    {
        Findings = [.. Diligence.Shipped.Select(i => new DiligenceFinding(i.Code, DiligenceResult.Pass, "DOC-1", "LEGAL", Today.AddDays(-5), Today.AddDays(360)))],
    };

    /// <summary>Looked into, with credit of 1,000 yuan, owned by S-001 and with one contact.</summary>
    public static Customer Full { get; } = Of(new()
    {
        Diligence = Passed,
        Credit = new() { Line = Line },
        Place = Held,
        Contacts = [Person],
    });

    public static Customer Pooled { get; } = Of(new() { InPool = true, Former = [new("S-002", Today.AddDays(-29)), new("S-001", Today.AddDays(-30))] });

    /// <summary>Every member of the state filled.</summary>
    public static Customer Everything { get; } = Coded with
    {
        File = Full.File! with
        {
            Diligence = Passed with { Required = [new("licence", new("营业执照", "Licence"))] },
            Credit = new()
            {
                Line = Line,
                Suspended = new("逾期", "FIN", Today),
                Requests = [new(new(5_000_00, "CNY"), "框架合同", "S-001", Today)],
            },
            Class = CustomerClass.Won,
            FollowUps = 3,
            LastContactOn = Today,
            Deals = 1,
            LastDeal = "CT-1",
            ProtectedUntil = Today.AddDays(9),
            PostponedUntil = Today.AddDays(7),
            Former = [new("S-002", Today)],
        },
    };

    public static Customer Of(CustomerFile file) => Known with { File = file };

    public static DecisionContext Request(string actor = "S-001", Duties duties = Duties.None, params ControlPoint[] waived) =>
        new(7, World.Now, Today, actor, duties, new([.. waived.Select(w => w.Id)]));

    public static CustomerContext Around(SalespersonView? taker = null, SalespersonView? owner = null, PoolPolicy? pool = null, params Reservation[] granted) =>
        new(Granting(granted), pool ?? Policy, owner, taker);

    public static GrantedReservations Granting(params Reservation[] granted) => GrantedReservations.Of(granted);

    public static Reservation Credit(long minor, string token = "ct-1") => new(token, "credit", "contract/CT-1", new(minor, "CNY"), null);
}
