using SalesGrid.Bench.Load;

namespace SalesGrid.Bench.Grids;

/// <summary>A running grid, or a peer of it, that takes load through one of its doors.</summary>
public interface IGridUnderTest : IAsyncDisposable
{
    /// <summary>Name of the door, as reports call it.</summary>
    string Door { get; }

    /// <summary>The server's process, where it is not this one.</summary>
    int? ServerProcessId { get; }

    /// <summary>Puts the book into the empty grid: people, customers, and opportunities that may pass their first gate.</summary>
    Task Prepare(Workload book, CancellationToken cancellationToken);

    /// <summary>A connection for one worker.</summary>
    /// <param name="cancellationToken">Breaks it, whatever is under way.</param>
    ISender NewSender(CancellationToken cancellationToken);

    /// <summary>Number of entries in the ledger, all buckets together.</summary>
    Task<long> CommittedEntries(CancellationToken cancellationToken);
}

/// <summary>One worker's connection.</summary>
public interface ISender : IDisposable
{
    /// <summary>Sends an <c>advance</c> command.</summary>
    /// <returns>Null when it was accepted, else what was answered, in a word or two.</returns>
    ValueTask<string?> Advance(int opportunity, string to, string commandId, CancellationToken cancellationToken);
}
