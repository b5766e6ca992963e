using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Scenarios;

namespace SalesGrid.Bench.Comparison;

/// <summary>A system that is measured: how to start it afresh.</summary>
/// <param name="Name">As reports call it.</param>
/// <param name="Store">What it stores on.</param>
/// <param name="Start">Starts it with the book in it, heated.</param>
public sealed record Contender(string Name, StoreKind Store, Func<Settings, CancellationToken, Task<Session>> Start)
{
    /// <summary>The embedded default: SQLite, synchronous=FULL, every rule and projection.</summary>
    public static Contender Grid { get; } = Of("grid", StoreKind.Sqlite);

    /// <summary>The same path on a store that keeps nothing.</summary>
    public static Contender Ceiling { get; } = Of("grid, no store", StoreKind.Null);

    /// <summary>The grid on Azurite with so many buckets.</summary>
    public static Contender OnAzurite(int buckets) => new($"grid on Azurite, {buckets} buckets", StoreKind.Azurite, (settings, cancellationToken) =>
        Session.Start(Door.Http, StoreKind.Azurite, settings with { Buckets = buckets }, cancellationToken));

    /// <summary>A peer.</summary>
    public static Contender Of(Peer peer) => new(peer.Name, peer.Store, (settings, cancellationToken) => Session.Start(peer, settings, cancellationToken));

    private static Contender Of(string name, StoreKind store) =>
        new(name, store, (settings, cancellationToken) => Session.Start(Door.Http, store, settings, cancellationToken));
}
