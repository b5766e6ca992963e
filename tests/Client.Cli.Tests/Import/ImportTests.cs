using System.Text;
using SalesGrid.Tests.Fixtures;

namespace SalesGrid.Tests.Import;

public sealed class ImportTests : IAsyncLifetime
{
    private readonly Workplace place = new();
    private StubGrid grid = null!;

    public async ValueTask InitializeAsync() => grid = await StubGrid.Start();

    public async ValueTask DisposeAsync()
    {
        place.Dispose();
        await grid.DisposeAsync();
    }

    [Fact]
    public async Task Good_rows_go_in_as_the_mapping_says()
    {
        Assert.Equal(0, await place.Import(grid));
        Assert.Equal(7, grid.Accepted.Count);
        var deal = grid.Accepted["opportunity/D1"];
        Assert.Equal(
            """{"type":"opportunity.import","id":"D1","body":{"ownerId":"Moses Frase","status":"won","stage":"implementation","openedOn":"2030-01-02","closedOn":"2030-02-03","source":"test","customerId":"Gekko and Co","product":"GTX Pro","amount":{"amount":1001.5,"currency":"CNY"}}}""",
            Without(deal, "commandId"));
        Assert.False(File.Exists(place.StatePath));
        Assert.Empty(place.Rejects());
    }

    [Fact]
    public async Task Running_it_again_changes_nothing_and_says_so()
    {
        await place.Import(grid);
        Assert.Equal(0, await place.Import(grid));
        Assert.Equal(7, grid.Accepted.Count);
        Assert.Equal((3, 3, 0), (place.Counted("deals.csv", "accepted"), place.Counted("deals.csv", "alreadyThere"), place.Counted("deals.csv", "rejected")));
    }

    [Fact]
    public async Task A_row_that_changed_since_is_rejected_and_changes_nothing()
    {
        await place.Import(grid);
        place.Write("deals.csv", Workplace.Deals().Replace("D2,Moses Frase", "D2,Li Na", StringComparison.Ordinal));
        Assert.Equal(2, await place.Import(grid));
        var rejected = Assert.Single(place.Rejects());
        Assert.StartsWith("deals.csv,3,D2,CP-OPP-02,", rejected, StringComparison.Ordinal);
        Assert.Contains("与此行不同", rejected, StringComparison.Ordinal);
        Assert.Contains("other content than this row", rejected, StringComparison.Ordinal);
        Assert.Equal("Moses Frase", (string?)grid.Accepted["opportunity/D2"]["body"]!["ownerId"]);
    }

    [Theory]
    [InlineData("D9,Moses Frase,Gekko & Co,X,Won,abc,2030-01-02,2030-02-03", "IMP-ROW-08")]
    [InlineData("D9,Moses Frase,Gekko & Co,X,Won,1.234,2030-01-02,2030-02-03", "IMP-ROW-10")]
    [InlineData("D9,Moses Frase,Gekko & Co,X,Won,5,02.01.2030,2030-02-03", "IMP-ROW-07")]
    [InlineData("D9,Moses Frase,Gekko & Co,X,Maybe,5,2030-01-02,2030-02-03", "IMP-ROW-09")]
    [InlineData("D9,Nobody,Gekko & Co,X,Won,5,2030-01-02,2030-02-03", "IMP-ROW-06")]
    [InlineData("D9,Moses Frase,Unheard Of,X,Won,5,2030-01-02,2030-02-03", "IMP-ROW-06")]
    [InlineData("D9,,Gekko & Co,X,Won,5,2030-01-02,2030-02-03", "IMP-ROW-05")]
    [InlineData(",Moses Frase,Gekko & Co,X,Won,5,2030-01-02,2030-02-03", "IMP-ROW-05")]
    [InlineData("D#9,Moses Frase,Gekko & Co,X,Won,5,2030-01-02,2030-02-03", "IMP-ROW-03")]
    [InlineData("D1,Li Na,Gekko & Co,X,Won,5,2030-01-02,2030-02-03", "IMP-ROW-04")]
    [InlineData("d1,Li Na,Gekko & Co,X,Won,5,2030-01-02,2030-02-03", "IMP-ROW-04")]
    [InlineData("D9,Moses Frase,Gekko & Co,X,Won,5,2030-01-02", "IMP-ROW-02")]
    [InlineData("D9,Moses \"M\" Frase,Gekko & Co,X,Won,5,2030-01-02,2030-02-03", "IMP-ROW-01")]
    public async Task A_row_that_cannot_go_in_is_rejected_with_its_line_and_reason(string row, string point)
    {
        place.Write("deals.csv", Workplace.Deals() + row + "\nD4,Li Na,,X,New,,,\n");
        Assert.Equal(2, await place.Import(grid));
        var rejected = Assert.Single(place.Rejects());
        Assert.StartsWith("deals.csv,5,", rejected, StringComparison.Ordinal);
        Assert.Contains($",{point},", rejected, StringComparison.Ordinal);
        Assert.EndsWith('"' + row.Replace("\"", "\"\"", StringComparison.Ordinal) + '"', rejected, StringComparison.Ordinal);
        Assert.True(grid.Accepted.ContainsKey("opportunity/D4"));
        Assert.Equal((5, 3, 1, 1), (place.Counted("deals.csv", "read"), place.Counted("deals.csv", "accepted"),
            place.Counted("deals.csv", "acceptedWithWarning"), place.Counted("deals.csv", "rejected")));
        var warnings = place.Summary("deals.csv").GetProperty("warnings");
        Assert.Equal((1, 1), (warnings.GetProperty("missing customerId").GetInt32(), warnings.GetProperty("missing openedOn").GetInt32()));
    }

    [Fact]
    public async Task What_rows_name_is_made_where_it_is_missing_only_if_the_mapping_says_so()
    {
        grid.HasCatalogue = true;
        Assert.Equal(2, await place.Import(grid));
        // Row by row, with the control point and the name at fault.
        Assert.All(place.Rejects(), r => Assert.Contains(",CP-PROD-13,", r, StringComparison.Ordinal));
        Assert.Contains(place.Rejects(), r => r.StartsWith("deals.csv,2,D1,", StringComparison.Ordinal) && r.Contains("GTX Pro", StringComparison.Ordinal));
        grid.Reset("ledger-2");
        place.ChangeMapping("\"id\": \"id\",", "\"id\": \"id\", \"create\": [\"product\"],");
        Assert.Equal(0, await place.Import(grid));
        Assert.Equal("""{"nameZh":"GTX Pro","nameEn":"GTX Pro","source":"test"}""", grid.Accepted["product/GTXPRO"]["body"]!.ToJsonString());
        Assert.Equal("GTX Pro", (string?)grid.Accepted["product/GTXPRO"]["id"]);
        Assert.Equal(grid.Accepted.Keys.Count(k => k.StartsWith("product/", StringComparison.Ordinal)), place.Counted("deals.csv: product", "accepted"));
        // Once more: everything is there, and nothing changes.
        Assert.Equal(0, await place.Import(grid));
        Assert.Equal(place.Counted("deals.csv: product", "read"), place.Counted("deals.csv: product", "alreadyThere"));
    }

    [Fact]
    public async Task What_somebody_else_made_is_there_and_no_reason_to_reject_anything()
    {
        grid.HasCatalogue = true;
        grid.Put("product/GTXPRO");
        place.ChangeMapping("\"id\": \"id\",", "\"id\": \"id\", \"create\": [\"product\"],");
        Assert.Equal(0, await place.Import(grid));
        Assert.Equal((0, 1), (place.Counted("deals.csv: product", "rejected"), place.Counted("deals.csv: product", "alreadyThere")));
    }

    [Fact]
    public async Task A_name_is_made_once_however_the_rows_write_it_and_not_at_all_where_it_can_be_no_code()
    {
        place.Write("mapping.json", Workplace.Mapping
            .Replace("\"id\": \"id\",", "\"id\": \"id\", \"create\": [\"product\", \"channel\"],", StringComparison.Ordinal)
            .Replace("\"amount\": \"amount\",", "\"amount\": \"amount\", \"channel\": { \"constant\": \"Direct\" },", StringComparison.Ordinal));
        place.Write("deals.csv", Workplace.Deals() + "D8,Li Na,,gtxpro,New,,2030-01-02,\nD9,Li Na,,what/ever,New,,2030-01-02,\n");
        Assert.Equal(2, await place.Import(grid));
        Assert.Single(grid.Accepted.Keys, k => k == "product/GTXPRO");
        Assert.Contains(",IMP-ROW-11,", Assert.Single(place.Rejects()), StringComparison.Ordinal);
        Assert.StartsWith("deals.csv: product,6,what/ever,", Assert.Single(place.Rejects()), StringComparison.Ordinal);
        Assert.Equal("""{"nameZh":"Direct","nameEn":"Direct","source":"test","kind":"direct"}""", grid.Accepted["channel/DIRECT"]["body"]!.ToJsonString());
        Assert.True(grid.Accepted.ContainsKey("opportunity/D9"));
    }

    [Fact]
    public async Task The_rejects_file_opens_in_a_spreadsheet()
    {
        place.Write("deals.csv", Workplace.Deals() + "D9,Nobody,,X,New,,,\n");
        await place.Import(grid);
        Assert.Equal(Encoding.UTF8.GetPreamble(), File.ReadAllBytes(place.RejectsPath)[..3]);
    }

    [Fact]
    public async Task A_customer_nobody_knows_may_be_left_out_by_policy()
    {
        place.ChangeMapping("\"lookup\": \"customers\"", "\"lookup\": \"customers\", \"whenUnknown\": \"warn\"");
        place.Write("deals.csv", Workplace.Deals() + "D9,Li Na,Unheard Of,X,New,,2030-01-02,\n");
        Assert.Equal(0, await place.Import(grid));
        Assert.Equal(1, place.Summary("deals.csv").GetProperty("warnings").GetProperty("unknown customerId").GetInt32());
        Assert.Null(grid.Accepted["opportunity/D9"]["body"]!["customerId"]);
    }

    [Fact]
    public async Task Files_of_a_Chinese_spreadsheet_go_in()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var gb = Encoding.GetEncoding("GB18030");
        place.Write("people.csv", "name;team;region\r\n王芳;一部;华东\r\n", gb);
        place.Write("customers.csv", "name\r\n宁波瑞峰有限公司\r\n", gb);
        place.Write("deals.csv", "id;owner;customer;product;stage;amount;opened;closed\r\n商机一;王芳;宁波瑞峰有限公司;网关;Won;¥ 1,000;2030-01-02;2030-02-03\r\n", gb);
        Assert.Equal(0, await place.Import(grid, "--lang", "zh"));
        Assert.Equal("宁波瑞峰有限公司", (string?)grid.Accepted["opportunity/商机一"]["body"]!["customerId"]);
        Assert.Contains("已接受", place.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_checks_everything_and_sends_nothing()
    {
        place.Write("deals.csv", Workplace.Deals() + "D9,Nobody,,X,New,,,\n");
        Assert.Equal(2, await place.Import(grid, "--dry-run"));
        Assert.Equal(0, grid.Requests);
        Assert.Single(place.Rejects());
    }

    [Fact]
    public async Task A_mapping_that_does_not_fit_the_folder_stops_before_anything_is_sent()
    {
        place.ChangeMapping("\"amount\": \"amount\"", "\"amount\": \"Amuont\"");
        File.Move(place.At("customers.csv"), place.At("customer.csv"));
        Assert.Equal(1, await place.Import(grid));
        Assert.Contains("deals.csv: there is no column 'Amuont'; did you mean amount?", place.Errors, StringComparison.Ordinal);
        Assert.Contains("the folder has no customers.csv; did you mean customer.csv?", place.Errors, StringComparison.Ordinal);
        Assert.Equal(0, grid.Requests);
    }

    [Fact]
    public async Task A_column_that_is_there_twice_cannot_be_meant()
    {
        place.Write("people.csv", "name,team,team,region,x,x\nMoses Frase,a,b,Central,1,2\n");
        Assert.Equal(1, await place.Import(grid));
        Assert.Contains("people.csv: there are two columns 'team'.", place.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("'x'", place.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import")]
    [InlineData("import", ".", "--mapping", "no-such-file.json")]
    [InlineData("import", ".", "--mapping", "x", "--server", "not-an-address")]
    [InlineData("import", ".", "--mapping", "x", "--batch", "0")]
    [InlineData("demo", "--count", "0")]
    [InlineData("demo", "--count", "5", "--today", "yesterday")]
    [InlineData("no-such-command")]
    public async Task Wrong_usage_ends_with_1(params string[] args) => Assert.Equal(1, await place.Run(args));

    private static string Without(System.Text.Json.Nodes.JsonObject command, string name)
    {
        var copy = command.DeepClone().AsObject();
        copy.Remove(name);
        return copy.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
