namespace SalesGrid.Domain.Tests;

public sealed class AgendaTests
{
    private static readonly DateTimeOffset Now = World.Now;

    [Fact]
    public void What_is_due_first_is_woken_first_and_nothing_before_its_time()
    {
        var agenda = Of(("late", 30), ("soon", 10), ("never", null), ("past", -5));
        Assert.Equal(3, agenda.Count);
        Assert.Equal(["opportunity/past"], Taken(agenda, 0));
        Assert.Empty(Taken(agenda, 9));
        Assert.Equal(["opportunity/soon", "opportunity/late"], Taken(agenda, 30));
    }

    [Fact]
    public void A_moment_within_a_second_is_waited_out()
    {
        var agenda = new Agenda();
        agenda.Put("quote", "Q", Now.AddMilliseconds(1));
        Assert.Empty(agenda.Take(Now.AddMilliseconds(1), 9));
        Assert.Single(agenda.Take(Now.AddSeconds(1), 9));
    }

    [Fact]
    public void No_more_is_handed_out_than_was_asked_for_and_nothing_twice()
    {
        var agenda = Of([.. Enumerable.Range(0, 10).Select(i => ($"O{i}", (int?)-i))]);
        Assert.Equal(4, agenda.Take(Now, 4).Count);
        Assert.Equal(6, agenda.Take(Now, 9).Count);
        Assert.Empty(agenda.Take(Now, 9));
    }

    [Fact]
    public void What_stays_due_is_left_alone_for_5_10_20_40_and_then_60_seconds()
    {
        var agenda = Of(("O", 0));
        var seconds = 0;
        foreach (var pause in new[] { 5, 10, 20, 40, 60, 60, 60 })
        {
            agenda.Woken(Assert.Single(agenda.Take(Now.AddSeconds(seconds), 9)), Now.AddSeconds(seconds));
            Assert.Empty(agenda.Take(Now.AddSeconds(seconds + pause - 1), 9));
            seconds += pause;
        }
    }

    [Fact]
    public void What_changes_while_it_is_awake_and_is_due_at_once_again_is_left_alone_first()
    {
        var agenda = Of(("O", 0));
        var item = Assert.Single(agenda.Take(Now, 9));
        agenda.Put(item.Kind, item.Id, Now.AddSeconds(-1));
        Assert.Empty(agenda.Take(Now, 9));
        agenda.Woken(item, Now);
        agenda.Put(item.Kind, item.Id, Now);
        Assert.Empty(agenda.Take(Now.AddSeconds(4), 9));
        Assert.Single(agenda.Take(Now.AddSeconds(5), 9));
    }

    [Fact]
    public void What_has_a_new_time_ahead_is_woken_then_however_often_it_was_in_vain()
    {
        var agenda = Of(("O", 0));
        for (var i = 0; i < 10; i++)
            agenda.Woken(Assert.Single(agenda.Take(Now.AddMinutes(2 * i), 9)), Now.AddMinutes(2 * i));
        agenda.Put("opportunity", "O", Now.AddHours(1));
        Assert.Empty(agenda.Take(Now.AddHours(1).AddSeconds(-1), 9));
        Assert.Single(agenda.Take(Now.AddHours(1), 9));
    }

    [Fact]
    public void What_is_never_due_any_more_is_forgotten()
    {
        var agenda = Of(("O", 0), ("P", 0));
        var awake = agenda.Take(Now, 1)[0];
        agenda.Put("opportunity", "O", null);
        agenda.Put("opportunity", "P", null);
        agenda.Woken(awake, Now);
        Assert.Equal(0, agenda.Count);
        Assert.Empty(agenda.Take(Now.AddYears(1), 9));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z", true)]
    [InlineData("9999-12-31T23:59:59.9999999Z", false)]
    public void The_first_and_the_last_moment_are_moments_too(string at, bool due)
    {
        var agenda = new Agenda();
        agenda.Put("quote", "Q", DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(due, agenda.Take(Now, 9).Count == 1);
    }

    [Fact]
    public void A_time_moved_later_takes_no_second_place_and_is_kept_all_the_same()
    {
        var agenda = Of(("A", 10));
        for (var seconds = 11; seconds <= 100; seconds++)
            agenda.Put("opportunity", "A", Now.AddSeconds(seconds));
        Assert.Equal(1, agenda.Places);
        Assert.Empty(Taken(agenda, 99));
        Assert.Equal(["opportunity/A"], Taken(agenda, 100));
    }

    private sealed record Step(int What, int Object, int Seconds);

    [Fact]
    public void Whatever_happens_it_hands_out_what_a_plain_list_says() => Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[-20, 90], (w, o, s) => new Step(w, o, s)).Array[1, 200].Sample(steps =>
    {
        var agenda = new Agenda();
        // When each is next to be woken, and how often it was in vain.
        var plain = new Dictionary<string, (long Due, long Until, int Times)>();
        var awake = new List<AgendaItem>();
        var second = Now.ToUnixTimeSeconds();
        foreach (var step in steps)
        {
            var id = $"O{step.Object}";
            switch (step.What)
            {
                case 0 or 1:
                    agenda.Put("opportunity", id, DateTimeOffset.FromUnixTimeSeconds(second + step.Seconds));
                    plain.TryGetValue(id, out var before);
                    plain[id] = second + step.Seconds is var due && due > before.Until ? (due, 0, 0) : (due, before.Until, before.Times);
                    break;
                case 2:
                    agenda.Put("opportunity", id, null);
                    plain.Remove(id);
                    break;
                case 3:
                    second += Math.Abs(step.Seconds);
                    break;
                case 4:
                    var taken = agenda.Take(DateTimeOffset.FromUnixTimeSeconds(second), 3);
                    var expected = plain.Where(p => Math.Max(p.Value.Due, p.Value.Until) <= second && awake.All(a => a.Id != p.Key)).ToList();
                    Assert.Equal(Math.Min(3, expected.Count), taken.Count);
                    var latest = expected.Select(p => Math.Max(p.Value.Due, p.Value.Until)).Order().Take(3).DefaultIfEmpty().Last();
                    Assert.All(taken, t => Assert.True(Math.Max(plain[t.Id].Due, plain[t.Id].Until) <= latest));
                    awake.AddRange(taken);
                    break;
                case 5 when awake.Count > 0:
                    var item = awake[step.Object % awake.Count];
                    awake.Remove(item);
                    agenda.Woken(item, DateTimeOffset.FromUnixTimeSeconds(second));
                    if (plain.TryGetValue(item.Id, out var p))
                    {
                        plain[item.Id] = p.Due > second ? (p.Due, 0, 0)
                            : (p.Due, second + new[] { 5, 10, 20, 40, 60 }[Math.Min(p.Times, 4)], p.Times + 1);
                    }
                    break;
            }
            Assert.Equal(plain.Count, agenda.Count);
            Assert.InRange(agenda.Places, 0, (2 * agenda.Count) + 65);
        }
    });

    private static IEnumerable<string> Taken(Agenda agenda, int seconds) => agenda.Take(Now.AddSeconds(seconds), 9).Select(i => i.Subject);

    private static Agenda Of(params (string Id, int? Seconds)[] objects)
    {
        var agenda = new Agenda();
        foreach (var (id, seconds) in objects)
            agenda.Put("opportunity", id, seconds is { } s ? Now.AddSeconds(s) : null);
        return agenda;
    }
}
