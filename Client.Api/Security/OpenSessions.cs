using System.Collections.Concurrent;
using System.Security.Claims;
using SalesGrid.Gateway.Http;

namespace SalesGrid.Gateway.Security;

/// <summary>Marks an endpoint whose answers stay open, such as a stream of events.</summary>
public sealed record StaysOpen
{
    /// <summary>The mark.</summary>
    public static StaysOpen Mark { get; } = new();
}

/// <summary>
/// What stays open does not outlive the key it was opened with: looked at every second, it ends once the key or its user has, or once
/// they may do something else than before.
/// </summary>
public sealed class OpenSessions(KeyRing keys, TimeProvider time, ILogger<OpenSessions> logger) : BackgroundService
{
    /// <summary>How often everybody is looked at. With the time a gateway relies on what it knows of a user it stays below five seconds.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Session, byte> open = new();

    /// <summary>Watches over what a visitor opened until the result is disposed; null for a visitor whose key only ends with the gateway.</summary>
    public Session? Watch(ClaimsPrincipal visitor)
    {
        if (Visitor.UserOf(visitor) is null)
            return null;
        var session = new Session(visitor, this);
        open.TryAdd(session, 0);
        return session;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Task.WhenAll(open.Keys.GroupBy(s => s.Visitor, ByWhatTheyAre).Select(same => Look(same, stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gateway stops; it ends what is open itself.
        }
    }

    private static readonly EqualityComparer<ClaimsPrincipal> ByWhatTheyAre = EqualityComparer<ClaimsPrincipal>.Create(
        (a, b) => ReferenceEquals(a, b) || (a is not null && b is not null && Visitor.Same(a, b)),
        visitor => (Visitor.UserOf(visitor), Visitor.KeyHashOf(visitor), Visitor.WayOf(visitor)).GetHashCode());

    private async Task Look(IGrouping<ClaimsPrincipal, Session> same, CancellationToken stopping)
    {
        try
        {
            if (await keys.Current(same.Key, stopping) is { } now && Visitor.Same(now, same.Key))
                return;
            foreach (var session in same)
                await session.End();
        }
        catch (Exception e) when (FaultHandler.IsUnknownOutcome(e) && !stopping.IsCancellationRequested)
        {
            // What is open shows nothing new without the grid either.
            logger.LogWarning(e, "The grid did not say whether the key of an open session still stands; asking again");
        }
    }

    /// <summary>Something that stays open.</summary>
    public sealed class Session : IDisposable
    {
        private readonly OpenSessions owner;
        private readonly CancellationTokenSource ended = new();

        internal Session(ClaimsPrincipal visitor, OpenSessions owner) => (Visitor, this.owner, Ended) = (visitor, owner, ended.Token);

        /// <summary>Who opened it.</summary>
        public ClaimsPrincipal Visitor { get; }

        /// <summary>Cancelled when it must end.</summary>
        public CancellationToken Ended { get; }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (owner.open.TryRemove(this, out _))
                ended.Dispose();
        }

        internal async Task End()
        {
            // Only whoever takes it out may use or dispose of the source.
            if (!owner.open.TryRemove(this, out _))
                return;
            await ended.CancelAsync();
            ended.Dispose();
        }
    }
}

/// <summary>Puts <see cref="OpenSessions"/> into the way of requests.</summary>
public static class SessionEnds
{
    /// <summary>Where the page keeps its connection.</summary>
    private const string PageConnection = "/_blazor";

    /// <summary>Ends what stays open with the key it was opened with. Call it after <c>UseAuthorization</c>.</summary>
    public static void UseSessionEnds(this WebApplication app)
    {
        var sessions = app.Services.GetRequiredService<OpenSessions>();
        app.Use((http, next) =>
        {
            var isStream = http.GetEndpoint()?.Metadata.GetMetadata<StaysOpen>() is not null;
            return (isStream || http.Request.Path.StartsWithSegments(PageConnection)) && sessions.Watch(http.User) is { } session
                ? Watched(http, next, session, isStream)
                : next(http);
        });
    }

    private static async Task Watched(HttpContext http, RequestDelegate next, OpenSessions.Session session, bool isStream)
    {
        using (session)
        {
            if (isStream)
            {
                // Ends like a stream whose reader leaves: in order, so that the reader connects again as whoever they are now.
                var aborted = http.RequestAborted;
                using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, session.Ended);
                http.RequestAborted = either.Token;
                try
                {
                    await next(http);
                }
                finally
                {
                    http.RequestAborted = aborted;
                }
                return;
            }
            await using var cut = session.Ended.Register(http.Abort);
            await next(http);
        }
    }
}
