using System.ComponentModel;
using System.Diagnostics;

namespace SalesGrid.Bench.Reports;

/// <summary>The checkout this program was built in.</summary>
public static class Repository
{
    private const string Solution = "Sales.Grid.sln";

    /// <summary>Its folder.</summary>
    public static string Folder { get; } = Find();

    /// <summary>The gateway, built in the same configuration as this program.</summary>
    public static string Gateway => Program("Client.Api", "Client.Api");

    /// <summary>The peers, likewise.</summary>
    public static string Peers => Program("bench/Peers", "Peers");

    /// <summary>The command line client, likewise.</summary>
    public static string Client => Program("Client.Cli", "Client.Cli");

    /// <summary>Where reports are kept.</summary>
    public static string Results => Path.Combine(Folder, "bench", "results");

    /// <summary>Release, or Debug: then the figures mean nothing.</summary>
    public static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The commit, with <c>-changed</c> where source files differ from it; <c>unknown</c> without git.</summary>
    public static string Commit()
    {
        var commit = Git("rev-parse", "--short=10", "HEAD");
        if (commit is null)
            return "unknown";
        // Reports of earlier runs do not change what is measured.
        return Git("status", "--porcelain", "--", ".", ":!bench/results") is { Length: > 0 } ? $"{commit}-changed" : commit;
    }

    private static string Program(string project, string name) =>
        Path.Combine(Folder, project, "bin", Configuration, "net10.0", name + ".dll");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return folder.FullName;
        }
        throw new InvalidOperationException($"{AppContext.BaseDirectory} lies in no checkout: there is no {Solution} above it.");
    }

    private static string? Git(params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = Folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var said = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? said.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
