using System.Text.Json;
using SalesGrid.Texts;

namespace SalesGrid.Sending;

/// <summary>Reads the answer of the batch door.</summary>
internal static class CommandResults
{
    /// <summary>Puts each result in its command's place.</summary>
    /// <exception cref="UserErrorException">The answer does not hold one result for each command.</exception>
    public static void Read(byte[] body, IReadOnlyList<ReadOnlyMemory<byte>> commands, IReadOnlyList<int> chosen, CommandResult[] results)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var answers = document.RootElement.GetProperty("results");
            if (answers.GetArrayLength() != chosen.Count)
                throw NotUnderstood($"{answers.GetArrayLength()} / {chosen.Count}");
            var at = 0;
            foreach (var answer in answers.EnumerateArray())
                results[chosen[at++]] = Of(answer);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw NotUnderstood(fault.Message);
        }
    }

    /// <summary>The refusal of a single command whose request was answered with a problem.</summary>
    public static CommandResult FromProblem(byte[] body, int status)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var refused = Refused(document.RootElement);
            var detail = Text(document.RootElement, "detail") ?? Text(document.RootElement, "title");
            return refused.Reason is null ? refused with { Reason = Plain(detail ?? $"HTTP {status}") } : refused;
        }
        catch (JsonException)
        {
            return new(false, false, "invalid", $"HTTP-{status}", Plain($"HTTP {status}"));
        }
    }

    /// <summary>Why a problem says that a question was refused; null where it says nothing of that kind.</summary>
    public static LocalText? ReasonOf(byte[] problem)
    {
        try
        {
            using var document = JsonDocument.Parse(problem);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Refused(document.RootElement).Reason : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static CommandResult Of(JsonElement answer)
    {
        if (!answer.GetProperty("accepted").GetBoolean())
            return Refused(answer);
        return answer.TryGetProperty("replayed", out var replayed) && replayed.ValueKind == JsonValueKind.True
            ? CommandResult.DoneBefore
            : CommandResult.Done;
    }

    private static CommandResult Refused(JsonElement answer)
    {
        var reason = answer.TryGetProperty("reason", out var text) && text.ValueKind == JsonValueKind.Object
            ? new LocalText(Text(text, "zh") ?? "", Text(text, "en") ?? "")
            : null;
        return new(false, false, Text(answer, "kind") ?? "invalid", Text(answer, "controlPoint"), reason);
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static LocalText Plain(string text) => new(text, text);

    private static UserErrorException NotUnderstood(string what) =>
        new(new LocalText($"服务器的回答无法理解:{what}", $"The server's answer is not understood: {what}"));
}
