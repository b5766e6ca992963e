using System.Threading.RateLimiting;

namespace SalesGrid.Gateway.Limits;

/// <summary>Limits of what one gateway takes on. Section <c>Grid:Limits</c>.</summary>
public sealed class RequestLimits
{
    /// <value>Requests a second one key may send, with as many at once. Default 50,000.</value>
    public int RequestsPerSecond { get; set; } = 50_000;

    /// <value>Requests in work at once, all keys together; more are told to come back. Default 5,000.</value>
    public int RequestsAtOnce { get; set; } = 5_000;

    /// <value>Commands of batches in work at once, all keys together; a batch that does not fit is told to come back. Default 20,000.</value>
    public int CommandsAtOnce { get; set; } = 20_000;

    /// <value>How long the gateway goes on serving after it was told to stop, while it says that it is not ready. Default 0; behind a load balancer longer than its checks are apart.</value>
    public TimeSpan NoticePeriod { get; set; }

    /// <value>Most bytes of a body, batches apart. Default 1 MiB.</value>
    public long BodyBytes { get; set; } = 1024 * 1024;

    /// <summary>Adds the limits on rate.</summary>
    public void Add(IServiceCollection services)
    {
        var rate = PartitionedRateLimiter.Create<HttpContext, string>(http => IsLimited(http)
            ? RateLimitPartition.GetTokenBucketLimiter(http.User.Identity?.Name ?? "", _ => new()
            {
                TokenLimit = RequestsPerSecond,
                TokensPerPeriod = RequestsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            })
            : RateLimitPartition.GetNoLimiter(""));
        services.AddSingleton(this);
        services.AddSingleton(_ => new Admission(rate, this));
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                rate,
                PartitionedRateLimiter.Create<HttpContext, string>(http => IsLimited(http)
                    ? RateLimitPartition.GetConcurrencyLimiter("all", _ => new() { PermitLimit = RequestsAtOnce, QueueLimit = 0 })
                    : RateLimitPartition.GetNoLimiter("")));
            options.OnRejected = async (rejected, _) =>
                await rejected.HttpContext.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new()
                {
                    HttpContext = rejected.HttpContext,
                    ProblemDetails = Admission.TooMany(rejected.HttpContext, rejected.Lease),
                });
        });
    }

    // Streams have a limit of their own, and what the page and the health checks need is not the load that is limited.
    private static bool IsLimited(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api") && !http.Request.Path.StartsWithSegments("/api/kpis/stream");
}
