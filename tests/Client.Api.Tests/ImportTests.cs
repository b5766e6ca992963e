using System.Text.Json;

namespace SalesGrid.Gateway.Tests;

/// <summary>Import through the command line against a real gateway process, killed in the middle of it too.</summary>
public sealed class ImportTests : ProcessTestBase
{
    private string Data => Directory.CreateDirectory(Path.Combine(Folder.FullName, "grid")).FullName;

    [Fact]
    public async Task The_crm_data_comes_in_exactly_and_a_second_run_changes_nothing()
    {
        var source = CrmData();
        await using var gateway = await GridProcess.Gateway(Port, Data);
        await Import(source, CrmMapping, 0);
        await CheckCrm();
        await Import(source, CrmMapping, 0, "--restart");
        await CheckCrm();
    }

    [Fact]
    public async Task A_gateway_killed_in_the_middle_of_the_crm_import_loses_nothing()
    {
        var source = CrmData();
        await KillDuring(source, CrmMapping, killWhen: 2_000);
        await CheckCrm();
    }

    [Fact]
    public async Task A_gateway_killed_in_the_middle_of_any_import_loses_nothing()
    {
        var source = Path.Combine(Folder.FullName, "demo");
        await using (var demo = GridProcess.Run("Client.Cli", ["demo", "--count", "6000", "--seed", "417", "--today", "2026-11-01", "--out", source]))
            Assert.True(await demo.Exit() == 0, demo.Output);
        await KillDuring(source, Directory.GetFiles(source, "*.json").Single(), killWhen: 500);
        Assert.Equal(6000, (await Row("/api/kpis")).GetProperty("opportunities").GetInt64());
    }

    private static string CrmMapping => Path.Combine(GridProcess.Root, "samples", "import", "crm.json");

    private static string CrmData()
    {
        var data = Environment.GetEnvironmentVariable("GRID_TEST_DATA") ?? Path.Combine(GridProcess.Root, "..", "shared", "data");
        var crm = Path.Combine(data, "crm");
        if (!Directory.Exists(crm))
            Assert.Skip("The CRM data set is not here; set GRID_TEST_DATA to the folder that holds crm/.");
        return crm;
    }

    private async Task KillDuring(string source, string mapping, long killWhen)
    {
        var first = await GridProcess.Gateway(Port, Data);
        // Small requests one after the other: as fast as it can, it is over before anybody has looked.
        await using var import = Cli(source, mapping, ["--batch", "20", "--parallel", "1"]);
        using (var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20)))
        {
            while (await tick.WaitForNextTickAsync() && (await Row("/api/kpis")).GetProperty("opportunities").GetInt64() < killWhen)
                Assert.False(import.HasExited, import.Output);
        }
        // In the middle of it, or this test shows nothing.
        Assert.False(import.HasExited, import.Output);
        await first.Kill();
        await using var second = await GridProcess.Gateway(Port, Data);
        // The import waits for the grid to come back, or says how far it got; either way running it again completes it.
        await import.Exit();
        await Import(source, mapping, 0);
        var verdict = JsonElement.Parse(await Http.GetStringAsync("/api/ledger/verify"));
        Assert.True(verdict.GetProperty("ok").GetBoolean(), verdict.ToString());
        await second.Kill();

        // And once more from what is on disk alone.
        await using var third = await GridProcess.Gateway(Port, Data);
        verdict = JsonElement.Parse(await Http.GetStringAsync("/api/ledger/verify"));
        Assert.True(verdict.GetProperty("ok").GetBoolean(), verdict.ToString());
        await Import(source, mapping, 0);
        // Checked by the caller while this gateway is gone would be too late: keep the figures it compares.
        last = await Http.GetStringAsync("/api/kpis");
        byRegion = await Http.GetStringAsync("/api/kpis?groupBy=region");
    }

    private string? last;
    private string? byRegion;

    private async Task<JsonElement> Row(string path) =>
        JsonElement.Parse(path == "/api/kpis" && last is not null ? last : await Http.GetStringAsync(path)).GetProperty("rows")[0];

    private async Task CheckCrm()
    {
        var row = await Row("/api/kpis");
        Assert.Equal((8800, 4238, 2473, 2089), (Count(row, "opportunities"), Count(row, "won"), Count(row, "lost"), Count(row, "open")));
        Assert.Equal(10_005_534m, row.GetProperty("wonAmount").GetDecimal());
        Assert.Equal(0.6315, row.GetProperty("winRate").GetDouble(), 4);
        Assert.Equal(51.78, row.GetProperty("wonCycleDays").GetDouble(), 2);
        var regions = JsonElement.Parse(byRegion ?? await Http.GetStringAsync("/api/kpis?groupBy=region")).GetProperty("rows").EnumerateArray()
            .ToDictionary(r => r.GetProperty("region").GetString()!, r => r.GetProperty("wonAmount").GetDecimal());
        Assert.Equal(new() { ["Central"] = 3_346_293m, ["East"] = 3_090_594m, ["West"] = 3_568_647m }, regions);
    }

    private static long Count(JsonElement row, string name) => row.GetProperty(name).GetInt64();

    private async Task Import(string source, string mapping, int expectedExit, params string[] options)
    {
        await using var import = Cli(source, mapping, options);
        Assert.True(await import.Exit() == expectedExit, import.Output);
    }

    private GridProcess Cli(string source, string mapping, string[] options) => GridProcess.Run("Client.Cli",
        ["import", source, "--mapping", mapping, "--server", $"http://127.0.0.1:{Port}", "--lang", "en",
            "--state", Path.Combine(Folder.FullName, "import-state.json"), "--rejects", Path.Combine(Folder.FullName, "rejects.csv"), .. options],
        ("GRID_ADMIN_KEY", Gateway.AdminKey));
}
