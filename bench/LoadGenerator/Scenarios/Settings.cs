using SalesGrid.Bench.Grids;

namespace SalesGrid.Bench.Scenarios;

/// <summary>What every scenario is told.</summary>
public sealed record Settings
{
    public int Opportunities { get; init; } = 10_000;

    /// <summary>Salespeople they are shared out among.</summary>
    public int People { get; init; } = 40;

    /// <summary>Buckets of the ledger; null for as many as the product takes by itself.</summary>
    public int? Buckets { get; init; }

    /// <summary>Buckets of a ledger on a store: those asked for, or the product's own choice (<see cref="Ledger.ILedgerStore.BucketCountByDefault"/>).</summary>
    public int BucketsOn(StoreKind store) => Buckets ?? (store == StoreKind.Azurite ? 16 : 4);

    /// <summary>Load of 64 connections on a fresh grid that is not reported.</summary>
    public TimeSpan Heat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Load before each row that is not reported.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time each row is measured.</summary>
    public TimeSpan Measured { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Commands a second of an open loop; null for a closed one.</summary>
    public double? Rate { get; init; }

    /// <summary>Zipf exponent; null for uniform.</summary>
    public double? Zipf { get; init; }

    public int Seed { get; init; } = 417;
}
