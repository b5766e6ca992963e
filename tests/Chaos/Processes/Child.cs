using System.Diagnostics;

namespace SalesGrid.Chaos.Processes;

/// <summary>One run of a program in a process of its own, which the kernel kills when this program dies, however that dies.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process process;

    private Child(Process process, TextWriter log)
    {
        this.process = process;
        Id = process.Id;
        Ended = End(process, log);
    }

    public int Id { get; }

    /// <summary>Completes with the exit code: 128 and more for a signal.</summary>
    public Task<int> Ended { get; }

    /// <summary>Starts it. What it says is appended to the log.</summary>
    public static async Task<Child> Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string log)
    {
        // setpriv replaces itself with the program: the process id is the program's own, and signals reach it directly.
        var info = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        var writer = TextWriter.Synchronized(new StreamWriter(new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true });
        return new(await Spawner.Start(info), writer);
    }

    /// <summary>Sends a signal; one that comes too late is ignored.</summary>
    public void Send(Signal signal)
    {
        if (!Ended.IsCompleted)
            Signals.Send(Id, signal);
    }

    public void Dispose() => process.Dispose();

    private static async Task<int> End(Process process, TextWriter log)
    {
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync();
        await log.DisposeAsync();
        return process.ExitCode;
    }
}
