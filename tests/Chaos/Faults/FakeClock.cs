using System.Globalization;

namespace SalesGrid.Chaos.Faults;

/// <summary>The wall clock of processes, moved while they run. Their monotonic clock, by which they wait, stays.</summary>
/// <remarks>Done by libfaketime (Debian's <c>faketime</c>), which a process loads before its C library and which looks into a file.</remarks>
internal sealed class FakeClock
{
    private static readonly string[] Places =
    [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
        "/usr/lib64/faketime/libfaketime.so.1",
        "/usr/local/lib/faketime/libfaketime.so.1",
    ];

    private readonly string file;

    public FakeClock(string file)
    {
        this.file = file;
        Set(TimeSpan.Zero);
    }

    /// <summary>Why clocks cannot be moved here, or null when they can.</summary>
    public static string? Missing => Library is null ? "libfaketime is not installed (Debian: apt-get install faketime)" : null;

    private static string? Library => Places.FirstOrDefault(File.Exists);

    /// <summary>What a process needs in its environment to live by this clock.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment()
    {
        if (Library is not { } library)
            yield break;
        yield return new("LD_PRELOAD", library);
        yield return new("FAKETIME_TIMESTAMP_FILE", file);
        yield return new("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        // Looked into once a second: often enough, and no cost for every reading of the clock.
        yield return new("FAKETIME_CACHE_DURATION", "1");
    }

    /// <summary>Moves the clock to the real time plus an offset.</summary>
    public void Set(TimeSpan offset)
    {
        // In one step: a process must not read half a file.
        var text = offset.TotalSeconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture);
        System.IO.File.WriteAllText(file + ".new", text);
        System.IO.File.Move(file + ".new", file, overwrite: true);
    }
}
