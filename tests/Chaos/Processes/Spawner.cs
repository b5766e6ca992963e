using System.Collections.Concurrent;
using System.Diagnostics;

namespace SalesGrid.Chaos.Processes;

/// <summary>Starts every process from one thread that lives as long as this program.</summary>
/// <remarks>
/// Children ask the kernel for a signal at their parent's death (<c>PR_SET_PDEATHSIG</c>), and the parent is the thread
/// that forked them. A thread of the pool ends when it has been idle for a while; its children would be killed then.
/// </remarks>
internal static class Spawner
{
    private static readonly BlockingCollection<Action> Orders = [];

    static Spawner() => new Thread(Work) { Name = "spawner", IsBackground = true }.Start();

    /// <summary>Starts a process; what goes wrong is thrown here.</summary>
    public static Task<Process> Start(ProcessStartInfo info)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Orders.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(info)!);
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        return started.Task;
    }

    private static void Work()
    {
        foreach (var order in Orders.GetConsumingEnumerable())
            order();
    }
}
