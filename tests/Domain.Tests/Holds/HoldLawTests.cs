using System.Text.Json;

namespace SalesGrid.Domain.Tests;

/// <summary>Whatever is asked of an object's holds, in whatever order and however often.</summary>
public sealed class HoldLawTests
{
    private const long Limit = 500;
    private static readonly Asked ByGrid = new(1, World.Now, World.Today, "S-001", Duties.Grid);

    private static readonly Gen<string> Token = Gen.OneOf("a", "b", "c", "d", "e");
    private static readonly Gen<Money> Amount = Gen.Long[0, 300].Select(minor => new Money(minor, "CNY"));

    private static readonly Gen<HoldCommand[]> Story = Gen.Frequency(
        (4, Gen.Select(Token, Gen.OneOf("credit", "credit", "discount"), Gen.OneOf("contract/K-1", "contract/K-2"), Amount,
            (token, account, @for, amount) => (HoldCommand)new TakeHold(account, token, @for, amount))),
        (2, Token.Select(token => (HoldCommand)new ConfirmHold(token))),
        (1, Token.Select(token => (HoldCommand)new ReleaseHold(token))),
        (2, Gen.Select(Token, Amount, (token, part) => (HoldCommand)new ReleaseHold(token, part))),
        (2, Gen.Select(Token, Amount, (token, left) => (HoldCommand)new ReleaseHold(token, Left: left)))).Array[1, 60];

    [Fact]
    public void What_is_held_is_what_a_plain_list_says_and_never_more_than_the_limit() => Story.Sample(story =>
    {
        var (held, list) = (Holdings.None, new PlainHolds());
        foreach (var command in story)
        {
            var decision = Decide(held, command);
            held = Fold(held, decision);
            Assert.Equal(list.Take(command), decision.Refusal is null);
            foreach (var account in new[] { "credit", "discount" })
            {
                Assert.Equal(list.Sum(account), held.HeldOf(account));
                Assert.InRange(held.HeldOf(account), 0, Limit);
            }
            Assert.Equal(list.Pending, held.Open.Values.Where(h => h.PendingUntil is not null).Select(h => h.Token).Order(StringComparer.Ordinal));
        }
    });

    [Fact]
    public void A_command_that_comes_again_changes_nothing() => Story.Sample(story =>
    {
        var held = Holdings.None;
        foreach (var command in story)
        {
            held = Fold(held, Decide(held, command));
            // Part of a hold is the one thing that counts each time, which is why a step that may be repeated says what is to be left.
            if (command is not ReleaseHold { Amount: not null })
                Assert.Empty(Decide(held, command).Events);
        }
    });

    [Fact]
    public void Reading_the_events_again_gives_the_same_holds() => Story.Sample(story =>
    {
        var (live, replayed) = (Holdings.None, Holdings.None);
        foreach (var command in story)
        {
            foreach (var happened in Decide(live, command).Events)
            {
                live = live.Evolve((CommonEvent)happened);
                var stored = SubjectKind<Claim, ClaimEvent>.Write(happened);
                replayed = replayed.Evolve((CommonEvent)SubjectKinds.Claim.Read(happened.GetType().Name, stored));
            }
        }
        Assert.Equal(Text(live), Text(replayed));
        var head = HeadCodec.Read<Claim>(HeadCodec.Write(new SubjectRecord<Claim> { State = Claim.None, Holds = live })).Holds!;
        Assert.Equal(Text(live), Text(head));
    });

    [Fact]
    public void A_fold_that_forgets_a_release_is_caught() => Assert.ThrowsAny<Exception>(() => Story.Sample(story =>
    {
        var (held, list) = (Holdings.None, new PlainHolds());
        foreach (var command in story)
        {
            var decision = Decide(held, command);
            held = decision.Events is [HoldReleased { Amount: not null }] ? held : Fold(held, decision);
            list.Take(command);
            Assert.Equal(list.Sum("credit"), held.HeldOf("credit"));
        }
    }));

    private static Decision<SubjectEvent> Decide(Holdings held, HoldCommand command) => HoldRules.Decide("customer/C-100", held, command,
        wanted => held.HeldOf(wanted.Account) + (wanted.Amount?.MinorUnits ?? 0) > Limit ? ControlPoints.HoldMustHaveAccount.Refuse("customer/C-100", wanted.Account) : null,
        null, ByGrid);

    private static Holdings Fold(Holdings held, Decision<SubjectEvent> decision) =>
        decision.Events.Aggregate(held, (h, e) => h.Evolve((CommonEvent)e));

    private static string Text(Holdings held) => string.Join('\n', held.Open.Values.OrderBy(h => h.Token, StringComparer.Ordinal).Select(h => h.ToString()));

    /// <summary>The same in the plainest way, from the words of the commands alone.</summary>
    private sealed class PlainHolds
    {
        private readonly List<(string Token, string Account, string For, long Taken, long Left, bool Pending)> open = [];

        public IEnumerable<string> Pending => open.Where(o => o.Pending).Select(o => o.Token).Order(StringComparer.Ordinal);

        public long Sum(string account) => open.Where(o => o.Account == account).Sum(o => o.Left);

        /// <returns>Whether it is a success.</returns>
        public bool Take(HoldCommand command)
        {
            var at = open.FindIndex(o => o.Token == command switch
            {
                TakeHold c => c.Token,
                ConfirmHold c => c.Token,
                ReleaseHold c => c.Token,
                _ => "",
            });
            switch (command)
            {
                case TakeHold c when at >= 0:
                    return (open[at].Account, open[at].For, open[at].Left) == (c.Account, c.For, c.Amount!.Value.MinorUnits);
                case TakeHold c when Sum(c.Account) + c.Amount!.Value.MinorUnits > Limit:
                    return false;
                case TakeHold c:
                    open.Add((c.Token, c.Account, c.For, c.Amount!.Value.MinorUnits, c.Amount.Value.MinorUnits, true));
                    return true;
                case ConfirmHold when at < 0:
                    return false;
                case ConfirmHold:
                    open[at] = open[at] with { Pending = false };
                    return true;
                case ReleaseHold c when at >= 0:
                    var left = c.Amount is { } part ? open[at].Left - part.MinorUnits : c.Left is { } stays ? Math.Min(open[at].Left, stays.MinorUnits) : 0;
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
