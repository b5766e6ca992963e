using System.Globalization;
using System.Runtime.InteropServices;

namespace SalesGrid.Chaos.Processes;

/// <summary>Signals of Linux, by their numbers on x86-64 and arm64.</summary>
internal enum Signal
{
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

/// <summary>Sends signals to processes this program started.</summary>
internal static partial class Signals
{
    /// <summary>Sends it. False when there is no such process any more.</summary>
    public static bool Send(int processId, Signal signal) => kill(processId, (int)signal) == 0;

    /// <summary>A line that names the signal as people know it, e.g. <c>SIGKILL</c>.</summary>
    public static string NameOf(Signal signal) => signal switch
    {
        Signal.Kill => "SIGKILL",
        Signal.Terminate => "SIGTERM",
        Signal.Continue => "SIGCONT",
        Signal.Stop => "SIGSTOP",
        _ => ((int)signal).ToString(CultureInfo.InvariantCulture),
    };

#pragma warning disable SYSLIB1054 // Source-generated interop would make this project unsafe for one call.
    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);
#pragma warning restore SYSLIB1054
}
