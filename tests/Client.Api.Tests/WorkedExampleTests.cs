namespace SalesGrid.Gateway.Tests;

/// <summary>The worked example of the documentation, sent as it is written, against a gateway with the keys it names.</summary>
public sealed class WorkedExampleTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_key_account_goes_from_the_first_call_to_the_signed_contract_as_the_example_says()
    {
        var requests = await WorkedExample.ReadFile("key-account.http");
        await using var gateway = await WorkedExample.Start();
        var wrong = await WorkedExample.Play(gateway, requests);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        var points = requests.Select(r => r.ControlPoint).OfType<string>().Distinct().Count();
        output.WriteLine($"{requests.Count} requests, {points} control points");
        Assert.True(requests.Count > 100 && points > 30, $"{requests.Count} requests meet {points} control points.");
    }

    [Fact]
    public async Task Nine_people_with_accounts_of_their_own_do_what_is_theirs_and_nothing_else_as_the_example_says()
    {
        var requests = await WorkedExample.ReadFile("accounts.http");
        await using var gateway = await Gateway.Start();
        var wrong = await WorkedExample.Play(gateway, requests);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(requests.Select(r => r.Headers[0].Value).Distinct().Count() >= 10);
    }

    [Theory]
    [InlineData("# expect 422 CP-AUTH-01", "# expect 422 CP-AUTH-02", "CP-AUTH-01")]
    [InlineData("# expect 422 CP-AUTH-01", "# expect 200", "422")]
    [InlineData("# shows total = 1", "# shows total = 2", "total")]
    public async Task An_example_that_says_what_is_not_so_is_found_out(string written, string instead, string named)
    {
        const string example = """
            @host = http://127.0.0.1:5080
            @people = example-key-people-0123456789
            @rep = example-key-rep-0123456789
            ###
            # expect 201
            POST {{host}}/api/salespeople
            Authorization: Bearer {{people}}
            Content-Type: application/json

            {"id": "S-101", "name": "王芳", "team": "East 1", "region": "East"}
            ###
            # expect 422 CP-AUTH-01
            POST {{host}}/api/salespeople/S-101/grant-authority
            Authorization: Bearer {{rep}}
            Content-Type: application/json

            {"grade": "senior"}
            ###
            # expect 200
            # shows total = 1
            GET {{host}}/api/salespeople
            Authorization: Bearer {{rep}}
            """;
        await using var gateway = await WorkedExample.Start();
        Assert.Empty(await WorkedExample.Play(gateway, WorkedExample.Read(example)));
        await using var another = await WorkedExample.Start();
        var wrong = Assert.Single(await WorkedExample.Play(another, WorkedExample.Read(example.Replace(written, instead, StringComparison.Ordinal))));
        Assert.Contains(named, wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_does_not_say_what_to_expect_is_no_example()
    {
        Assert.Throws<FormatException>(() => WorkedExample.Read("###\nGET {{host}}/api/kpis\n"));
        Assert.Throws<FormatException>(() => WorkedExample.Read("###\n# expect 200\nGET {{nowhere}}/api/kpis\n"));
    }
}
