using SalesGrid.Tests.Fixtures;

namespace SalesGrid.Tests.Import;

/// <summary>The acceptance data: <c>GRID_TEST_DATA/crm</c>, else <c>shared/data/crm</c> beside the repository. It is not part of it.</summary>
public sealed class CrmDataTests
{
    [Fact]
    public async Task The_CRM_data_folds_to_its_totals()
    {
        if (Find() is not { } folder)
        {
            Assert.Skip("No CRM data: set GRID_TEST_DATA to the folder that holds crm/.");
            return;
        }
        using var place = new Workplace();
        await using var grid = await StubGrid.Start();
        var mapping = Path.Combine(AppContext.BaseDirectory, "samples", "crm.json");
        Assert.Equal(0, await place.Run("import", folder, "--mapping", mapping, "--server", grid.Url, "--key", "key-for-tests",
            "--state", place.StatePath, "--rejects", place.RejectsPath, "--summary", place.At("summary.json")));

        var office = grid.Accepted.Where(a => a.Key.StartsWith("person/", StringComparison.Ordinal))
            .ToDictionary(a => (string)a.Value["id"]!, a => (string)a.Value["body"]!["region"]!);
        var deals = grid.Accepted.Where(a => a.Key.StartsWith("opportunity/", StringComparison.Ordinal)).Select(a => a.Value["body"]!.AsObject()).ToArray();
        var won = deals.Where(d => (string)d["status"]! == "won").ToArray();
        Assert.Equal(35, office.Count);
        Assert.Equal(85, grid.Accepted.Keys.Count(k => k.StartsWith("customer/", StringComparison.Ordinal)));
        Assert.Equal((8_800, 4_238, 2_473, 2_089), (deals.Length, won.Length, deals.Count(d => (string)d["status"]! == "lost"), deals.Count(d => (string)d["status"]! == "open")));
        Assert.Equal(10_005_534m, won.Sum(d => (decimal)d["amount"]!["amount"]!));
        Assert.Equal([("Central", 3_346_293m), ("East", 3_090_594m), ("West", 3_568_647m)],
            won.GroupBy(d => office[(string)d["ownerId"]!]).Select(g => (g.Key, g.Sum(d => (decimal)d["amount"]!["amount"]!))).Order());
        var cycle = won.Average(d => DateOnly.Parse((string)d["closedOn"]!, null).DayNumber - DateOnly.Parse((string)d["openedOn"]!, null).DayNumber);
        Assert.Equal(51.78, cycle, 2);

        Assert.Equal((7_212, 1_588, 0), (place.Counted("sales_pipeline.csv", "accepted"), place.Counted("sales_pipeline.csv", "acceptedWithWarning"), place.Counted("sales_pipeline.csv", "rejected")));
        Assert.DoesNotContain(deals, d => (string)d["product"]! == "GTXPro");
        Assert.DoesNotContain(grid.Accepted.Values, c => (string?)c["body"]!["sector"] == "technolgy");
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("GRID_TEST_DATA") is { Length: > 0 } given)
            return Existing(Path.Combine(given, "crm"));
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Sales.Grid.sln")))
                return Existing(Path.Combine(at.FullName, "..", "shared", "data", "crm"));
        }
        return null;
    }

    private static string? Existing(string folder) => Directory.Exists(folder) ? folder : null;
}
