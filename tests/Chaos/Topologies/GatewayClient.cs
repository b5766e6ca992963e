namespace SalesGrid.Chaos.Topologies;

/// <summary>How this program speaks to a gateway.</summary>
internal static class GatewayClient
{
    /// <summary>A client with the administrator's key.</summary>
    public static HttpClient New(Uri gateway)
    {
        var http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2), UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = gateway,
            // Each request has a limit of its own.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.Authorization = new("Bearer", GatewaySettings.AdminKey);
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        return http;
    }

    /// <summary>Asks until it says that it is ready. False when it did not in time.</summary>
    public static async Task<bool> Ready(HttpClient http, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (TimeProvider.System.GetElapsedTime(started) < timeout && await tick.WaitForNextTickAsync(cancellationToken))
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(8));
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), patience.Token);
                if (answer.IsSuccessStatusCode)
                    return true;
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // Not yet.
            }
        }
        return false;
    }
}
