using System.Text.Json;
using SalesGrid.Reservations;
using SalesGrid.Targets;
using static SalesGrid.Domain.Tests.People;

namespace SalesGrid.Domain.Tests;

/// <summary>Laws of the balances, over stories of draws, releases, grants and passing quarters.</summary>
public sealed class BalanceLawTests
{
    private enum Act
    {
        Draw,
        Release,
        GiveBackPart,
        Grant,
        Renew,
    }

    private sealed record Step(Act Act, string Account, long Amount, int Which, int DaysLater);

    private static readonly Gen<Step[]> Stories = Gen.Select(
            // Half of the steps draw.
            Gen.Int[0, 7].Select(i => i < 4 ? Act.Draw : (Act)(i - 3)),
            Gen.Bool.Select(first => first ? Accounts.Discount : Accounts.Allowance), Gen.Long[0, 120], Gen.Int[0, 30], Gen.Int[0, 40],
            (act, account, amount, which, days) => new Step(act, account, amount, which, days))
        .Array[1, 60];

    [Fact]
    public void At_no_point_is_more_drawn_than_the_limit_then_in_force_lets_through() => Stories.Sample(story =>
    {
        var model = new Model();
        foreach (var step in story)
            model.Take(step);
    });

    [Fact]
    public void Entries_read_again_give_the_same_balances() => Stories.Sample(story =>
    {
        var model = new Model();
        foreach (var step in story)
            model.Take(step);
        var kind = SalespersonKind.Kind;
        var body = new SubjectBody<Salesperson>(kind.Empty.State, null, null);
        foreach (var (type, data) in model.Written)
            body = kind.Evolve(body, kind.Read(type, data), World.Now);
        Assert.Equal(Same.Text(model.Body.State), Same.Text(body.State));
        Assert.Equal(Balances.On(model.Body.State, model.Body.Granted ?? GrantedReservations.None, model.Today).Select(Same.Text),
            Balances.On(body.State, body.Granted ?? GrantedReservations.None, model.Today).Select(Same.Text));
    });

    [Fact]
    public void A_balance_that_forgets_the_quarter_is_caught() =>
        Assert.ThrowsAny<Exception>(() => Stories.Sample(story =>
        {
            var model = new Model(forgetful: true);
            foreach (var step in story)
                model.Take(step);
        }));

    /// <summary>A person as their grain runs them, and beside it a list of draws that is summed anew at every step.</summary>
    private sealed class Model(bool forgetful = false)
    {
        private readonly List<(string Token, string Account, long Amount, DateOnly On)> draws = [];
        private (long Discount, long Allowance) limits = (100, 300);
        private int tokens;

        public SubjectBody<Salesperson> Body { get; private set; } = new(Trusted with { Authority = AuthorityOf(100, 300) }, null, null);

        public DateOnly Today { get; private set; } = World.Today;

        /// <summary>Every event as it would lie in the ledger; a first one makes the person what they begin as.</summary>
        public List<(string Type, byte[] Data)> Written { get; } =
        [
            Written1(new SalespersonRegistered("王芳", new("East 1", "East", "S-009"), true)),
            Written1(new AuthorityGranted(AuthorityOf(100, 300), new(2026, 7, 1), "hr-1")),
        ];

        public void Take(Step step)
        {
            Today = Today.AddDays(step.DaysLater);
            var request = Grid with { Today = Today };
            var held = Body.Granted ?? GrantedReservations.None;
            switch (step.Act)
            {
                case Act.Draw:
                    Draw(step, held, request);
                    break;
                case Act.Release or Act.GiveBackPart when draws.Count > 0:
                    GiveBack(step, held, request);
                    break;
                case Act.Grant:
                    limits = step.Account == Accounts.Discount ? (step.Amount, limits.Allowance) : (limits.Discount, step.Amount * 3);
                    Apply(SalespersonRules.Decide("S-001", Body.State,
                        new GrantAuthority("senior", 500, null, new(limits.Discount, "CNY"), new(limits.Allowance, "CNY")),
                        Keeper with { Today = Today }, new() { Granted = held }));
                    break;
                case Act.Renew:
                    Apply(SalespersonRules.Decide("S-001", Body.State, new RenewBudget(), request, SalespersonContext.Empty));
                    break;
            }
            Check();
        }

        private void Draw(Step step, GrantedReservations held, DecisionContext request)
        {
            var token = $"T-{++tokens}";
            var decision = ReservationRules.Decide("salesperson/S-001", held, null, null, null, new TakeReservation(step.Account, token, "quote/Q", new(step.Amount, "CNY")),
                wanted => Balances.Admit("S-001", Body.State, wanted, held, request), request);
            var fits = Used(step.Account) + step.Amount <= (step.Account == Accounts.Discount ? limits.Discount : limits.Allowance);
            Assert.Equal(fits, decision.Refusal is null);
            if (fits)
                draws.Add((token, step.Account, step.Amount, Today));
            Apply(decision);
        }

        private void GiveBack(Step step, GrantedReservations held, DecisionContext request)
        {
            var index = step.Which % draws.Count;
            var (token, account, amount, on) = draws[index];
            var part = step.Act == Act.GiveBackPart ? Math.Min(step.Amount, amount) : amount;
            Apply(ReservationRules.Decide("salesperson/S-001", held, null, null, null, new ReleaseReservation(token, new Money(amount - part, "CNY")), null, request));
            if (part == amount)
                draws.RemoveAt(index);
            else
                draws[index] = (token, account, amount - part, on);
        }

        private long Used(string account) => draws
            .Where(d => d.Account == account && (account == Accounts.Allowance || forgetful || Period.Of(PeriodLength.Quarter, d.On) == Period.Of(PeriodLength.Quarter, Today)))
            .Sum(d => d.Amount);

        private void Check()
        {
            foreach (var balance in Balances.On(Body.State, Body.Granted ?? GrantedReservations.None, Today))
            {
                var (used, limit) = (Used(balance.Account), balance.Account == Accounts.Discount ? limits.Discount : limits.Allowance);
                Assert.Equal((used, Math.Max(0, limit - used)), (Assert.Single(balance.Used).MinorUnits, balance.Available!.Value.MinorUnits));
            }
        }

        private void Apply<T>(Decision<T> decision) where T : SubjectEvent
        {
            foreach (var e in decision.Events)
            {
                Written.Add(Written1(e));
                Body = SalespersonKind.Kind.Evolve(Body, e, World.Now);
            }
        }

        private static (string Type, byte[] Data) Written1(SubjectEvent e) =>
            (e.GetType().Name, JsonSerializer.SerializeToUtf8Bytes(e, e.GetType(), GridJson.Options));

        private static Authority AuthorityOf(long discount, long allowance) => new("senior", 500, null, new(discount, "CNY"), new(allowance, "CNY"));
    }
}
