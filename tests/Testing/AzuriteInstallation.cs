using System.ComponentModel;
using System.Diagnostics;

namespace SalesGrid.Testing;

/// <summary>Finds Azurite, and installs it from npm where it is missing.</summary>
public static class AzuriteInstallation
{
    /// <summary>The version tests and measurements are made with.</summary>
    public const string Version = "3.37.0";

    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Why Azurite cannot run here, or null when it can (perhaps after <see cref="EnsureInstalled"/>).</summary>
    public static string? Missing =>
        !Runs("node") ? "Azurite needs Node.js, and there is no `node` on the path."
        : !File.Exists(Script) && !Runs("npm") ? $"Azurite {Version} is not installed, and there is no `npm` on the path to install it with."
        : null;

    /// <summary>Azurite's entry script, run by node; present after <see cref="EnsureInstalled"/>.</summary>
    public static string Script => Path.Combine(Folder, "node_modules", "azurite", "dist", "src", "azurite.js");

    // Where it is installed, shared by all checkouts of a user; AZURITE_HOME says otherwise.
    private static string Folder =>
        Environment.GetEnvironmentVariable("AZURITE_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "sales-grid", $"azurite-{Version}");

    /// <summary>Installs Azurite unless it is there. Several processes may ask at once: one installs, the others wait.</summary>
    /// <exception cref="InvalidOperationException">npm failed; the message holds what it said.</exception>
    public static async Task EnsureInstalled(CancellationToken cancellationToken)
    {
        if (File.Exists(Script))
            return;
        Directory.CreateDirectory(Folder);
        using var held = await Poll.Until(() => TryLock(Path.Combine(Folder, "install.lock")), InstallTimeout, cancellationToken);
        if (File.Exists(Script))
            return;

        using var npm = Process.Start(new ProcessStartInfo("npm", ["install", "--prefix", Folder, "--no-audit", "--no-fund", $"azurite@{Version}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(cancellationToken), npm.StandardError.ReadToEndAsync(cancellationToken));
        await npm.WaitForExitAsync(cancellationToken);
        if (npm.ExitCode != 0 || !File.Exists(Script))
            throw new InvalidOperationException($"npm could not install Azurite {Version} into {Folder}: {string.Concat(said)}");
    }

    private static FileStream? TryLock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool Runs(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
