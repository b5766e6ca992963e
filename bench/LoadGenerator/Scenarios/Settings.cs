namespace SalesGrid.Bench.Scenarios;

/// <summary>What every scenario is told.</summary>
public sealed record Settings
{
    public int Opportunities { get; init; } = 10_000;

    /// <summary>Buckets of the ledger; 16 is the product's default.</summary>
    public int Buckets { get; init; } = 16;

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
