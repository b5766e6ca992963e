using SalesGrid.Reservations;

namespace SalesGrid.Domain.Tests;

/// <summary>Salespeople, and those who decide about them.</summary>
internal static class People
{
    public static readonly Salesperson Wang = new("王芳", new("East 1", "East", "S-009"), true, World.Now) { ManagerKnown = true };
    public static readonly Salesperson Gone = Wang with { Active = false };

    /// <summary>5% a quote, 1,000.00 of discount a quarter, 50,000.00 of contracts outstanding.</summary>
    public static readonly Authority Senior = new("senior", 500, null, Yuan(1_000), Yuan(50_000));

    public static readonly Salesperson Trusted = Wang with { Authority = Senior, BudgetFrom = new(2026, 7, 1) };

    public static Money Yuan(long major) => new(major * 100, "CNY");

    public static DecisionContext By(string actor, Duties duties = Duties.None, DateOnly? today = null) => new(4, World.Now, today ?? World.Today, actor, duties);

    /// <summary>Somebody else who keeps people's grades and training.</summary>
    public static readonly DecisionContext Keeper = By("hr-1", Duties.People);

    public static readonly DecisionContext Grid = By("grid", Duties.Grid);

    /// <summary>These draws, held for contracts and confirmed.</summary>
    public static GrantedReservations Held(params (string Account, Money Amount, DateOnly? On)[] draws)
    {
        var held = GrantedReservations.None;
        foreach (var ((account, amount, on), i) in draws.Select((d, i) => (d, i)))
        {
            held = held.Evolve(new ReservationGranted(account, $"T-{i}", "contract/K-1", amount, World.Now, on));
            held = held.Evolve(new ReservationConfirmed($"T-{i}"));
        }
        return held;
    }
}
