namespace SalesGrid.Gateway.Tests;

/// <summary>A gateway that is started from a folder that is not its own.</summary>
public sealed class StartedElsewhereTests : ProcessTestBase
{
    [Fact]
    public async Task The_page_keeps_its_style_the_log_its_levels_and_data_lie_below_the_folder_it_was_started_from()
    {
        await using var gateway = GridProcess.RunFrom(Folder.FullName, "Client.Api", [$"--urls=http://127.0.0.1:{Port}"],
            ("GRID_DATA", "below"), ("GRID_ADMIN_KEY", Gateway.AdminKey));
        await gateway.UntilReady(Port);
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(GridProcess.Root, "Client.Api", "wwwroot", "workbench.css"), TestContext.Current.CancellationToken),
            await Http.GetStringAsync("/workbench.css", TestContext.Current.CancellationToken));
        // The shipped settings let only warnings of the host through.
        Assert.Contains("销售网格 Sales Grid", gateway.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.Hosting.Lifetime", gateway.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Folder.FullName, "below", "ledger.db")));
    }
}
