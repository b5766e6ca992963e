using SalesGrid.Tests.Fixtures;

namespace SalesGrid.Tests.Import;

public sealed class ResumeTests : IAsyncLifetime
{
    // Two rows a request: one of people, one of customers, then the opportunities.
    private const int DealRequests = 20;

    private readonly Workplace place = new();
    private StubGrid grid = null!;

    public async ValueTask InitializeAsync()
    {
        grid = await StubGrid.Start();
        // Every tenth row is rejected, so that the rejects file has something to lose.
        place.Write("deals.csv", string.Join('\n', Workplace.Deals(40).Split('\n').Select((row, i) => i % 10 == 5 ? row.Replace("Moses Frase", "Nobody", StringComparison.Ordinal) : row)));
    }

    public async ValueTask DisposeAsync()
    {
        place.Dispose();
        await grid.DisposeAsync();
    }

    [Fact]
    public async Task A_stopped_import_goes_on_where_it_was()
    {
        await StopAfter(7);
        var before = grid.Accepted.Count;
        Assert.InRange(before, 5, 20);
        Assert.Contains("Run the same command again: it continues from there.", place.Errors, StringComparison.Ordinal);

        grid.Plan = _ => StubAnswer.Normal;
        var requests = grid.Requests;
        Assert.Equal(2, await place.Import(grid, "--parallel", "1"));
        Assert.True(grid.Requests - requests < DealRequests, "It sent rows again that were confirmed.");
        Assert.Equal(2 + 2 + 36, grid.Accepted.Count);
        Assert.Equal((40, 36, 4), (place.Counted("deals.csv", "read"), place.Counted("deals.csv", "accepted"), place.Counted("deals.csv", "rejected")));
    }

    [Fact]
    public async Task The_rejects_file_is_the_same_as_without_a_stop()
    {
        await place.Import(grid);
        var whole = File.ReadAllText(place.RejectsPath);
        grid.Reset("ledger-2");
        await StopAfter(9);
        // What a killed process wrote after its last recorded row is cut off.
        File.AppendAllText(place.RejectsPath, "torn,");
        grid.Plan = _ => StubAnswer.Normal;
        await place.Import(grid);
        Assert.Equal(whole, File.ReadAllText(place.RejectsPath));
    }

    [Fact]
    public async Task A_new_grid_at_the_same_address_gets_every_row()
    {
        await StopAfter(7);
        grid.Reset("ledger-2");
        grid.Plan = _ => StubAnswer.Normal;
        Assert.Equal(2, await place.Import(grid));
        Assert.Equal(2 + 2 + 36, grid.Accepted.Count);
        Assert.Equal(0, place.Counted("deals.csv", "alreadyThere"));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("mapping")]
    [InlineData("restart")]
    [InlineData("torn state")]
    [InlineData("no rejects")]
    [InlineData("no ledger id")]
    public async Task A_state_that_does_not_fit_starts_at_the_first_row(string change)
    {
        await StopAfter(7);
        var before = grid.Requests;
        grid.Plan = _ => StubAnswer.Normal;
        switch (change)
        {
            case "file":
                File.AppendAllText(place.At("deals.csv"), "D99,Li Na,,X,New,,,\n");
                break;
            case "mapping":
                File.AppendAllText(place.At("mapping.json"), "\n");
                break;
            case "torn state":
                File.WriteAllText(place.StatePath, "{\"ledger\":");
                break;
            case "no rejects":
                File.Delete(place.RejectsPath);
                break;
            case "no ledger id":
                grid.LedgerId = null;
                break;
        }
        Assert.Equal(2, await place.Import(grid, change == "restart" ? ["--restart"] : []));
        Assert.Equal(2 + DealRequests, grid.Requests - before + (change == "file" ? -1 : 0) + 2);
        Assert.True(place.Counted("deals.csv", "alreadyThere") > 0);
        Assert.Equal(4, place.Rejects().Length);
    }

    private async Task StopAfter(int requests)
    {
        grid.Plan = number => number <= requests ? StubAnswer.Normal : StubAnswer.DropBefore;
        Assert.Equal(1, await place.Import(grid, "--parallel", "1", "--patience", "10"));
        Assert.True(File.Exists(place.StatePath));
    }
}
