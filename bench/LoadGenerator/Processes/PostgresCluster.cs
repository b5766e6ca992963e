using System.Diagnostics;
using System.Globalization;

namespace SalesGrid.Bench.Processes;

/// <summary>A PostgreSQL of our own over an empty folder, on a free port of this machine, as durable as it is shipped.</summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    /// <summary>PostgreSQL refuses to run as root: then this user runs it.</summary>
    private const string Unprivileged = "postgres";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What the server is told. Durability is the default, and said all the same. The rest is what one sets for a machine
    /// of this size: memory, checkpoints that do not fall into a measurement, no compilation of small queries.
    /// </summary>
    private static readonly string[] Configuration =
    [
        "fsync=on", "synchronous_commit=on", "full_page_writes=on",
        "shared_buffers=1GB", "effective_cache_size=4GB", "work_mem=32MB", "maintenance_work_mem=256MB", "wal_buffers=16MB",
        "max_wal_size=8GB", "checkpoint_timeout=30min", "checkpoint_completion_target=0.9", "random_page_cost=1.1", "jit=off",
        "max_connections=200", "autovacuum=on", "listen_addresses=127.0.0.1", "unix_socket_directories=", "logging_collector=off",
    ];

    private readonly OwnedProcess process;
    private readonly string folder;

    private PostgresCluster(OwnedProcess process, string folder, int port)
    {
        (this.process, this.folder) = (process, folder);
        ConnectionString = $"Host=127.0.0.1;Port={port};Username=bench;Database=postgres;Timeout=15;Command Timeout=60";
    }

    /// <summary>For Npgsql.</summary>
    public string ConnectionString { get; }

    /// <summary>Why there cannot be one here; null when there can.</summary>
    public static string? Missing =>
        Programs is null ? "PostgreSQL is not installed: there is no initdb under /usr/lib/postgresql/*/bin or in POSTGRES_BIN. On Debian: apt-get install postgresql."
        : Environment.IsPrivilegedProcess && !UserExists ? $"PostgreSQL will not run as root, and there is no user '{Unprivileged}' to run it as."
        : null;

    /// <summary>Makes and starts it.</summary>
    /// <exception cref="InvalidOperationException">It cannot run here (<see cref="Missing"/>), or it did not start; the message ends with what it said.</exception>
    public static async Task<PostgresCluster> Start(CancellationToken cancellationToken)
    {
        if (Missing is { } missing)
            throw new InvalidOperationException(missing);
        var folder = Directory.CreateTempSubdirectory("sales-grid-postgres-").FullName;
        if (Environment.IsPrivilegedProcess)
            await Run(["chown", Unprivileged, folder], cancellationToken);
        var data = Path.Combine(folder, "data");
        await Run(AsUser([Path.Combine(Programs!, "initdb"), "-D", data, "-U", "bench", "--auth=trust", "--encoding=UTF8", "--no-locale"]), cancellationToken);
        var port = Ports.Free();
        var settings = Configuration.Append(string.Create(CultureInfo.InvariantCulture, $"port={port}")).SelectMany(s => new[] { "-c", s });
        // SIGINT is its fast shutdown: connections are ended, everything is written.
        var process = await OwnedProcess.Start(Path.Combine(folder, "log"), "INT",
            AsUser([Path.Combine(Programs!, "postgres"), "-D", data, .. settings]), [], folder, cancellationToken);
        var cluster = new PostgresCluster(process, folder, port);
        try
        {
            await cluster.Ready(data, port, cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string? Programs =>
        (Environment.GetEnvironmentVariable("POSTGRES_BIN") is { Length: > 0 } told ? [told]
            : Directory.Exists("/usr/lib/postgresql")
                ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => d, StringComparer.Ordinal).Select(d => Path.Combine(d, "bin"))
                : Array.Empty<string>())
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));

    private static bool UserExists =>
        File.Exists("/etc/passwd") && File.ReadLines("/etc/passwd").Any(line => line.StartsWith(Unprivileged + ":", StringComparison.Ordinal));

    private static IEnumerable<string> AsUser(IEnumerable<string> command) => Environment.IsPrivilegedProcess
        ? ["setpriv", $"--reuid={Unprivileged}", $"--regid={Unprivileged}", "--init-groups", .. command]
        : command;

    private static async Task Run(IEnumerable<string> command, CancellationToken cancellationToken)
    {
        var words = command.ToList();
        using var process = Process.Start(new ProcessStartInfo(words[0], words.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{words[0]} failed:\n{string.Concat(said)}");
    }

    private async Task Ready(string data, int port, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var pidFile = Path.Combine(data, "postmaster.pid");
        while (!process.HasExited && Stopwatch.GetElapsedTime(started) < StartTimeout)
        {
            // The last line of this file is the server's state.
            if (File.Exists(pidFile) && (await File.ReadAllLinesAsync(pidFile, cancellationToken)) is [.., var state] && state.Trim() == "ready")
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
        throw new InvalidOperationException($"PostgreSQL did not start on port {port}:\n{process.Said()}");
    }
}
