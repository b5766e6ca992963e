using System.Net;
using System.Text.Json;
using SalesGrid.Chaos.Load;

namespace SalesGrid.Chaos.Readers;

/// <summary>Holds a receipt and looks for its effect: in the object, and in the KPIs.</summary>
internal sealed class ReceiptReader(HttpClient http, ReaderCheck check, RunLog log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Looks once. An answer that does not come is no finding: reading may fail, but not lie.</summary>
    public async Task Look(SentCommand command, CancellationToken cancellationToken)
    {
        var receipt = command.Receipts[^1];
        var path = "/api/" + command.Subject.Replace("opportunity/", "opportunities/", StringComparison.Ordinal);
        if (await Get(path, cancellationToken) is { } seen)
        {
            using (seen)
                check.LookedFor(command.Subject, seen.RootElement.GetProperty("version").GetInt32(), receipt.Version, log.Now);
        }
        if (receipt.Seq > 0 && await Get("/api/kpis?groupBy=status", cancellationToken) is { } kpis)
        {
            using (kpis)
            {
                var watermark = Watermark.Parse(kpis.RootElement.GetProperty("watermark").GetString()!);
                check.LookedFor($"bucket {receipt.Bucket} of the KPIs", watermark[receipt.Bucket], receipt.Seq, log.Now);
            }
        }
    }

    private async Task<JsonDocument?> Get(string path, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), limit.Token);
            // An object that was opened and is not found is the worst lie of all.
            if (response.StatusCode == HttpStatusCode.NotFound)
                return JsonDocument.Parse("""{"version": 0}""");
            return response.IsSuccessStatusCode ? JsonDocument.Parse(await response.Content.ReadAsStringAsync(limit.Token)) : null;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return null;
        }
    }
}
