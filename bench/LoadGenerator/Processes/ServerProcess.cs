using System.Diagnostics;

namespace SalesGrid.Bench.Processes;

/// <summary>A server in a process of its own, on a free port of this machine only: the real gateway, or a peer.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly OwnedProcess process;

    private ServerProcess(OwnedProcess process, Uri address, string key) => (this.process, Address, Key) = (process, address, key);

    /// <summary>Where it serves.</summary>
    public Uri Address { get; }

    /// <summary>The key that opens it.</summary>
    public string Key { get; }

    /// <summary>Its process.</summary>
    public int Id => process.Id;

    /// <summary>Time from the start of the process until <c>/health/ready</c> said yes.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>Ends it as a crash would.</summary>
    public Task Kill() => process.Kill();

    /// <summary>Starts it and returns once <c>/health/ready</c> says yes.</summary>
    /// <param name="program">The program's file.</param>
    /// <param name="arguments">Its arguments, beside the address.</param>
    /// <param name="environment">Its configuration.</param>
    /// <param name="keyName">Variable the key is told by.</param>
    /// <param name="folder">Where its log goes.</param>
    /// <param name="patience">How long it may take to become ready.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">It is not built, or did not become ready; the message ends with what it said.</exception>
    public static async Task<ServerProcess> Start(
        string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment, string keyName, string folder,
        TimeSpan patience, CancellationToken cancellationToken)
    {
        if (!File.Exists(program))
            throw new InvalidOperationException($"The server is not built: there is no {program}.");
        var address = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var key = Guid.NewGuid().ToString("N");
        var started = Stopwatch.GetTimestamp();
        var process = await OwnedProcess.Start(
            Path.Combine(folder, "server.log"), "TERM",
            ["dotnet", program, .. arguments, "--urls", address.GetLeftPart(UriPartial.Authority)],
            [.. environment, new("ASPNETCORE_ENVIRONMENT", "Production"), new(keyName, key)],
            Path.GetDirectoryName(program)!, cancellationToken);
        var server = new ServerProcess(process, address, key);
        try
        {
            await server.Ready(patience, cancellationToken);
            server.ReadyAfter = Stopwatch.GetElapsedTime(started);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => process.DisposeAsync();

    private async Task Ready(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(10) };
        var started = Stopwatch.GetTimestamp();
        while (!process.HasExited && Stopwatch.GetElapsedTime(started) < patience)
        {
            if (await IsReady(http, cancellationToken))
                return;
            await Task.Delay(PollInterval, cancellationToken);
        }
        throw new InvalidOperationException($"The server did not become ready:\n{process.Said()}");
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
}
