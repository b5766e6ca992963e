using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

/// <summary>What an object takes of others and returns to them, whatever it needs from one command to the next, and whoever is cut off where.</summary>
public sealed class NeedLawTests
{
    private static readonly Gen<ImmutableArray<Need>[]> Story = Gen.Select(
        Gen.OneOf("customer/C-1", "customer/C-2"), Gen.OneOf("credit", "allowance", "contract"), Gen.Long[0, 9],
        (provider, account, units) => new Need(provider, account, account == "contract" ? null : new Money(units * 100, "CNY")))
        .Array[0, 4].Select(needs => needs.DistinctBy(n => (n.Provider, n.Account)).ToImmutableArray()).Array[1, 30];

    [Fact]
    public void What_stands_is_exactly_what_is_needed_after_every_command() => Story.Sample(story =>
    {
        var (taken, version) = (TakenReservations.None, 0);
        foreach (var needs in story)
        {
            taken = After(taken, needs, ref version, out _);
            AssertCovered(needs, taken);
            // Nothing is left between what is needed and what stands.
            var again = ReservationDifference.Between("contract/K-1", version, World.Now, taken, needs);
            Assert.True(again.Take.IsEmpty && again.Surplus.IsEmpty);
        }
    });

    [Fact]
    public void An_amount_that_grows_takes_the_difference_and_one_that_shrinks_returns_it() => Story.Sample(story =>
    {
        var (taken, version, before) = (TakenReservations.None, 0, ImmutableArray<Need>.Empty);
        foreach (var needs in story)
        {
            taken = After(taken, needs, ref version, out var difference);
            foreach (var need in needs.Where(n => n.Amount is not null))
            {
                var was = before.FirstOrDefault(n => n.Provider == need.Provider && n.Account == need.Account)?.Amount?.MinorUnits ?? 0;
                var grown = difference.Take.Where(t => t.Reservation.Provider == need.Provider && t.Reservation.Account == need.Account).Sum(t => t.Reservation.Amount!.Value.MinorUnits);
                Assert.Equal(Math.Max(0, need.Amount!.Value.MinorUnits - was), grown);
            }
            before = needs;
        }
    });

    [Fact]
    public void Providers_never_keep_less_than_stands_and_end_with_just_that_however_often_and_late_they_are_told() =>
        Gen.Select(Story, Gen.Int[0, int.MaxValue]).Sample((story, seed) =>
        {
            var chance = new Random(seed);
            var providers = new Dictionary<string, GrantedReservations>();
            var sent = new List<ReservationToReturn>();
            var (taken, version) = (TakenReservations.None, 0);
            foreach (var needs in story)
            {
                taken = After(taken, needs, ref version, out var difference);
                foreach (var (r, _) in difference.Take)
                {
                    Send(providers, r.Provider, new TakeReservation(r.Account, r.Token, "contract/K-1", r.Amount));
                    Send(providers, r.Provider, new ConfirmReservation(r.Token));
                }
                sent.AddRange(taken.ToReturn);
                // What was ever to be returned is sent again and again, the oldest after the newest too.
                foreach (var surplus in sent.OrderBy(_ => chance.Next()).Take(3))
                    Send(providers, surplus.Provider, new ReleaseReservation(surplus.Token, surplus.Left));
                foreach (var standing in taken.Standing)
                    Assert.True(providers[standing.Provider].At(ReservationPlace.Of(standing.Token)) is { } kept && (kept.Amount is null || kept.Amount.Value.MinorUnits >= standing.Amount!.Value.MinorUnits));
            }
            foreach (var surplus in taken.ToReturn)
                Send(providers, surplus.Provider, new ReleaseReservation(surplus.Token, surplus.Left));
            Assert.Equal(
                taken.Standing.Select(t => $"{t.Provider} {t.Token} {t.Amount}").Order(StringComparer.Ordinal),
                providers.SelectMany(p => p.Value.Here.Select(r => $"{p.Key} {r.Token} {r.Amount}")).Order(StringComparer.Ordinal));
        });

    [Fact]
    public void A_difference_that_returns_before_it_takes_is_caught() => Assert.ThrowsAny<Exception>(() => Story.Sample(story =>
    {
        var (taken, version) = (TakenReservations.None, 0);
        foreach (var needs in story)
        {
            var whole = ReservationDifference.Between("contract/K-1", version++, World.Now, TakenReservations.None, needs);
            taken = taken.Evolve(new ReservationsTaken([.. whole.Take.Select(t => t.Reservation)])) ?? TakenReservations.None;
            AssertCovered(needs, taken);
        }
    }));

    [Fact]
    public void What_is_kept_for_a_time_is_returned_after_it()
    {
        var need = new Need("pick/S-1", "pick-2026-09-15", KeepFor: TimeSpan.FromHours(26));
        var taken = ReservationDifference.Between("customer/C-1", 3, World.Now, TakenReservations.None, [need]).Take.Single().Reservation;
        Assert.Equal(new("pick/S-1", "pick-2026-09-15", "customer/C-1@3:pick-2026-09-15", null, World.Now.AddHours(26)), taken);
        var early = ReservationDifference.Between("customer/C-1", 4, World.Now.AddHours(1), new([taken], []), []).Surplus.Single();
        Assert.Equal(World.Now.AddHours(26), early.From);
        Assert.Equal(early.From, new TakenReservations([], [early]).FirstToReturn());
        var late = ReservationDifference.Between("customer/C-1", 4, World.Now.AddDays(3), new([taken], []), []).Surplus.Single();
        Assert.Equal(World.Now.AddDays(3), late.From);
    }

    [Fact]
    public void What_is_told_becomes_another_each_time_it_does_and_no_oftener()
    {
        Note note = new("opportunity/O-1", new NoteDocument(DocumentKind.Quote, "Q-1", true));
        ImmutableArray<Telling> Stands(string? value) => [new("document", value, [note])];
        Assert.Empty(Tellings.None.Begin(1, Stands(null)));
        var begun = Assert.Single(Tellings.None.Begin(1, Stands("stands")));
        Assert.Equal(new("document", "stands", 1), begun);
        var told = Tellings.None.Evolve(begun, World.Now);
        Assert.Equal(World.Now, told.FirstToTell());
        Assert.Empty(told.Begin(2, Stands("stands")));
        Assert.Null(told.Evolve(new TellingContinued(new("document", 1, 1, true)), World.Now).FirstToTell());
        var fallen = told.Evolve(Assert.Single(told.Begin(5, Stands(null))), World.Now.AddDays(1));
        // What was said of the time before does not end the telling of this one.
        Assert.Equal(World.Now.AddDays(1), fallen.Evolve(new TellingContinued(new("document", 1, 1, true)), World.Now).FirstToTell());
    }

    private static TakenReservations After(TakenReservations taken, ImmutableArray<Need> needs, ref int version, out ReservationDifference difference)
    {
        difference = ReservationDifference.Between("contract/K-1", version++, World.Now, taken, needs);
        if (!difference.Take.IsEmpty)
            taken = taken.Evolve(new ReservationsTaken([.. difference.Take.Select(t => t.Reservation)])) ?? TakenReservations.None;
        if (!difference.Surplus.IsEmpty)
            taken = taken.Evolve(new ReservationsNoLongerNeeded(difference.Surplus)) ?? TakenReservations.None;
        return taken;
    }

    private static void AssertCovered(ImmutableArray<Need> needs, TakenReservations taken)
    {
        foreach (var need in needs)
        {
            var standing = taken.Standing.Where(t => t.Provider == need.Provider && t.Account == need.Account).ToList();
            if (need.Amount is { } amount)
                Assert.Equal(amount.MinorUnits, standing.Sum(t => t.Amount!.Value.MinorUnits));
            else
                Assert.Single(standing);
        }
        Assert.All(taken.Standing, t => Assert.Contains(needs, n => n.Provider == t.Provider && n.Account == t.Account));
    }

    private static void Send(Dictionary<string, GrantedReservations> providers, string provider, ReservationCommand command)
    {
        var granted = providers.GetValueOrDefault(provider, GrantedReservations.None);
        var decision = ReservationRules.Decide(provider, granted, null, null, null, command, _ => null, new(1, World.Now, World.Today, "S-001", Duties.Grid));
        Assert.Null(decision.Refusal);
        providers[provider] = decision.Events.Aggregate(granted, (g, e) => g.Evolve((CommonEvent)e));
    }
}
