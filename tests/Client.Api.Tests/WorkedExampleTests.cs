using System.Globalization;
using System.Text;
using System.Text.Json;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>The worked example of the documentation, sent as it is written, against a gateway with the keys it names.</summary>
public sealed class WorkedExampleTests(ITestOutputHelper output)
{
    private static string Folder => Path.Combine(GridProcess.FindRoot(), "docs", "examples");

    [Fact]
    public async Task A_key_account_goes_from_the_first_call_to_the_signed_contract_as_the_example_says()
    {
        var requests = Read(await File.ReadAllTextAsync(Path.Combine(Folder, "key-account.http"), TestContext.Current.CancellationToken));
        await using var gateway = await Start();
        var wrong = await Play(gateway, requests);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        var points = requests.Select(r => r.ControlPoint).OfType<string>().Distinct().Count();
        output.WriteLine($"{requests.Count} requests, {points} control points");
        Assert.True(requests.Count > 100 && points > 30, $"{requests.Count} requests meet {points} control points.");
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
        await using var gateway = await Start();
        Assert.Empty(await Play(gateway, Read(example)));
        await using var another = await Start();
        var wrong = Assert.Single(await Play(another, Read(example.Replace(written, instead, StringComparison.Ordinal))));
        Assert.Contains(named, wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_does_not_say_what_to_expect_is_no_example()
    {
        Assert.Throws<FormatException>(() => Read("###\nGET {{host}}/api/kpis\n"));
        Assert.Throws<FormatException>(() => Read("###\n# expect 200\nGET {{nowhere}}/api/kpis\n"));
    }

    private static IReadOnlyList<HttpFileRequest> Read(string text) => HttpFile.Read(text, TimeProvider.System.GetUtcNow());

    /// <summary>A gateway with the keys of the example, as its configuration gives them.</summary>
    private static async Task<Gateway> Start()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Folder, "key-account.env"), TestContext.Current.CancellationToken);
        return await Gateway.Start(null, [.. lines.Where(l => l.Length > 0 && l[0] != '#').Select(l => "--" + l.Replace("__", ":", StringComparison.Ordinal))]);
    }

    /// <summary>Sends the requests in order and answers what was not as it should be; what follows a wrong answer is not sent.</summary>
    private static async Task<List<string>> Play(Gateway gateway, IReadOnlyList<HttpFileRequest> requests)
    {
        var wrong = new List<string>();
        foreach (var request in requests)
        {
            var answer = await Send(gateway, request);
            if ((int)answer.Status != request.Status || (request.ControlPoint is { } point && answer.ControlPoint != point))
                wrong.Add($"line {request.Line}: {request.Method} {request.Path}: expected {request.Status} {request.ControlPoint}, got {(int)answer.Status} {answer.Text}");
            else if (NotShown(request, answer) is { } missing && !await IsShownLater(gateway, request))
                wrong.Add($"line {request.Line}: {request.Method} {request.Path}: {missing} in {answer.Text}");
            if (wrong.Count > 0)
                break;
        }
        return wrong;
    }

    /// <summary>Warnings are raised off the path of the command that gives rise to them: a question may be asked again.</summary>
    private static async Task<bool> IsShownLater(Gateway gateway, HttpFileRequest request)
    {
        if (request.Method != "GET")
            return false;
        try
        {
            await Poll.Until(async () => NotShown(request, await Send(gateway, request)) is null ? "shown" : null, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task<Answer> Send(Gateway gateway, HttpFileRequest request)
    {
        using var client = gateway.ClientFor(null);
        using var message = new HttpRequestMessage(new(request.Method), request.Path);
        if (request.Body.Length > 0)
            message.Content = new StringContent(request.Body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in request.Headers.Where(h => h.Name != "Content-Type"))
            message.Headers.TryAddWithoutValidation(name, value);
        return await Answer.Of(await client.SendAsync(message, TestContext.Current.CancellationToken));
    }

    private static string? NotShown(HttpFileRequest request, Answer answer)
    {
        foreach (var (path, expected) in request.Shows)
        {
            if (Find(answer.Json, path) is not { } found)
                return $"there is no {path}";
            if (!IsSame(found, expected))
                return $"{path} is {found}, not {expected}";
        }
        return null;
    }

    private static JsonElement? Find(JsonElement from, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (from.ValueKind == JsonValueKind.Array && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < from.GetArrayLength())
                from = from[index];
            else if (from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out from))
                return null;
        }
        return from;
    }

    private static bool IsSame(JsonElement found, string expected) => found.ValueKind switch
    {
        JsonValueKind.Number => decimal.TryParse(expected, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && found.GetDecimal() == number,
        JsonValueKind.String => found.GetString() == expected,
        _ => found.GetRawText() == expected,
    };
}
