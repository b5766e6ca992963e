using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SalesGrid.Testing;

/// <summary>
/// A running Azurite with blobs and tables, on free loopback ports, over a temporary folder: Azure Storage for tests
/// and measurements. It is an emulator: kill it and it loses its last seconds.
/// </summary>
public sealed class Azurite : IAsyncDisposable
{
    private const string Account = "devstoreaccount1";

    /// <summary>The account key every Azurite has, from its documentation; no secret.</summary>
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);

    private readonly Process process;
    private readonly string folder;

    private Azurite(Process process, string folder, int blobPort, int tablePort)
    {
        this.process = process;
        this.folder = folder;
        ConnectionString =
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
            + $"BlobEndpoint=http://127.0.0.1:{blobPort}/{Account};TableEndpoint=http://127.0.0.1:{tablePort}/{Account};";
        AppDomain.CurrentDomain.ProcessExit += KillWithUs;
    }

    /// <summary>For any Azure Storage client.</summary>
    public string ConnectionString { get; }

    /// <summary>Installs Azurite where it is missing, starts it, and returns once both services answer.</summary>
    /// <exception cref="InvalidOperationException">It cannot run here (<see cref="AzuriteInstallation.Missing"/>), or it stopped at once.</exception>
    public static async Task<Azurite> Start(CancellationToken cancellationToken = default)
    {
        if (AzuriteInstallation.Missing is { } missing)
            throw new InvalidOperationException(missing);
        await AzuriteInstallation.EnsureInstalled(cancellationToken);

        var folder = Directory.CreateTempSubdirectory("sales-grid-azurite-").FullName;
        var (blob, queue, table) = FreePorts();
        var started = Process.Start(new ProcessStartInfo("node", [.. OnlyAsLongAsWe, AzuriteInstallation.Script, "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", folder,
            "--blobHost", "127.0.0.1", "--blobPort", $"{blob}", "--queueHost", "127.0.0.1", "--queuePort", $"{queue}", "--tableHost", "127.0.0.1", "--tablePort", $"{table}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        started.OutputDataReceived += (_, _) => { };
        started.BeginOutputReadLine();
        var complaints = started.StandardError.ReadToEndAsync(cancellationToken);
        var azurite = new Azurite(started, folder, blob, table);
        try
        {
            await Poll.Until(async () => started.HasExited || (await Answers(blob) && await Answers(table)) ? "" : null, StartTimeout, cancellationToken);
            return started.HasExited ? throw new InvalidOperationException($"Azurite stopped at once: {await complaints}") : azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it the way that loses nothing (SIGTERM) and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillWithUs;
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync().WaitAsync(StopTimeout);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// Arguments for node: its input is a pipe held by this process, so it ends when we close it, and also when we are
    /// killed. On its end Azurite gets the SIGTERM on which it saves and stops.
    /// </summary>
    private static string[] OnlyAsLongAsWe { get; } =
        ["--import", "data:text/javascript,process.stdin.on('end',()=>process.kill(process.pid,'SIGTERM')).resume()"];

    private static (int Blob, int Queue, int Table) FreePorts()
    {
        // All three are held open together, so they differ. Another process may still be quicker than Azurite to take
        // one; then Azurite stops, and the message says which.
        var listeners = Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners)
            listener.Dispose();
        return (ports[0], ports[1], ports[2]);
    }

    private static async Task<bool> Answers(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void KillWithUs(object? sender, EventArgs e) => process.Kill();
}
