using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;
using SalesGrid.Gateway.Grid;
using SalesGrid.Kpis;
using SalesGrid.Ledger;

namespace SalesGrid.Gateway.Tests;

/// <summary>What a caller of the gateway sees while silos come and go. The clock is the test's.</summary>
public sealed class RetryTests
{
    private static readonly Envelope Command = new("the-command", "tester");
    private static readonly Receipt Accepted = new("opportunity/O1", 1, 0, 1, Replayed: false, null);

    private readonly FakeTimeProvider time = new();
    private int calls;

    public static TheoryData<Exception> PassingFailures =>
    [
        new TimeoutException(), new SiloUnavailableException(), new OrleansException("the message was rejected"), new LedgerUnavailableException("x"),
    ];

    [Theory, MemberData(nameof(PassingFailures))]
    public async Task A_command_whose_silo_went_away_is_sent_again_under_the_same_id_and_its_caller_sees_success(Exception failure)
    {
        var receipt = await Passing(Send(sent =>
        {
            Assert.Same(Command, sent);
            return calls < 3 ? throw failure : Accepted;
        }));
        Assert.Equal((Accepted, 3), (receipt, calls));
    }

    [Fact]
    public void An_answer_that_lacks_what_was_acknowledged_is_asked_for_again()
    {
        var acknowledged = new Acknowledged();
        Assert.Equal(0, acknowledged.Of(5));
        foreach (var seq in new[] { 58, 60, 0, 59 })
            acknowledged.Note(new("opportunity/O", 1, 5, seq, Replayed: false, null));
        Assert.Equal((60, 0), (acknowledged.Of(5), acknowledged.Of(4)));
        var old = new KpiPartial(5, 56, null, []);
        Assert.True(Retries.IsPassing(Assert.Throws<LedgerUnavailableException>(() => Acknowledged.Current(old, acknowledged.Of(5)))));
        Assert.Same(old, Acknowledged.Current(old, 56));
        Assert.Equal(7, Acknowledged.Current(7, 60));
    }

    [Fact]
    public async Task A_command_whose_bucket_was_moving_is_sent_again()
    {
        var moving = Accepted with { Refusal = ControlPoints.BucketMustBeSettled.Refuse() };
        Assert.Equal(Accepted, await Passing(Send(_ => calls < 2 ? moving : Accepted)));
    }

    [Fact]
    public async Task A_full_grid_is_not_asked_again_at_once()
    {
        var full = Accepted with { Refusal = ControlPoints.GridMustHaveRoom.Refuse() };
        Assert.Equal(full, await Passing(Send(_ => full)));
        await Assert.ThrowsAsync<LimitExceededException>(() => Passing(Send(_ => throw new LimitExceededException("requests", 1, 1, ""))));
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_bug_is_not_tried_again()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => Passing(Send(_ => throw new InvalidDataException())));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task At_the_deadline_the_caller_is_told_that_the_outcome_is_not_known()
    {
        var started = time.GetTimestamp();
        var failure = await Assert.ThrowsAsync<GridUnavailableException>(() => Passing(Send(_ => throw new SiloUnavailableException())));
        Assert.IsType<SiloUnavailableException>(failure.InnerException);
        Assert.InRange(time.GetElapsedTime(started), TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(15));
        Assert.InRange(calls, 10, 20);
    }

    [Fact]
    public async Task An_attempt_that_is_never_answered_ends_at_the_deadline()
    {
        var started = time.GetTimestamp();
        var never = new TaskCompletionSource<Receipt>();
        var sent = Call((_, _) => ++calls == 1 ? throw new TimeoutException() : never.Task, CancellationToken.None);
        await Assert.ThrowsAsync<GridUnavailableException>(() => Passing(sent));
        Assert.InRange(time.GetElapsedTime(started), TimeSpan.FromSeconds(14.9), TimeSpan.FromSeconds(16));
    }

    [Fact]
    public async Task Nobody_goes_on_for_a_caller_who_has_gone()
    {
        using var gone = new CancellationTokenSource();
        var sent = Send(_ => throw new TimeoutException(), gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Passing(sent));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task What_is_answered_at_the_first_attempt_costs_nothing_more()
    {
        if (typeof(Retries).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
            Assert.Skip("A Debug build makes an object of every asynchronous call; run this one with -c Release.");
        var answered = Task.FromResult(Accepted);
        var retries = Build();
        await Many(1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await Many(10_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);

        async ValueTask Many(int count)
        {
            for (var i = 0; i < count; i++)
                await retries.Call(answered, Command, static (answer, _) => answer, CancellationToken.None);
        }
    }

    private Task<Receipt> Send(Func<Envelope, Receipt> grain, CancellationToken gone = default) => Call((_, sent) =>
    {
        calls++;
        try
        {
            return Task.FromResult(grain(sent));
        }
        catch (Exception e)
        {
            return Task.FromException<Receipt>(e);
        }
    }, gone);

    private Task<Receipt> Call(Func<string, Envelope, Task<Receipt>> call, CancellationToken gone) =>
        Build().Call("O1", Command, call, gone).AsTask();

    private Retries Build() => new(new RetrySettings(), time, NullLogger<Retries>.Instance);

    /// <summary>Lets time pass until there is an answer.</summary>
    private async Task<Receipt> Passing(Task<Receipt> sent)
    {
        while (!sent.IsCompleted)
        {
            await Task.Yield();
            time.Advance(TimeSpan.FromMilliseconds(1));
        }
        return await sent;
    }
}
