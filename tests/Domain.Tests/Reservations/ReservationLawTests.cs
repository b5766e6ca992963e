using System.Text.Json;

namespace SalesGrid.Domain.Tests;

/// <summary>Whatever is asked of an object's reservations, in whatever order and however often.</summary>
public sealed class ReservationLawTests
{
    private const long Limit = 500;
    private static readonly DecisionContext ByGrid = new(1, World.Now, World.Today, "S-001", Duties.Grid);

    private static readonly Gen<string> Token = Gen.OneOf("a", "b", "c", "d", "e");
    private static readonly Gen<Money> Amount = Gen.Long[0, 300].Select(minor => new Money(minor, "CNY"));

    private static readonly Gen<(string Token, string Account, Money? Amount, DateOnly? Day, int Step)[]> Drawn = Gen.Select(
        Token, Gen.OneOf("credit", "discount"),
        Gen.Select(Gen.Long[0, 300], Gen.OneOf("CNY", "USD", null), (minor, currency) => currency is null ? (Money?)null : new Money(minor, currency)),
        Gen.Int[0, 360].Select(day => day == 0 ? (DateOnly?)null : new DateOnly(2026, 1, 1).AddDays(day)), Gen.Int[0, 5],
        (token, account, amount, day, step) => (token, account, amount, day, step)).Array[1, 40];

    private static readonly Gen<ReservationCommand[]> Story = Gen.Frequency(
        (4, Gen.Select(Token, Gen.OneOf("credit", "credit", "discount"), Gen.OneOf("contract/K-1", "contract/K-2"), Amount,
            (token, account, @for, amount) => (ReservationCommand)new TakeReservation(account, token, @for, amount))),
        (2, Token.Select(token => (ReservationCommand)new ConfirmReservation(token))),
        (1, Token.Select(token => (ReservationCommand)new ReleaseReservation(token))),
        (2, Gen.Select(Token, Amount, (token, left) => (ReservationCommand)new ReleaseReservation(token, Left: left)))).Array[1, 60];

    [Fact]
    public void What_is_reserved_is_what_a_plain_list_says_and_never_more_than_the_limit() => Story.Sample(story =>
    {
        var (held, list) = (GrantedReservations.None, new PlainReservations());
        foreach (var command in story)
        {
            var decision = Decide(held, command);
            held = Fold(held, decision);
            Assert.Equal(list.Take(command), decision.Refusal is null);
            foreach (var account in new[] { "credit", "discount" })
            {
                Assert.Equal(list.Sum(account), held.SumOf(account));
                Assert.InRange(held.SumOf(account), 0, Limit);
            }
            Assert.Equal(list.Pending, held.Here.Where(h => h.PendingUntil is not null).Select(h => h.Token).Order(StringComparer.Ordinal));
        }
    });

    [Fact]
    public void Sums_by_month_and_currency_and_who_waited_longest_are_what_looking_at_every_reservation_says() => Drawn.Sample(draws =>
    {
        var granted = GrantedReservations.None;
        foreach (var (token, account, amount, day, step) in draws)
        {
            granted = (granted.At(ReservationPlace.Of(token)), step) switch
            {
                (null, _) => granted.Evolve(new ReservationGranted(account, token, "contract/K-1", amount, World.Now.AddMinutes(step), day)),
                ({ Amount: { MinorUnits: > 1 } whole }, 0) => granted.Evolve(new ReservationReleased(token, whole with { MinorUnits = whole.MinorUnits / 2 })),
                ({ PendingUntil: not null }, 1 or 2) => granted.Evolve(new ReservationConfirmed(token)),
                _ => granted.Evolve(new ReservationReleased(token, null)),
            };
            var open = granted.Here.ToList();
            foreach (var name in new[] { "credit", "discount" })
            {
                Assert.Equal(open.Count(r => r.Account == name), granted.CountOf(name));
                foreach (DateOnly? from in new DateOnly?[] { null, new(2026, 3, 1), new(2026, 7, 1) })
                {
                    var counted = open.Where(r => r.Account == name && r.Amount is not null && (from is null || r.TakenOn is null || r.TakenOn >= from)).ToList();
                    foreach (var currency in new[] { "CNY", "USD" })
                        Assert.Equal(counted.Where(r => r.Amount!.Value.Currency == currency).Sum(r => r.Amount!.Value.MinorUnits), granted.SumOf(name, currency, from));
                    Assert.Equal(counted.Select(r => r.Amount!.Value.Currency).Distinct().Order(StringComparer.Ordinal), granted.SumsOf(name, from).Select(m => m.Currency));
                }
                Assert.Equal(open.Where(r => r.Account == name && r.Amount is not null).Max(r => r.TakenOn) is { } latest ? new DateOnly(latest.Year, latest.Month, 1) : null, granted.LatestMonthOf(name));
            }
            Assert.Equal(open.Min(r => r.PendingUntil), granted.FirstPending());
            var now = World.Now.AddMinutes(3);
            var overdue = open.Where(r => r.PendingUntil <= now).OrderBy(r => r.PendingUntil).ThenBy(r => r.Token, StringComparer.Ordinal).Select(r => r.Token).ToList();
            Assert.Equal(overdue, granted.Overdue(now, 0, 100).Select(r => r.Token));
            Assert.Equal(overdue.Concat(overdue).Skip(overdue.Count == 0 ? 0 : 7 % overdue.Count).Take(Math.Min(2, overdue.Count)), granted.Overdue(now, 7, 2).Select(r => r.Token));
        }
    });

    [Fact]
    public void A_command_that_comes_again_changes_nothing() => Story.Sample(story =>
    {
        var held = GrantedReservations.None;
        foreach (var command in story)
        {
            held = Fold(held, Decide(held, command));
            Assert.Empty(Decide(held, command).Events);
        }
    });

    [Fact]
    public void Reading_the_events_again_gives_the_same_reservations() => Story.Sample(story =>
    {
        var (live, replayed) = (GrantedReservations.None, GrantedReservations.None);
        foreach (var command in story)
        {
            foreach (var happened in Decide(live, command).Events)
            {
                live = live.Evolve((CommonEvent)happened);
                var stored = SubjectKind<Claim, ClaimEvent>.Write(happened);
                replayed = replayed.Evolve((CommonEvent)ClaimKind.Kind.Read(happened.GetType().Name, stored));
            }
        }
        Assert.Equal(Text(live), Text(replayed));
        var head = HeadCodec.Read<Claim>(HeadCodec.Write(new SubjectRecord<Claim> { State = Claim.None, Granted = live })).Granted!;
        Assert.Equal(Text(live), Text(head));
    });

    [Fact]
    public void A_fold_that_forgets_a_release_is_caught() => Assert.ThrowsAny<Exception>(() => Story.Sample(story =>
    {
        var (held, list) = (GrantedReservations.None, new PlainReservations());
        foreach (var command in story)
        {
            var decision = Decide(held, command);
            held = decision.Events is [ReservationReleased { Amount: not null }] ? held : Fold(held, decision);
            list.Take(command);
            Assert.Equal(list.Sum("credit"), held.SumOf("credit"));
        }
    }));

    private static Decision<SubjectEvent> Decide(GrantedReservations held, ReservationCommand command) => ReservationRules.Decide("customer/C-100", held, null, null, null, command,
        wanted => held.SumOf(wanted.Account) + (wanted.Amount?.MinorUnits ?? 0) > Limit ? ControlPoints.ReservationMustHaveAccount.Refuse("customer/C-100", wanted.Account) : null,
        ByGrid);

    private static GrantedReservations Fold(GrantedReservations held, Decision<SubjectEvent> decision) =>
        decision.Events.Aggregate(held, (h, e) => h.Evolve((CommonEvent)e));

    private static string Text(GrantedReservations held) => string.Join('\n', held.Here.OrderBy(h => h.Token, StringComparer.Ordinal).Select(h => h.ToString()));

    /// <summary>The same in the plainest way, from the words of the commands alone.</summary>
    private sealed class PlainReservations
    {
        private readonly List<(string Token, string Account, string For, long Taken, long Left, bool Pending)> open = [];

        public IEnumerable<string> Pending => open.Where(o => o.Pending).Select(o => o.Token).Order(StringComparer.Ordinal);

        public long Sum(string account) => open.Where(o => o.Account == account).Sum(o => o.Left);

        /// <returns>Whether it is a success.</returns>
        public bool Take(ReservationCommand command)
        {
            var at = open.FindIndex(o => o.Token == command switch
            {
                TakeReservation c => c.Token,
                ConfirmReservation c => c.Token,
                ReleaseReservation c => c.Token,
                _ => "",
            });
            switch (command)
            {
                case TakeReservation c when at >= 0:
                    return (open[at].Account, open[at].For, open[at].Left) == (c.Account, c.For, c.Amount!.Value.MinorUnits);
                case TakeReservation c when Sum(c.Account) + c.Amount!.Value.MinorUnits > Limit:
                    return false;
                case TakeReservation c:
                    open.Add((c.Token, c.Account, c.For, c.Amount!.Value.MinorUnits, c.Amount.Value.MinorUnits, true));
                    return true;
                case ConfirmReservation when at < 0:
                    return false;
                case ConfirmReservation:
                    open[at] = open[at] with { Pending = false };
                    return true;
                case ReleaseReservation c when at >= 0:
                    var left = c.Left is { } stays ? Math.Min(open[at].Left, stays.MinorUnits) : 0;
                    // To give back nothing of nothing is no release; all of it is.
                    if (left <= 0 && !(open[at].Left == 0 && c.Left is not null))
                        open.RemoveAt(at);
                    else
                        open[at] = open[at] with { Left = left };
                    return true;
                default:
                    return true;
            }
        }
    }
}
