namespace SalesGrid.Domain.Tests;

/// <summary>Few records at once where the store answers one after the other, many where it answers side by side.</summary>
public sealed class AppendGateTests
{
    private const int Most = 16;

    private readonly ByHand time = new();
    private readonly List<Task<AppendGate.Place>> late = [];

    [Fact]
    public async Task A_store_that_answers_side_by_side_gets_as_many_as_it_may()
    {
        var gate = new AppendGate(Most, adapts: true, time);
        await Load(gate, 300, others => 10);
        Assert.Equal(Most, gate.Limit);
    }

    [Fact]
    public async Task A_store_that_answers_in_a_line_gets_few_again()
    {
        var gate = new AppendGate(Most, adapts: true, time);
        await Load(gate, 300, others => 10);
        await Load(gate, 400, others => 10 * (others + 1));
        Assert.Equal(2, gate.Limit);
    }

    [Fact]
    public async Task In_between_the_limit_stays_where_it_is()
    {
        var gate = new AppendGate(Most, adapts: true, time);
        await Load(gate, 300, others => 10);
        await Load(gate, 300, others => others == 0 ? 10 : 14);
        Assert.Equal(Most, gate.Limit);
    }

    [Fact]
    public async Task A_number_that_was_set_is_kept()
    {
        var gate = new AppendGate(7, adapts: false, time);
        await Load(gate, 300, others => 10 * (others + 1));
        Assert.Equal(7, gate.Limit);
    }

    [Fact]
    public async Task Where_there_is_no_limit_nobody_waits()
    {
        var gate = new AppendGate(0, adapts: true, time);
        for (var i = 0; i < 2_000; i++)
            await gate.Enter();
        Assert.Equal(int.MaxValue, gate.Limit);
    }

    [Fact]
    public async Task Whoever_waits_goes_in_turn_and_a_place_is_given_back_once()
    {
        var gate = new AppendGate(1, adapts: false, time);
        var first = await gate.Enter();
        var second = gate.Enter().AsTask();
        var third = gate.Enter().AsTask();
        Assert.False(second.IsCompleted || third.IsCompleted);
        first.Dispose();
        first.Dispose();
        var held = await second.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(third.IsCompleted);
        held.Dispose();
        (await third.WaitAsync(TestContext.Current.CancellationToken)).Dispose();
    }

    [Fact]
    public async Task A_write_that_fails_gives_its_place_back()
    {
        var gate = new AppendGate(1, adapts: false, time);
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            using var place = await gate.Enter();
            await place.Use<bool>(() => throw new IOException("gone"));
        });
        using var next = await gate.Enter();
    }

    /// <summary>Rounds of as many appends as have room; each takes as many milliseconds as <paramref name="took"/> says for the others before it.</summary>
    private async Task Load(AppendGate gate, int rounds, Func<int, int> took)
    {
        for (var round = 0; round < rounds; round++)
        {
            var places = new List<AppendGate.Place>();
            while (places.Count < Most)
            {
                var entering = gate.Enter();
                if (entering.IsCompleted)
                {
                    places.Add(await entering);
                    continue;
                }
                // No room: it goes with the next round.
                late.Add(entering.AsTask());
                break;
            }
            await Answer(places, took);
            while (late.Count > 0)
            {
                var place = await late[0].WaitAsync(TestContext.Current.CancellationToken);
                late.RemoveAt(0);
                await Answer([place], took);
            }
        }
    }

    private async Task Answer(List<AppendGate.Place> places, Func<int, int> took)
    {
        var answers = places.ConvertAll(_ => new TaskCompletionSource<bool>());
        var uses = new List<Task<bool>>();
        for (var i = 0; i < places.Count; i++)
            uses.Add(places[i].Use(() => answers[i].Task));
        var begun = time.Now;
        for (var i = 0; i < places.Count; i++)
        {
            // Sent together, answered when their time has come.
            time.Now = begun + took(i);
            answers[i].SetResult(true);
            await uses[i];
            places[i].Dispose();
        }
    }

    private sealed class ByHand : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => Now;
    }
}
