using System.Runtime.CompilerServices;

namespace SalesGrid.Domain.Tests;

/// <summary>Texts that must not change, kept beside the tests in <c>snapshots/*.verified.txt</c>.</summary>
internal static class Snapshot
{
    /// <summary>Set this to 1 to write what is there now over what was verified. Look at the difference before committing it.</summary>
    private const string Accept = "SALESGRID_ACCEPT_SNAPSHOTS";

    /// <summary>The verified texts, by name.</summary>
    public static IReadOnlyDictionary<string, string> Verified { get; } = Directory
        .GetFiles(Path.Combine(AppContext.BaseDirectory, "snapshots"), "*.verified.txt")
        .ToDictionary(f => Path.GetFileName(f)[..^".verified.txt".Length], File.ReadAllText);

    public static void Check(string name, string actual, [CallerFilePath] string caller = "")
    {
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(caller)!, "..", "snapshots", $"{name}.verified.txt"), actual);
            return;
        }
        var verified = Verified.GetValueOrDefault(name);
        Assert.True(verified == actual, $"""
            The stored format of {name} is not what it was.
            verified: {verified ?? "(nothing yet)"}
            now:      {actual}
            Data in ledgers have the verified form, and must be read for ever. If the change only adds, run the tests once with
            {Accept}=1, look at the difference under snapshots/ and commit it.
            """);
    }
}
