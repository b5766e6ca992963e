using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Grids;

/// <summary>The real gateway in a process of its own, on a free port of this machine only.</summary>
/// <remarks>
/// A shell stands between: it ends the gateway (SIGTERM, later SIGKILL) when its input ends, which happens when we close
/// it and also when we are killed. So it takes a Unix shell to measure over HTTP.
/// </remarks>
public sealed class GatewayProcess : IAsyncDisposable
{
    // Ctrl-C reaches the whole terminal group: the shell stays, so that it is we who stop the gateway, and in order.
    private const string OnlyAsLongAsWe = """
        trap '' INT
        log=$1; shift
        exec 3<&0
        "$@" </dev/null >"$log" 2>&1 3<&- & gateway=$!
        (
          cat <&3 >/dev/null
          kill -TERM $gateway 2>/dev/null
          tries=0
          while kill -0 $gateway 2>/dev/null && [ $tries -lt 200 ]; do sleep 0.1; tries=$((tries+1)); done
          kill -KILL $gateway 2>/dev/null
        ) >/dev/null 2>&1 &
        echo $gateway
        exec 3<&- >&-
        wait $gateway
        """;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly Process shell;
    private readonly string log;

    private GatewayProcess(Process shell, string log, Uri address, string key) =>
        (this.shell, this.log, Address, Key) = (shell, log, address, key);

    /// <summary>Where it serves.</summary>
    public Uri Address { get; }

    /// <summary>The administrator's key.</summary>
    public string Key { get; }

    /// <summary>Its process.</summary>
    public int Id { get; private set; }

    /// <summary>Starts it on the medium and returns once it is ready.</summary>
    /// <exception cref="InvalidOperationException">It is not built, or did not become ready; the message ends with what it said.</exception>
    public static async Task<GatewayProcess> Start(Medium medium, int buckets, CancellationToken cancellationToken)
    {
        var program = Repository.Gateway;
        if (!File.Exists(program))
            throw new InvalidOperationException($"The gateway is not built: there is no {program}.");
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var key = Guid.NewGuid().ToString("N");
        var log = Path.Combine(medium.Folder, "gateway.log");
        var start = new ProcessStartInfo("sh", ["-c", OnlyAsLongAsWe, "sh", log, "dotnet", program, "--urls", address.GetLeftPart(UriPartial.Authority)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(program),
        };
        foreach (var (name, value) in medium.Configuration())
            start.Environment[name] = value;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["GRID_ADMIN_KEY"] = key;
        start.Environment["Grid__BucketCount"] = buckets.ToString(CultureInfo.InvariantCulture);
        var gateway = new GatewayProcess(Process.Start(start)!, log, address, key);
        try
        {
            gateway.Id = int.Parse(await gateway.shell.StandardOutput.ReadLineAsync(cancellationToken) ?? "", CultureInfo.InvariantCulture);
            await gateway.Ready(cancellationToken);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it with SIGTERM, and with SIGKILL when that does not help.</summary>
    public async ValueTask DisposeAsync()
    {
        shell.StandardInput.Close();
        try
        {
            await shell.WaitForExitAsync().WaitAsync(StopTimeout);
        }
        catch (TimeoutException)
        {
            shell.Kill(entireProcessTree: true);
            await shell.WaitForExitAsync();
        }
        shell.Dispose();
    }

    private async Task Ready(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(10) };
        var started = Stopwatch.GetTimestamp();
        while (!shell.HasExited && Stopwatch.GetElapsedTime(started) < StartTimeout)
        {
            if (await IsReady(http, cancellationToken))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
        throw new InvalidOperationException($"The gateway did not become ready:\n{string.Join('\n', (await File.ReadAllLinesAsync(log, cancellationToken)).TakeLast(40))}");
    }

    private static async Task<bool> IsReady(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
