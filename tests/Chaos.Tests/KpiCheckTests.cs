using SalesGrid.Chaos.Oracle;

namespace SalesGrid.Chaos.Tests;

/// <summary>The oracle's own KPIs, on a story worked out by hand.</summary>
public sealed class KpiCheckTests
{
    private const string Facts = """{"name":"n","customerId":"C-1","product":"P","amount":{"minorUnits":12345,"currency":"CNY"},"expectedCloseOn":"2027-03-31"}""";

    /// <summary>One opportunity won for 200.00 after nine days, one open at 123.45 and 20 percent, one open without an amount.</summary>
    private static LedgerImage Story()
    {
        var sketch = new LedgerSketch();
        foreach (var id in (string[])["won", "open", "bare"])
        {
            var facts = id == "bare" ? """{"name":"n"}""" : Facts;
            sketch.Acknowledged($"opportunity/{id}", $"{id}-1", "OpportunityOpened", $"{id}.",
                $$"""{"processId":"key-account","processVersion":1,"stage":"development","probabilityPercent":10,"facts":{{facts}},"attribution":{"ownerId":"S-1","team":"T","region":"R"},"openedOn":"2026-11-01"}""");
        }
        sketch.Acknowledged("opportunity/open", "open-2", "StageAdvanced", null, """{"from":"development","to":"initiation","probabilityPercent":20}""");
        sketch.Acknowledged("opportunity/won", "won-2", "OpportunityWon", "20000", """{"amount":{"minorUnits":20000,"currency":"CNY"},"closedOn":"2026-11-10"}""");
        return LedgerImage.Of([sketch.Records()], new());
    }

    private const string Right = """
        {"rows":[{"opportunities":3,"open":2,"won":1,"lost":0,"wonAmount":200,"winRate":1,"wonCycleDays":9,"openAmount":123.45,"weightedAmount":24.69,"currency":"CNY"}],"watermark":"5"}
        """;

    private const string ByMonth = """
        {"rows":[{"month":"2026-11","opportunities":1,"open":0,"won":1,"lost":0,"wonAmount":200,"winRate":1,"wonCycleDays":9,"openAmount":0,"weightedAmount":0,"currency":"CNY"},
                 {"month":"2027-03","opportunities":1,"open":1,"won":0,"lost":0,"wonAmount":0,"winRate":null,"wonCycleDays":null,"openAmount":123.45,"weightedAmount":24.69,"currency":"CNY"},
                 {"month":null,"opportunities":1,"open":1,"won":0,"lost":0,"wonAmount":0,"winRate":null,"wonCycleDays":null,"openAmount":0,"weightedAmount":0,"currency":null}],"watermark":"5"}
        """;

    [Fact]
    public void What_the_entries_say_is_right()
    {
        var findings = new Findings();
        KpiCheck.Run([new([], null, null, Right), new(["month"], null, null, ByMonth)], Story(), findings);
        Assert.Empty(findings.Kept);
    }

    [Theory]
    [InlineData("\"open\":2", "\"open\":3")]
    [InlineData("\"wonAmount\":200", "\"wonAmount\":200.01")]
    [InlineData("24.69", "24.7")]
    [InlineData("\"winRate\":1", "\"winRate\":0.5")]
    [InlineData("\"wonCycleDays\":9", "\"wonCycleDays\":10")]
    [InlineData("\"currency\":\"CNY\"", "\"currency\":null")]
    [InlineData("\"watermark\":\"5\"", "\"watermark\":\"4\"")]
    public void A_figure_that_is_off_is_noticed(string right, string wrong)
    {
        var findings = new Findings();
        KpiCheck.Run([new([], null, null, Right.Replace(right, wrong, StringComparison.Ordinal))], Story(), findings);
        Assert.Equal([Wrong.Kpi], findings.Counts.Keys);
    }

    [Fact]
    public void A_missing_group_and_one_too_many_are_noticed()
    {
        var findings = new Findings();
        KpiCheck.Run([new(["month"], null, null, ByMonth.Replace("2027-03", "2027-04", StringComparison.Ordinal))], Story(), findings);
        Assert.Equal(2, findings.Counts[Wrong.Kpi]);
    }
}
