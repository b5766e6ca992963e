using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using SalesGrid.Gateway.Http;

namespace SalesGrid.Gateway.Hosting;

/// <summary>Limits of what one gateway takes on. Section <c>Grid:Limits</c>.</summary>
public sealed class RequestLimits
{
    /// <value>Requests a second one key may send, with as many at once. Default 50,000.</value>
    public int RequestsPerSecond { get; set; } = 50_000;

    /// <value>Requests in work at once, all keys together; more are told to come back. Default 5,000.</value>
    public int RequestsAtOnce { get; set; } = 5_000;

    /// <value>Most bytes of a body, batches apart. Default 1 MiB.</value>
    public long BodyBytes { get; set; } = 1024 * 1024;

    /// <summary>Adds the limits on rate.</summary>
    public void Add(IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(http => IsLimited(http)
                ? RateLimitPartition.GetTokenBucketLimiter(http.User.Identity?.Name ?? "", _ => new()
                {
                    TokenLimit = RequestsPerSecond,
                    TokensPerPeriod = RequestsPerSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    QueueLimit = 0,
                })
                : RateLimitPartition.GetNoLimiter("")),
            PartitionedRateLimiter.Create<HttpContext, string>(http => IsLimited(http)
                ? RateLimitPartition.GetConcurrencyLimiter("all", _ => new() { PermitLimit = RequestsAtOnce, QueueLimit = 0 })
                : RateLimitPartition.GetNoLimiter("")));
        options.OnRejected = async (rejected, _) =>
        {
            var http = rejected.HttpContext;
            var seconds = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await http.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new()
            {
                HttpContext = http,
                ProblemDetails = Problems.Details(http, 429, "too-many-requests",
                    new("请求过多。", "Too many requests."), new($"{seconds} 秒后重试。", $"Try again in {seconds} s.")),
            });
        };
    });

    // Streams have a limit of their own, and what the page and the health checks need is not the load that is limited.
    private static bool IsLimited(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api") && !http.Request.Path.StartsWithSegments("/api/kpis/stream");
}
