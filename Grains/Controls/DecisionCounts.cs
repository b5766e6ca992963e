using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace SalesGrid.Controls;

/// <summary>How many commands the rules decided on this silo since it started, by bucket and type. In memory only.</summary>
public sealed class DecisionCounts
{
    private readonly ConcurrentDictionary<(int Bucket, Type Command), StrongBox<long>> counts = new();

    /// <summary>A command was decided, whatever came of it.</summary>
    public void Count(int bucket, Type command) =>
        Interlocked.Increment(ref counts.GetOrAdd((bucket, command), static _ => new()).Value);

    /// <summary>Those of one bucket, by name of the type.</summary>
    public ImmutableArray<NamedCount> Of(int bucket) =>
        [.. counts.Where(c => c.Key.Bucket == bucket)
            .Select(c => new NamedCount(c.Key.Command.Name, Volatile.Read(ref c.Value.Value)))
            .OrderBy(c => c.Name, StringComparer.Ordinal)];
}
