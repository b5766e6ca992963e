using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SalesGrid.Gateway.Tests;

/// <summary>One of the product's programs as a process of its own, as a user would start it.</summary>
public sealed class GridProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();

    private GridProcess(string program, string folder, string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(Root, program, "bin", Configuration, "net10.0", $"{program}.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The top of the source tree.</summary>
    public static string Root { get; } = FindRoot();

    private static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    public bool HasExited => process.HasExited;

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static GridProcess Run(string program, string[] arguments, params (string Name, string Value)[] environment) =>
        RunFrom(Path.Combine(Root, program), program, arguments, environment);

    /// <summary>Starts a program from a folder that need not be its own.</summary>
    public static GridProcess RunFrom(string folder, string program, string[] arguments, params (string Name, string Value)[] environment) =>
        new(program, folder, arguments, environment.ToDictionary(e => e.Name, e => e.Value));

    /// <summary>Starts a gateway and waits until it is ready.</summary>
    public static async Task<GridProcess> Gateway(int port, string folder, params (string Name, string Value)[] environment)
    {
        var gateway = Run("Client.Api", [$"--urls=http://127.0.0.1:{port}"],
            [("GRID_DATA", folder), ("GRID_ADMIN_KEY", Tests.Gateway.AdminKey), .. environment]);
        await gateway.UntilReady(port);
        return gateway;
    }

    public async Task UntilReady(int port)
    {
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(10) };
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var attempt = 0; attempt < 600 && await tick.WaitForNextTickAsync(); attempt++)
        {
            Assert.False(process.HasExited, Output);
            try
            {
                if ((await http.GetAsync("/health/ready")).IsSuccessStatusCode)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }
        }
        Assert.Fail($"Not ready after a minute: {Output}");
    }

    /// <summary>Waits for the end of a program that ends by itself.</summary>
    public async Task<int> Exit()
    {
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        return process.ExitCode;
    }

    /// <summary>SIGTERM: asks the program to stop in order; it does so in its own time.</summary>
    public async Task Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await Kill();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (output)
        {
            // Enough to explain a failure; a program that talks without end must not fill the memory.
            if (output.Length < 200_000)
                output.AppendLine(line);
        }
    }

    internal static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sales.Grid.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("The tests run from within the source tree.");
    }
}
