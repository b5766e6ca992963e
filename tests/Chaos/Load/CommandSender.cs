using System.Net;
using System.Text;
using System.Text.Json;

namespace SalesGrid.Chaos.Load;

/// <summary>Sends commands over HTTP, as often as it takes to learn what became of them.</summary>
internal sealed class CommandSender(HttpClient http, RunLog log)
{
    /// <summary>How long one attempt is waited for: less than the grid itself takes to give up, so that retries meet attempts under way.</summary>
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A caller in a hurry, who hangs up and asks again.</summary>
    private static readonly TimeSpan HastyTimeout = TimeSpan.FromMilliseconds(15);

    /// <summary>Sends until the answer is definite or the time is up.</summary>
    /// <param name="command">The command.</param>
    /// <param name="patience">How long it is tried.</param>
    /// <param name="hasty">Whether the first attempt is given up at once.</param>
    /// <param name="cancellationToken">Ends the trying; the outcome stays unknown then.</param>
    public async Task Send(SentCommand command, TimeSpan patience, bool hasty, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            if (await Attempt(command, attempt == 0 && hasty ? HastyTimeout : AttemptTimeout, cancellationToken))
                return;
            if (cancellationToken.IsCancellationRequested || TimeProvider.System.GetElapsedTime(started) > patience)
                return;
            var pause = TimeSpan.FromMilliseconds(Math.Min(1_000, 50 << Math.Min(attempt, 5)));
            await Task.Delay(pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>True when the answer was definite.</returns>
    private async Task<bool> Attempt(SentCommand command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(command.Path, UriKind.Relative))
        {
            Content = new StringContent(command.Body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", command.Key);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var begun = log.Now;
        try
        {
            using var response = await http.SendAsync(request, limit.Token);
            var text = await response.Content.ReadAsStringAsync(limit.Token);
            return Read(command, response.StatusCode, text, begun);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or JsonException)
        {
            command.NotAnswered();
            log.Answered(e is HttpRequestException { StatusCode: null } ? "no connection, or it broke" : "no answer in time");
            return false;
        }
    }

    private bool Read(SentCommand command, HttpStatusCode status, string text, TimeSpan begun)
    {
        using var json = text.Length > 0 ? JsonDocument.Parse(text) : null;
        if (status is HttpStatusCode.OK or HttpStatusCode.Created)
        {
            var r = json!.RootElement;
            var receipt = new Receipt(r.GetProperty("version").GetInt32(), r.GetProperty("bucket").GetInt32(),
                r.GetProperty("seq").GetInt64(), r.GetProperty("replayed").GetBoolean());
            command.Accept(receipt);
            log.Acknowledged(receipt.Bucket, begun);
            return true;
        }
        var point = json is { RootElement.ValueKind: JsonValueKind.Object } && json.RootElement.TryGetProperty("controlPoint", out var p) ? p.GetString() : null;
        log.Answered($"{(int)status} {point ?? Code(json)}".TrimEnd());
        switch ((int)status)
        {
            case 429:
                // Turned away at the door: it was not looked at.
                return false;
            case 503 when point == "CP-CMD-04":
                // Said to be not carried out. An attempt before may have been.
                return false;
            case >= 500:
                command.NotAnswered();
                return false;
            default:
                command.Refuse(point ?? $"HTTP {(int)status}");
                return true;
        }
    }

    private static string? Code(JsonDocument? json) =>
        json is { RootElement.ValueKind: JsonValueKind.Object } && json.RootElement.TryGetProperty("type", out var type) ? type.GetString() : null;
}
