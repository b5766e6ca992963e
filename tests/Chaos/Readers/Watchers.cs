using System.Text.Json;
using SalesGrid.Chaos.Load;

namespace SalesGrid.Chaos.Readers;

/// <summary>Those who watch all the time: a subscriber of the KPI stream, one who asks for KPIs, one who reads the pipeline.</summary>
internal sealed class Watchers(HttpClient http, ReaderCheck check, RunLog log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A stream that says nothing for so long is dead: it says that it is alive every 15 seconds.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    private const string Kpis = "/api/kpis?groupBy=stage,currency";
    private const string Pipeline = "/api/pipeline?sort=-changedAt&limit=20";

    /// <summary>Watches until told to stop.</summary>
    public Task Run(CancellationToken stop) => Task.WhenAll(
        Repeat("the KPI reader", Kpis, "rows", stop),
        Repeat("the pipeline reader", Pipeline, "items", stop),
        Subscribe(stop));

    private async Task Repeat(string reader, string path, string figures, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
                limit.CancelAfter(Patience);
                using var response = await http.GetAsync(new Uri(path, UriKind.Relative), limit.Token);
                if (response.IsSuccessStatusCode)
                    Look(reader, path, figures, await response.Content.ReadAsStringAsync(limit.Token));
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                // Away for the moment.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(200), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Subscribe(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var silence = CancellationTokenSource.CreateLinkedTokenSource(stop);
                silence.CancelAfter(Silence);
                var path = Kpis.Replace("?", "/stream?", StringComparison.Ordinal);
                using var response = await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, silence.Token);
                using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(silence.Token));
                while (await lines.ReadLineAsync(silence.Token) is { } line)
                {
                    silence.CancelAfter(Silence);
                    if (line.StartsWith("data: ", StringComparison.Ordinal))
                        Look("the subscriber", Kpis, "rows", line[6..]);
                }
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                // Broken off: it comes again, and what it was shown before still holds.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(200), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Look(string reader, string question, string figures, string text)
    {
        using var json = JsonDocument.Parse(text);
        check.Shown(reader, question, json.RootElement.GetProperty("watermark").GetString()!,
            json.RootElement.GetProperty(figures).GetRawText(), log.Now);
    }
}
