using Microsoft.Extensions.Time.Testing;
using SalesGrid.Controls;

namespace SalesGrid.Domain.Tests;

public sealed class RefusalLimiterTests
{
    private readonly FakeTimeProvider time = new(World.Now);
    private readonly RefusalLogOptions options = new() { AtOnce = 3, PerMinute = 6, PairsMax = 100 };
    private int notes;

    private RefusalNote Note(string point = "CP-STAGE-02", string actor = "王芳", string? id = null) =>
        new(id ?? $"r-{++notes}", 0, 1, new("opportunity/O1", "AdvanceStage", $"c-{notes}", point, actor, new("否", "No."), time.GetUtcNow()), "{}"u8.ToArray());

    [Fact]
    public void So_many_at_once_are_recorded_and_the_others_counted()
    {
        var limiter = new RefusalLimiter(options, time);
        var fates = Enumerable.Range(0, 10).Select(_ => limiter.Admit(Note()).Fate).ToArray();
        Assert.Equal(3, fates.Count(f => f == RefusalFate.Record));
        Assert.All(fates[3..], f => Assert.Equal(RefusalFate.Suppress, f));
    }

    [Fact]
    public void What_was_counted_is_carried_by_the_next_that_is_recorded()
    {
        var limiter = new RefusalLimiter(options, time);
        for (var i = 0; i < 10; i++)
            limiter.Admit(Note());
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(RefusalFate.Suppress, limiter.Admit(Note()).Fate);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((RefusalFate.Record, 8), limiter.Admit(Note()));
        Assert.Equal(RefusalFate.Suppress, limiter.Admit(Note()).Fate);
    }

    [Fact]
    public void Another_control_point_and_another_actor_have_tokens_of_their_own()
    {
        var limiter = new RefusalLimiter(options, time);
        for (var i = 0; i < 5; i++)
            limiter.Admit(Note());
        Assert.Equal((RefusalFate.Record, 0), limiter.Admit(Note(point: "CP-STAGE-03")));
        Assert.Equal((RefusalFate.Record, 0), limiter.Admit(Note(actor: "李强")));
    }

    [Fact]
    public void A_retry_is_seen_again_and_counts_nothing()
    {
        var limiter = new RefusalLimiter(options, time);
        Assert.Equal(RefusalFate.Record, limiter.Admit(Note(id: "same")).Fate);
        for (var i = 0; i < 5; i++)
            Assert.Equal(RefusalFate.Seen, limiter.Admit(Note(id: "same")).Fate);
        for (var i = 0; i < 2; i++)
            Assert.Equal(RefusalFate.Record, limiter.Admit(Note()).Fate);
        Assert.Equal(RefusalFate.Suppress, limiter.Admit(Note(id: "late")).Fate);
        Assert.Equal(RefusalFate.Seen, limiter.Admit(Note(id: "late")).Fate);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((RefusalFate.Record, 1), limiter.Admit(Note()));
    }

    [Fact]
    public void When_nothing_follows_the_newest_stands_for_those_that_were_counted()
    {
        var limiter = new RefusalLimiter(options, time);
        for (var i = 0; i < 10; i++)
            limiter.Admit(Note());
        Assert.Empty(limiter.TakeDue());
        time.Advance(TimeSpan.FromSeconds(10));
        var (note, suppressed) = Assert.Single(limiter.TakeDue());
        Assert.Equal(("r-10", 6L), (note.Id, suppressed));
        Assert.Empty(limiter.TakeDue());
        limiter.Admit(Note());
        Assert.Equal(0, Assert.Single(limiter.TakeDue(all: true)).Suppressed);
    }

    [Fact]
    public void What_could_not_be_recorded_is_carried_later()
    {
        var limiter = new RefusalLimiter(options, time);
        var first = Note();
        Assert.Equal((RefusalFate.Record, 0), limiter.Admit(first));
        limiter.GiveBack(first, 0);
        Assert.Equal((RefusalFate.Record, 1), limiter.Admit(Note()));
        limiter.GiveBack(first, 4);
        Assert.Equal((first, 4L), Assert.Single(limiter.TakeDue()));
        limiter.GiveBackCarried(first, 4);
        Assert.Empty(limiter.TakeDue(all: true));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((RefusalFate.Record, 4), limiter.Admit(Note()));
    }

    [Fact]
    public void What_is_at_rest_is_forgotten_and_when_all_are_busy_the_newcomer_loses()
    {
        var limiter = new RefusalLimiter(options, time);
        for (var i = 0; i < 100; i++)
            limiter.Admit(Note(actor: $"P{i}"));
        Assert.Equal(RefusalFate.Lose, limiter.Admit(Note(actor: "one too many")).Fate);
        Assert.Equal(100, limiter.Pairs);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(RefusalFate.Record, limiter.Admit(Note(actor: "one more")).Fate);
        Assert.Equal(1, limiter.Pairs);
    }

    [Fact]
    public void Nothing_is_counted_twice_or_forgotten_whatever_comes_and_fails() => Gen.Select(Gen.Int[0, 3], Gen.Int[0, 30]).Array[1, 200].Sample(steps =>
    {
        var clock = new FakeTimeProvider(World.Now);
        var limiter = new RefusalLimiter(options, clock);
        long sent = 0, recorded = 0;
        foreach (var (what, seconds) in steps)
        {
            clock.Advance(TimeSpan.FromSeconds(seconds));
            if (what == 3)
            {
                foreach (var (_, suppressed) in limiter.TakeDue())
                    recorded += 1 + suppressed;
                continue;
            }
            var note = Note(actor: $"P{sent++ % 2}", id: $"s-{sent}");
            if (limiter.Admit(note) is not (RefusalFate.Record, var carried))
                continue;
            if (what == 2)
                limiter.GiveBack(note, carried);
            else
                recorded += 1 + carried;
        }
        foreach (var (_, suppressed) in limiter.TakeDue(all: true))
            recorded += 1 + suppressed;
        Assert.Equal(sent, recorded);
    }, iter: 500);
}
