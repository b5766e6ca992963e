using System.Net;
using System.Net.Http.Json;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>A gateway that is told to stop.</summary>
public sealed class DrainNoticeTests : ProcessTestBase
{
    [Fact]
    public async Task It_says_that_it_is_not_ready_finishes_what_is_in_work_ends_its_streams_and_exits_in_order()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var gateway = await GridProcess.Gateway(Port, Folder.FullName, ("Grid__Limits__NoticePeriod", "00:00:02"));
        using var stream = await Sse.Open(Http, "/api/kpis/stream");
        await stream.Next();

        // As behind a load balancer: new work until the gateway says that it is not ready, none after.
        var leaving = false;
        var sent = 0;
        var writers = Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            for (var i = 0; !Volatile.Read(ref leaving); i++)
            {
                using var response = await Http.PostAsJsonAsync("/api/customers", new { id = $"C{w}-{i}", name = "x" }, ct);
                Assert.Equal(HttpStatusCode.Created, response.StatusCode);
                Interlocked.Increment(ref sent);
            }
        }, ct)).ToArray();
        await Poll.Until(() => Volatile.Read(ref sent) > 100 ? "" : null, TimeSpan.FromSeconds(30), ct);

        await gateway.Terminate();
        await Poll.Until(async () => (await Http.GetAsync("/health/ready", ct)).StatusCode == HttpStatusCode.ServiceUnavailable ? "" : null, TimeSpan.FromSeconds(2), ct);
        Volatile.Write(ref leaving, true);
        await Task.WhenAll(writers);
        await Assert.ThrowsAnyAsync<Exception>(() => stream.Until(_ => false));
        Assert.Equal(0, await gateway.Exit());
    }
}
