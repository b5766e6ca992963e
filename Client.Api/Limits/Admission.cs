using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc;
using SalesGrid.Gateway.Http;

namespace SalesGrid.Gateway.Limits;

/// <summary>Lets batches in for what they are: each of their commands counts like a request of its own.</summary>
/// <param name="rate">Requests a second, by key; the batch itself has been counted as one.</param>
/// <param name="limits">The limits.</param>
public sealed class Admission(PartitionedRateLimiter<HttpContext> rate, RequestLimits limits) : IDisposable
{
    // What does not fit is told to come back at once: a queue here would only hide that the grid is full.
    private readonly ConcurrencyLimiter inWork = new(new() { PermitLimit = limits.CommandsAtOnce, QueueLimit = 0 });

    /// <summary>Room for so many commands, held until the result is disposed; or a lease that was not acquired.</summary>
    public RateLimitLease Admit(HttpContext http, int commands)
    {
        // Where a limit is smaller than a batch, a batch takes all of it: it may wait for its turn, but not for ever.
        var counted = Math.Min(commands, limits.RequestsPerSecond) - 1;
        if (counted > 0)
        {
            var lease = rate.AttemptAcquire(http, counted);
            if (!lease.IsAcquired)
                return lease;
            lease.Dispose();
        }
        return inWork.AttemptAcquire(Math.Min(commands, limits.CommandsAtOnce));
    }

    /// <summary>The problem of what was not let in; says when to come back.</summary>
    public static ProblemDetails TooMany(HttpContext http, RateLimitLease refused)
    {
        var seconds = refused.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Problems.Details(http, 429, "too-many-requests",
            new("请求过多。", "Too many requests."), new($"{seconds} 秒后重试。", $"Try again in {seconds} s."));
    }

    /// <inheritdoc/>
    public void Dispose() => inWork.Dispose();
}
