using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SalesGrid.Bench.Http;
using SalesGrid.Bench.Load;

namespace SalesGrid.Bench.Tests;

public sealed class HttpConnectionTests : IAsyncLifetime
{
    private readonly List<string> connections = [];
    private readonly WebApplication server;

    public HttpConnectionTests()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.Use((http, next) =>
        {
            lock (connections)
                connections.Add(http.Connection.Id);
            return next(http);
        });
        server.MapGet("/bytes/{count:int}", (int count) => Results.Bytes(new byte[count]));
        server.MapGet("/chunks/{count:int}", async (int count, HttpContext http) =>
        {
            for (var i = 0; i < count; i++)
            {
                await http.Response.WriteAsync(new string('x', i));
                await http.Response.Body.FlushAsync();
            }
        });
        server.MapGet("/nothing", () => Results.NoContent());
        server.MapGet("/last", (HttpContext http) =>
        {
            http.Response.Headers.Connection = "close";
            return "bye";
        });
        server.MapPost("/api/opportunities/{id}/advance", async (string id, HttpContext http) =>
        {
            using var body = new StreamReader(http.Request.Body);
            var said = $"{id} {await body.ReadToEndAsync()} {http.Request.Headers.Authorization} {http.Request.Headers["Idempotency-Key"]} {http.Request.ContentType}";
            return said == """OPP-0000001 {"to":"initiation"} Bearer secret k-1 application/json"""
                ? Results.Ok(new { id })
                : Results.Json(new { controlPoint = "CP-X", said }, statusCode: 422);
        });
    }

    public async ValueTask InitializeAsync() => await server.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private Uri Address => new(server.Urls.Single());

    [Fact]
    public void Answers_of_every_form_come_over_one_connection()
    {
        using var connection = new HttpConnection(Address, CancellationToken.None);
        for (var round = 0; round < 50; round++)
        {
            Assert.Equal(100_000, Get(connection, "/bytes/100000").Length);
            Assert.Equal(30 * 29 / 2, Get(connection, "/chunks/30").Length);
            Assert.Empty(Get(connection, "/nothing", 204));
            Assert.Empty(Get(connection, "/bytes/0"));
        }
        Assert.Single(connections.Distinct());
    }

    [Fact]
    public void A_connection_the_server_closes_is_opened_anew()
    {
        using var connection = new HttpConnection(Address, CancellationToken.None);
        Assert.Equal("bye", Encoding.ASCII.GetString(Get(connection, "/last")));
        Assert.Equal("bye", Encoding.ASCII.GetString(Get(connection, "/last")));
        Assert.Equal(2, connections.Distinct().Count());
    }

    [Fact]
    public async Task A_command_is_sent_as_the_gateway_reads_it_and_a_refusal_is_named()
    {
        var book = new Workload(2);
        var middle = SocketSender.Middle(Address, "secret");
        using var sender = new SocketSender(new(Address, CancellationToken.None), book, _ => middle, () => { });
        Assert.Null(await sender.Advance(1, "initiation", "k-1", CancellationToken.None));
        Assert.Equal("422 CP-X", await sender.Advance(0, "initiation", "k-1", CancellationToken.None));
        Assert.Null(await sender.Advance(1, "initiation", "k-1", CancellationToken.None));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_an_error_and_no_answer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var broken = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            Assert.NotEqual(0, await client.GetStream().ReadAsync(new byte[1024]));
            await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"u8.ToArray());
        });
        using var connection = new HttpConnection(new($"http://{listener.LocalEndpoint}"), CancellationToken.None);
        Assert.Throws<IOException>(() => connection.Send("GET / HTTP/1.1\r\n\r\n"u8));
        await broken;
    }

    [Fact]
    public async Task A_cancelled_run_breaks_a_connection_that_waits()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        using var connection = new HttpConnection(new($"http://{listener.LocalEndpoint}"), stop.Token);
        var waiting = Task.Run(() => connection.Send("GET / HTTP/1.1\r\n\r\n"u8));
        using var accepted = await listener.AcceptTcpClientAsync();
        Assert.NotEqual(0, await accepted.GetStream().ReadAsync(new byte[1024]));
        await stop.CancelAsync();
        await Assert.ThrowsAsync<IOException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private byte[] Get(HttpConnection connection, string path, int status = 200)
    {
        var answer = connection.Send(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {Address.Authority}\r\n\r\n"));
        Assert.Equal(status, answer.Status);
        return answer.Body(connection.Received);
    }
}
