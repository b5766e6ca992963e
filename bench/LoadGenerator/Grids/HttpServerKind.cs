using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace SalesGrid.Bench.Grids;

/// <summary>What differs between servers at the same paths.</summary>
/// <param name="Name">As reports call it.</param>
/// <param name="SetUpDone">Tells it that the book is in.</param>
/// <param name="CountEntries">Number of entries it has stored.</param>
public sealed record HttpServerKind(
    string Name, Func<HttpClient, CancellationToken, Task> SetUpDone, Func<HttpClient, CancellationToken, Task<long>> CountEntries)
{
    /// <summary>The grid.</summary>
    public static HttpServerKind Gateway { get; } = new("HTTP", (_, _) => Task.CompletedTask, async (http, cancellationToken) =>
    {
        using var answer = await http.GetFromJsonAsync<JsonDocument>(new Uri("/api/kpis", UriKind.Relative), cancellationToken);
        // A watermark is the sequence each bucket has come to.
        return answer!.RootElement.GetProperty("watermark").GetString()!.Split('.').Sum(seq => long.Parse(seq, CultureInfo.InvariantCulture));
    });

    /// <summary>A peer: it counts its events where they are stored.</summary>
    public static HttpServerKind Peer(string name) => new(name,
        async (http, cancellationToken) =>
        {
            using var answer = await http.PostAsync(new Uri("/set-up/done", UriKind.Relative), null, cancellationToken);
            answer.EnsureSuccessStatusCode();
        },
        async (http, cancellationToken) =>
            long.Parse(await http.GetStringAsync(new Uri("/events/count", UriKind.Relative), cancellationToken), CultureInfo.InvariantCulture));
}
