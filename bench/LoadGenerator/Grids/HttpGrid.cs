using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SalesGrid.Bench.Load;

namespace SalesGrid.Bench.Grids;

/// <summary>The gateway in its own process, commanded over HTTP.</summary>
public sealed class HttpGrid : IGridUnderTest
{
    /// <summary>Opportunities in one request; each takes three commands of the thousand a request may hold.</summary>
    private const int DealsPerBatch = 300;

    private const int BatchesAtOnce = 4;

    private readonly GatewayProcess gateway;
    private readonly HttpClient http;
    private Uri[] advanceUris = [];

    private HttpGrid(GatewayProcess gateway)
    {
        this.gateway = gateway;
        http = NewClient();
    }

    /// <inheritdoc/>
    public string Door => "HTTP";

    /// <inheritdoc/>
    public int? ServerProcessId => gateway.Id;

    /// <summary>Starts a gateway on the medium.</summary>
    public static async Task<HttpGrid> Start(Medium medium, int buckets, CancellationToken cancellationToken) =>
        new(await GatewayProcess.Start(medium, buckets, cancellationToken));

    /// <summary>A client with connections of its own and the key.</summary>
    public HttpClient NewClient()
    {
        var client = new HttpClient { BaseAddress = gateway.Address, Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", gateway.Key);
        return client;
    }

    /// <summary>Path of the command that is measured.</summary>
    public static string AdvancePath(Deal deal) => $"/api/opportunities/{deal.Id}/advance";

    /// <inheritdoc/>
    public async Task Prepare(Book book, CancellationToken cancellationToken)
    {
        advanceUris = [.. book.Deals.Select(d => new Uri(gateway.Address, AdvancePath(d)))];
        await Send(book.People.Select(p => (object)new { type = "registerSalesperson", id = p.Id, commandId = "set-up", name = p.Name, team = p.Team, region = p.Region }), cancellationToken);
        await Send(book.Customers.Select(c => (object)new { type = "registerCustomer", id = c.Id, commandId = "set-up", name = c.Name, sector = c.Sector }), cancellationToken);
        await Parallel.ForEachAsync(book.Deals.Chunk(DealsPerBatch),
            new ParallelOptions { MaxDegreeOfParallelism = BatchesAtOnce, CancellationToken = cancellationToken },
            async (deals, ct) => await Send(deals.SelectMany(SetUp), ct));
    }

    /// <inheritdoc/>
    public ISender NewSender() => new HttpSender(gateway.Key, advanceUris);

    /// <inheritdoc/>
    public async Task<long> CommittedEntries(CancellationToken cancellationToken)
    {
        using var answer = await http.GetFromJsonAsync<JsonDocument>(new Uri("/api/kpis", UriKind.Relative), cancellationToken);
        // A watermark is the sequence each bucket has come to.
        return answer!.RootElement.GetProperty("watermark").GetString()!.Split('.').Sum(seq => long.Parse(seq, CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await gateway.DisposeAsync();
    }

    private static IEnumerable<object> SetUp(Deal deal)
    {
        yield return new { type = "openOpportunity", id = deal.Id, commandId = "set-up-open", ownerId = deal.OwnerId, name = deal.Name, customerId = deal.CustomerId, product = deal.Product, channel = "direct" };
        yield return new { type = "valueOpportunity", id = deal.Id, commandId = "set-up-value", amount = deal.Amount, currency = "CNY", expectedCloseOn = deal.ExpectedCloseOn };
        yield return new { type = "evidence", id = deal.Id, commandId = "set-up-evidence", kind = Book.Evidence, reference = $"DOC-{deal.Id}" };
    }

    private async Task Send(IEnumerable<object> commands, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync(new Uri("/api/commands", UriKind.Relative), new { commands }, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var answer = await response.Content.ReadFromJsonAsync<JsonDocument>(cancellationToken);
        foreach (var result in answer!.RootElement.GetProperty("results").EnumerateArray())
        {
            if (!result.GetProperty("accepted").GetBoolean())
                throw new InvalidOperationException($"The grid could not be set up: {result}");
        }
    }
}

/// <summary>One HTTP/1.1 connection that is kept alive.</summary>
internal sealed class HttpSender(string key, Uri[] uris) : ISender
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly string authorization = $"Bearer {key}";

    private readonly HttpMessageInvoker connection = new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = 1,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        UseCookies = false,
        UseProxy = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
    });

    /// <inheritdoc/>
    public async ValueTask<string?> Advance(int opportunity, string to, string commandId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, uris[opportunity]);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", commandId);
        request.Content = new ReadOnlyMemoryContent(System.Text.Encoding.UTF8.GetBytes($$"""{"to":"{{to}}"}"""));
        request.Content.Headers.ContentType = Json;
        using var response = await connection.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            // To the end: only then is the connection free for the next command.
            await response.Content.CopyToAsync(Stream.Null, cancellationToken);
            return null;
        }
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return $"{(int)response.StatusCode} {ControlPointIn(text)}".TrimEnd();
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private static string? ControlPointIn(string problem)
    {
        try
        {
            using var json = JsonDocument.Parse(problem);
            return json.RootElement.TryGetProperty("controlPoint", out var point) ? point.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
