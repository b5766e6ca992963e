using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SalesGrid.Bench.Http;
using SalesGrid.Bench.Load;
using SalesGrid.Bench.Processes;

namespace SalesGrid.Bench.Grids;

/// <summary>A server in its own process, commanded over HTTP: the gateway, or a peer that serves the same paths.</summary>
public sealed class HttpGrid : IGridUnderTest
{
    /// <summary>Opportunities in one request; each takes three commands of the thousand a request may hold.</summary>
    private const int DealsPerBatch = 300;

    private const int BatchesAtOnce = 4;

    /// <summary>Threads beside those that senders block.</summary>
    private const int SpareThreads = 32;

    private readonly ServerProcess server;
    private readonly HttpServerKind kind;
    private readonly HttpClient http;
    private readonly byte[] middle;
    private Func<int, byte[]>? middles;
    private Workload? book;
    private int senders;

    /// <summary>Takes a running server over.</summary>
    public HttpGrid(ServerProcess server, HttpServerKind kind)
    {
        (this.server, this.kind) = (server, kind);
        http = NewClient();
        middle = SocketSender.Middle(server.Address, server.Key);
    }

    /// <inheritdoc/>
    public string Door => kind.Name;

    /// <inheritdoc/>
    public int? ServerProcessId => server.Id;

    /// <summary>The process it runs in.</summary>
    public ServerProcess Server => server;

    /// <summary>A client with connections of its own and the key, for what is not measured and for streams.</summary>
    public HttpClient NewClient()
    {
        var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", server.Key);
        return client;
    }

    /// <summary>A connection of its own that asks one question again and again.</summary>
    /// <param name="path">The question.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="key">Who asks; the administrator when left out.</param>
    public SocketQuestion NewQuestion(string path, CancellationToken cancellationToken, string? key = null) =>
        new(new(server.Address, cancellationToken), server.Address, key ?? server.Key, path);

    /// <summary>Path of the command that is measured.</summary>
    public static string AdvancePath(Deal deal) => $"/api/opportunities/{deal.Id}/advance";

    /// <inheritdoc/>
    public async Task Prepare(Workload book, CancellationToken cancellationToken)
    {
        Take(book);
        await Send(book.People.Select(p => (object)new { type = "salesperson.create", id = p.Id, commandId = "set-up", body = new { name = p.Name, team = p.Team, region = p.Region } }), cancellationToken);
        await Send(book.Customers.Select(c => (object)new { type = "customer.create", id = c.Id, commandId = "set-up", body = new { name = c.Name, sector = c.Sector } }), cancellationToken);
        await Parallel.ForEachAsync(book.Deals.Chunk(DealsPerBatch),
            new ParallelOptions { MaxDegreeOfParallelism = BatchesAtOnce, CancellationToken = cancellationToken },
            async (deals, ct) => await Send(deals.SelectMany(SetUp), ct));
        await kind.SetUpDone(http, cancellationToken);
    }

    /// <summary>Takes a book that is in the ledger already.</summary>
    public void Take(Workload book) => this.book = book;

    /// <summary>Has what is sent from now on sent by others than the administrator.</summary>
    /// <param name="keyOf">The key of who sends a command to an opportunity; null for the administrator's.</param>
    public void SendAs(Func<Deal, string>? keyOf)
    {
        var known = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        byte[][]? all = keyOf is null ? null : [.. book!.Deals.Select(keyOf).Select(key => known.TryGetValue(key, out var made) ? made : known[key] = SocketSender.Middle(server.Address, key))];
        middles = all is null ? null : i => all[i];
    }

    /// <inheritdoc/>
    public ISender NewSender(CancellationToken cancellationToken)
    {
        var threads = Interlocked.Increment(ref senders) + SpareThreads;
        ThreadPool.GetMinThreads(out var workers, out var ports);
        if (workers < threads)
            ThreadPool.SetMinThreads(threads, ports);
        return new SocketSender(new(server.Address, cancellationToken), book!, middles ?? (_ => middle), () => Interlocked.Decrement(ref senders));
    }

    /// <inheritdoc/>
    public Task<long> CommittedEntries(CancellationToken cancellationToken) => kind.CountEntries(http, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    private static IEnumerable<object> SetUp(Deal deal)
    {
        yield return new { type = "opportunity.create", id = deal.Id, commandId = "set-up-open", body = new { ownerId = deal.OwnerId, name = deal.Name, customerId = deal.CustomerId, product = deal.Product, channel = "direct" } };
        yield return new { type = "opportunity.value", id = deal.Id, commandId = "set-up-value", body = new { amount = new { amount = deal.Amount, currency = "CNY" }, expectedCloseOn = deal.ExpectedCloseOn } };
        yield return new { type = "opportunity.evidence", id = deal.Id, commandId = "set-up-evidence", body = new { kind = Workload.Evidence, reference = $"DOC-{deal.Id}" } };
    }

    /// <summary>The set-up may be faster than its key may send. A batch that is refused for that was not begun, and is sent again.</summary>
    private async Task<HttpResponseMessage> Post(IEnumerable<object> commands, CancellationToken cancellationToken)
    {
        while (true)
        {
            var response = await http.PostAsJsonAsync(new Uri("/api/commands", UriKind.Relative), new { commands }, cancellationToken);
            if (response.StatusCode != HttpStatusCode.TooManyRequests)
                return response.EnsureSuccessStatusCode();
            var pause = response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1);
            response.Dispose();
            await Task.Delay(pause, cancellationToken);
        }
    }

    private async Task Send(IEnumerable<object> commands, CancellationToken cancellationToken)
    {
        using var response = await Post(commands, cancellationToken);
        using var answer = await response.Content.ReadFromJsonAsync<JsonDocument>(cancellationToken);
        foreach (var result in answer!.RootElement.GetProperty("results").EnumerateArray())
        {
            if (!result.GetProperty("accepted").GetBoolean())
                throw new InvalidOperationException($"The grid could not be set up: {result}");
        }
    }
}
