using System.Globalization;
using System.Text;
using System.Text.Json;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>Plays the worked example of the documentation.</summary>
internal static class WorkedExample
{
    private static string Folder => Path.Combine(GridProcess.FindRoot(), "docs", "examples");

    /// <summary>The requests of the example, in order.</summary>
    public static async Task<IReadOnlyList<HttpFileRequest>> ReadFile(string name) =>
        Read((await File.ReadAllTextAsync(Path.Combine(Folder, name), TestContext.Current.CancellationToken)).Replace("@admin = choose-a-long-key", $"@admin = {Gateway.AdminKey}", StringComparison.Ordinal));

    public static IReadOnlyList<HttpFileRequest> Read(string text) => HttpFile.Read(text, TimeProvider.System.GetUtcNow());

    /// <summary>A gateway with the keys of the example, as its configuration gives them.</summary>
    public static async Task<Gateway> Start(string? folder = null)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Folder, "key-account.env"), TestContext.Current.CancellationToken);
        return await Gateway.Start(folder, [.. lines.Where(l => l.Length > 0 && l[0] != '#').Select(l => "--" + l.Replace("__", ":", StringComparison.Ordinal))]);
    }

    /// <summary>Sends the requests in order and answers what was not as it should be; what follows a wrong answer is not sent.</summary>
    public static async Task<List<string>> Play(Gateway gateway, IReadOnlyList<HttpFileRequest> requests)
    {
        var wrong = new List<string>();
        var answers = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var written in requests)
        {
            var request = written with { Headers = [.. written.Headers.Select(h => (h.Name, HttpFile.With(h.Value, answers)))] };
            var answer = await Send(gateway, request);
            if (request.Name is { } name)
                answers[name] = answer.Json;
            if (!IsExpected(request, answer) && !await IsShownLater(gateway, request))
                wrong.Add($"line {request.Line}: {request.Method} {request.Path}: expected {request.Status} {request.ControlPoint}, got {(int)answer.Status} {answer.Text}");
            else if (NotShown(request, answer) is { } missing && !await IsShownLater(gateway, request))
                wrong.Add($"line {request.Line}: {request.Method} {request.Path}: {missing} in {answer.Text}");
            if (wrong.Count > 0)
                break;
        }
        return wrong;
    }

    private static bool IsExpected(HttpFileRequest request, Answer answer) =>
        (int)answer.Status == request.Status && (request.ControlPoint is not { } point || answer.ControlPoint == point);

    /// <summary>Warnings are raised, objects handed over and keys ended off the path of the command that gives rise to it: a question may be asked again.</summary>
    private static async Task<bool> IsShownLater(Gateway gateway, HttpFileRequest request)
    {
        if (request.Method != "GET")
            return false;
        try
        {
            await Poll.Until(async () => await Send(gateway, request) is var answer && IsExpected(request, answer) && NotShown(request, answer) is null ? "shown" : null, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
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
