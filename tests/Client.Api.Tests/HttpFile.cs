using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SalesGrid.Gateway.Tests;

/// <summary>One request of an <c>.http</c> file, and what its comments say must come of it.</summary>
/// <param name="Line">Line of the request, from 1.</param>
/// <param name="Name">Name by which later requests refer to its answer; null for none.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query, without the host.</param>
/// <param name="Headers">Headers.</param>
/// <param name="Body">Body; empty for none.</param>
/// <param name="Status">The status there must be.</param>
/// <param name="ControlPoint">The control point that must have refused it; null for none.</param>
/// <param name="Shows">Values the answer must show: a path such as <c>items.0.id</c>, and the text of its value.</param>
public sealed record HttpFileRequest(
    int Line, string? Name, string Method, string Path, IReadOnlyList<(string Name, string Value)> Headers, string Body,
    int Status, string? ControlPoint, IReadOnlyList<(string Path, string Value)> Shows);

/// <summary>
/// Reads files for the HTTP clients of VS Code and JetBrains: requests between lines of <c>###</c>, variables as <c>@name = value</c>
/// and <c>{{name}}</c>. Of the variables made up by those clients it knows <c>$datetime</c>, and of answers <c>{{name.response.body.$.member}}</c>.
/// </summary>
public static partial class HttpFile
{
    /// <summary>The requests, in order, with their variables put in.</summary>
    /// <param name="text">The file.</param>
    /// <param name="now">The moment <c>$datetime</c> stands for.</param>
    /// <exception cref="FormatException">A line cannot be read, or a request does not say what to expect.</exception>
    public static IReadOnlyList<HttpFileRequest> Read(string text, DateTimeOffset now)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = "" };
        foreach (var line in lines)
        {
            if (Variable().Match(line) is { Success: true } variable && variable.Groups[1].Value != "host")
                variables.Add(variable.Groups[1].Value, Filled(variable.Groups[2].Value, variables, now));
        }
        var requests = new List<HttpFileRequest>();
        for (var start = 0; start < lines.Length;)
        {
            var end = Array.FindIndex(lines, start, l => l.StartsWith("###", StringComparison.Ordinal));
            end = end < 0 ? lines.Length : end;
            if (One(lines.AsSpan(start, end - start), start + 1, line => Filled(line, variables, now)) is { } request)
                requests.Add(request);
            start = end + 1;
        }
        return requests;
    }

    /// <summary>A text with what earlier answers held put in.</summary>
    /// <param name="text">The text.</param>
    /// <param name="answers">The answers of requests that have a name.</param>
    /// <exception cref="FormatException">No request of that name was sent before, or its answer does not hold it.</exception>
    public static string With(string text, IReadOnlyDictionary<string, JsonElement> answers) => Answered().Replace(text, place =>
        answers.TryGetValue(place.Groups[1].Value, out var answer) && answer.TryGetProperty(place.Groups[2].Value, out var value) && value.GetString() is { } found ? found
        : throw new FormatException($"No answer before holds {place.Value}."));

    private static HttpFileRequest? One(ReadOnlySpan<string> lines, int firstLine, Func<string, string> fill)
    {
        (int Status, string? ControlPoint)? expected = null;
        string? name = null;
        var shows = new List<(string, string)>();
        var at = 0;
        for (; at < lines.Length && (lines[at].Length == 0 || lines[at][0] is '#' or '@'); at++)
        {
            if (Expectation().Match(lines[at]) is { Success: true } expect)
                expected = (int.Parse(expect.Groups[1].ValueSpan, CultureInfo.InvariantCulture), expect.Groups[2].Success ? expect.Groups[2].Value : null);
            else if (Named().Match(lines[at]) is { Success: true } named)
                name = named.Groups[1].Value;
            else if (Shown().Match(lines[at]) is { Success: true } shown)
                shows.Add((shown.Groups[1].Value, shown.Groups[2].Value));
        }
        if (at == lines.Length)
            return null;
        var line = firstLine + at;
        if (fill(lines[at]).Split(' ') is not [var method, ['/', ..] and var path] || expected is not { } answer)
            throw new FormatException($"Line {line}: a request names a method and a path on the host, and says what to expect.");
        var headers = new List<(string, string)>();
        for (at++; at < lines.Length && lines[at].Length > 0; at++)
        {
            headers.Add(fill(lines[at]).Split(": ", 2) is [var header, var value] ? (header, value) : throw new FormatException($"Line {firstLine + at}: no header."));
        }
        var body = string.Join('\n', lines[at..].ToArray().Select(fill)).Trim();
        return new(line, name, method, path, headers, body, answer.Status, answer.ControlPoint, shows);
    }

    private static string Filled(string text, Dictionary<string, string> variables, DateTimeOffset now) => Placeholder().Replace(text, place =>
        DateTimeOf().Match(place.Groups[1].Value) is { Success: true } date ? DateText(date, now)
        : Answered().IsMatch(place.Value) ? place.Value
        : variables.TryGetValue(place.Groups[1].Value, out var value) ? value
        : throw new FormatException($"There is no variable {place.Value}."));

    private static string DateText(Match date, DateTimeOffset now)
    {
        var offset = date.Groups[2].Success ? int.Parse(date.Groups[2].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var at = now.ToUniversalTime() + (date.Groups[3].Value == "d" ? TimeSpan.FromDays(offset) : TimeSpan.FromHours(offset));
        return at.ToString(date.Groups[1].Value == "iso8601" ? "yyyy-MM-ddTHH:mm:ss.fffZ" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^@(\w+) *= *(.+)$")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^# expect (\d{3})(?: (CP-[A-Z]+-\d+))?$")]
    private static partial Regex Expectation();

    [GeneratedRegex(@"^# @name (\w+)$")]
    private static partial Regex Named();

    [GeneratedRegex(@"\{\{(\w+)\.response\.body\.\$\.(\w+)\}\}")]
    private static partial Regex Answered();

    [GeneratedRegex(@"^# shows ([\w.]+) = (.+)$")]
    private static partial Regex Shown();

    [GeneratedRegex(@"\{\{([^{}]+)\}\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("""^\$datetime (iso8601|"YYYY-MM-DD")(?: (\d+) ([dh]))?$""")]
    private static partial Regex DateTimeOf();
}
