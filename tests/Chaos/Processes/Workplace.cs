using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SalesGrid.Chaos.Processes;

/// <summary>A folder for one run. It goes at the end, and also when this program is killed: a shell that outlives us by a moment sees to it.</summary>
internal sealed class Workplace : IAsyncDisposable
{
    // Its input ends when we close it or die. What is sent to our whole group (Ctrl-C, a kill by timeout) must not end it
    // with us, so it is in a session of its own.
    // A mount may still be held by a child that is just being killed: lazily, then.
    private const string CleanUpAfterUs = """
        trap '' INT TERM
        cat >/dev/null
        sleep 0.3
        for mount in "$1"/*/; do mountpoint -q "$mount" && umount -l "$mount"; done
        rm -rf "$1"
        """;

    private readonly Process janitor;

    private Workplace(string folder, Process janitor) => (Folder, this.janitor) = (folder, janitor);

    /// <summary>An empty folder.</summary>
    public string Folder { get; }

    public static async Task<Workplace> Create()
    {
        var folder = Directory.CreateTempSubdirectory("sales-grid-chaos-").FullName;
        var janitor = await Spawner.Start(new("setsid", ["sh", "-c", CleanUpAfterUs, "sh", folder]) { RedirectStandardInput = true });
        return new(folder, janitor);
    }

    /// <summary>A port nobody listens on just now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        janitor.StandardInput.Close();
        await janitor.WaitForExitAsync();
        janitor.Dispose();
    }
}
