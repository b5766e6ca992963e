using SalesGrid.Tests.Fixtures;

namespace SalesGrid.Tests.Sending;

public sealed class GridClientTests : IAsyncLifetime
{
    private readonly Workplace place = new();
    private StubGrid grid = null!;

    public async ValueTask InitializeAsync() => grid = await StubGrid.Start();

    public async ValueTask DisposeAsync()
    {
        place.Dispose();
        await grid.DisposeAsync();
    }

    [Theory]
    [InlineData(StubAnswer.DropBefore)]
    [InlineData(StubAnswer.DropAfter)]
    [InlineData(StubAnswer.Unavailable)]
    internal async Task What_goes_unanswered_is_sent_again_and_lands_once(StubAnswer fault)
    {
        // Two of three requests fail: none is lost, none is doubled.
        grid.Plan = number => number % 3 == 0 ? StubAnswer.Normal : fault;
        place.Write("deals.csv", Workplace.Deals(20));
        Assert.Equal(0, await place.Import(grid));
        Assert.Equal(24, grid.Accepted.Count);
        Assert.Equal(20, place.Counted("deals.csv", "accepted"));
        Assert.True(place.Time.Waited > TimeSpan.FromMilliseconds(200));
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("unknown")]
    public async Task What_is_busy_or_unknown_is_sent_again_with_the_same_id(string kind)
    {
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        grid.PutOff = id => seen.AddOrUpdate(id, 1, (_, n) => n + 1) <= 2 ? kind : null;
        Assert.Equal(0, await place.Import(grid));
        Assert.Equal(7, grid.Accepted.Count);
        Assert.All(seen.Values, times => Assert.Equal(3, times));
    }

    [Fact]
    public async Task Patience_ends_in_a_bounded_time_and_says_how_far_it_got()
    {
        grid.Plan = number => number <= 2 ? StubAnswer.Normal : StubAnswer.Unavailable;
        Assert.Equal(1, await place.Import(grid, "--parallel", "1", "--patience", "30"));
        Assert.Equal(TimeSpan.FromSeconds(30), place.Time.Waited);
        Assert.Contains("4 rows are confirmed", place.Errors, StringComparison.Ordinal);
        Assert.Contains("HTTP 503", place.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Putting_off_everything_for_ever_ends_too()
    {
        grid.PutOff = _ => "busy";
        Assert.Equal(1, await place.Import(grid, "--parallel", "1", "--patience", "5"));
        Assert.Equal(TimeSpan.FromSeconds(5), place.Time.Waited);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_in_the_language_asked_for()
    {
        await grid.DisposeAsync();
        Assert.Equal(1, await place.Run("verify", "--server", "http://127.0.0.1:9", "--patience", "3", "--lang", "zh"));
        Assert.Contains("服务器没有回答", place.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_command_that_cannot_be_read_does_not_spoil_the_others()
    {
        place.Write("customers.csv", "name\nAcme Corporation\nunreadable\nGekko & Co\nOther\n");
        Assert.Equal(2, await place.Import(grid, "--batch", "10"));
        Assert.Equal(2 + 3 + 3, grid.Accepted.Count);
        Assert.Contains("customers.csv,3,unreadable,invalid,读不懂,cannot be read,unreadable", place.Rejects());
    }

    [Fact]
    public async Task A_wrong_key_ends_at_once()
    {
        Assert.Equal(1, await place.Import(grid, "--key", "wrong"));
        Assert.Contains("does not take the key", place.Errors, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, place.Time.Waited);
    }
}
