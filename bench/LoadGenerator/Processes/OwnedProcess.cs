using System.Diagnostics;
using System.Globalization;

namespace SalesGrid.Bench.Processes;

/// <summary>A process that lives only as long as we do.</summary>
/// <remarks>
/// A shell stands between: it ends the process (a signal, later SIGKILL) when its input ends, which happens when we close
/// it and also when we are killed. So it takes a Unix shell to measure.
/// </remarks>
public sealed class OwnedProcess : IAsyncDisposable
{
    // Ctrl-C reaches the whole terminal group: the shell stays, so that it is we who stop the process, and in order.
    private const string OnlyAsLongAsWe = """
        trap '' INT
        log=$1; signal=$2; shift 2
        exec 3<&0
        "$@" </dev/null >"$log" 2>&1 3<&- & owned=$!
        (
          cat <&3 >/dev/null
          kill -$signal $owned 2>/dev/null
          tries=0
          while kill -0 $owned 2>/dev/null && [ $tries -lt 200 ]; do sleep 0.1; tries=$((tries+1)); done
          kill -KILL $owned 2>/dev/null
        ) >/dev/null 2>&1 &
        echo $owned
        exec 3<&- >&-
        wait $owned 2>/dev/null
        """;

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly Process shell;
    private readonly string log;

    private OwnedProcess(Process shell, string log, int id) => (this.shell, this.log, Id) = (shell, log, id);

    /// <summary>Its process id.</summary>
    public int Id { get; }

    /// <summary>True when it has ended.</summary>
    public bool HasExited => shell.HasExited;

    /// <summary>Starts it.</summary>
    /// <param name="log">File its output goes to.</param>
    /// <param name="signal">Name of the signal it stops in order on, e.g. <c>TERM</c>.</param>
    /// <param name="command">Program and arguments.</param>
    /// <param name="environment">Added to ours.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<OwnedProcess> Start(
        string log, string signal, IEnumerable<string> command, IEnumerable<KeyValuePair<string, string>> environment, string folder,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("sh", ["-c", OnlyAsLongAsWe, "sh", log, signal, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var shell = Process.Start(start)!;
        var id = await shell.StandardOutput.ReadLineAsync(cancellationToken);
        return new(shell, log, int.Parse(id ?? "", CultureInfo.InvariantCulture));
    }

    /// <summary>Ends it as a crash would: SIGKILL, at once.</summary>
    public async Task Kill()
    {
        using (var process = Process.GetProcessById(Id))
            process.Kill();
        await shell.WaitForExitAsync().WaitAsync(StopTimeout);
    }

    /// <summary>The last lines it wrote.</summary>
    public string Said() => File.Exists(log) ? string.Join('\n', File.ReadAllLines(log).TakeLast(40)) : "";

    /// <summary>Stops it with its signal, and with SIGKILL when that does not help.</summary>
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
}
