using System.Globalization;

namespace SalesGrid.Bench.Processes;

/// <summary>What a process holds of the machine's memory, as Linux tells it.</summary>
/// <param name="Bytes">By now.</param>
/// <param name="LargestBytes">The most since it started.</param>
public readonly record struct ResidentMemory(long Bytes, long LargestBytes)
{
    /// <summary>Reads it of a process.</summary>
    public static ResidentMemory Of(int process)
    {
        var lines = File.ReadAllLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"));
        return new(Read("VmRSS:"), Read("VmHWM:"));

        // "VmRSS:     123456 kB"
        long Read(string name) => 1024 * long.Parse(
            lines.Single(l => l.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
