using System.Globalization;
using SalesGrid.Bench.Processes;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Grids;

/// <summary>What a team would build instead.</summary>
/// <param name="Id">What the program is told.</param>
/// <param name="Name">As reports call it.</param>
/// <param name="Store">What it stores on.</param>
public sealed record Peer(string Id, string Name, StoreKind Store)
{
    /// <summary>ASP.NET Core and Npgsql, one transaction a command.</summary>
    public static Peer Plain { get; } = new("plain", "PostgreSQL, plain", StoreKind.Postgres);

    /// <summary>The same with the command in one call of a function.</summary>
    public static Peer OneTrip { get; } = new("one-trip", "PostgreSQL, one round trip", StoreKind.Postgres);

    /// <summary>Like <see cref="Plain"/>, without the table of idempotency keys and the check of the caller's key.</summary>
    public static Peer PlainLean { get; } = new("plain-lean", "PostgreSQL, plain and lean", StoreKind.Postgres);

    /// <summary>Like <see cref="OneTrip"/>, without them.</summary>
    public static Peer OneTripLean { get; } = new("one-trip-lean", "PostgreSQL, one round trip and lean", StoreKind.Postgres);

    /// <summary>A Kestrel endpoint that parses the same request and does nothing.</summary>
    public static Peer Empty { get; } = new("empty", "Kestrel, does nothing", StoreKind.Null);

    /// <summary>Orleans with one blob a grain, written with each command.</summary>
    public static Peer Blobs { get; } = new("blobs", "Orleans, a blob per command", StoreKind.Azurite);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Peer> All { get; } = [Plain, PlainLean, OneTrip, OneTripLean, Blobs, Empty];

    /// <summary>True adds what makes its dashboard fast and its commands slower.</summary>
    public bool DashboardIndex { get; init; }
}

/// <summary>Starts servers in processes of their own.</summary>
public static class Servers
{
    /// <summary>A gateway may have a large ledger to read.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);

    /// <summary>The real gateway on the medium; on a store that keeps nothing, the gateway as this program serves it.</summary>
    public static Task<HttpGrid> Gateway(Medium medium, int buckets, CancellationToken cancellationToken) =>
        medium.Kind == StoreKind.Null
            ? Gateway(medium, buckets, typeof(Servers).Assembly.Location, [NullServer.Command], [], cancellationToken)
            : Gateway(medium, buckets, Repository.Gateway, [], [], cancellationToken);

    /// <summary>A gateway from another build, or with other settings of the runtime.</summary>
    /// <param name="medium">Where its ledger lies.</param>
    /// <param name="buckets">Buckets of a new ledger.</param>
    /// <param name="program">The program's file.</param>
    /// <param name="arguments">Its arguments, beside the address.</param>
    /// <param name="runtime">Environment beside its configuration.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<HttpGrid> Gateway(Medium medium, int buckets, string program, string[] arguments,
        IEnumerable<KeyValuePair<string, string>> runtime, CancellationToken cancellationToken)
    {
        var environment = medium.Configuration().Append(new("Grid__BucketCount", buckets.ToString(CultureInfo.InvariantCulture))).Concat(runtime);
        return new(await ServerProcess.Start(program, arguments, environment, "GRID_ADMIN_KEY", medium.Folder, StartPatience, cancellationToken),
            HttpServerKind.Gateway);
    }

    /// <summary>A peer on the medium.</summary>
    public static async Task<HttpGrid> Peer(Peer peer, Medium medium, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> environment = [new("PEER", peer.Id), new("PEER_DASHBOARD_INDEX", peer.DashboardIndex ? "true" : "false")];
        if (medium.ConnectionString is { } connection)
            environment.Add(new(medium.Kind == StoreKind.Postgres ? "PEER_POSTGRES" : "PEER_BLOBS", connection));
        return new(await ServerProcess.Start(Repository.Peers, [], environment, "PEER_KEY", medium.Folder, StartPatience, cancellationToken),
            HttpServerKind.Peer(peer.Name));
    }
}
