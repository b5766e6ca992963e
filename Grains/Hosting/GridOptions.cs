using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using SalesGrid.Controls;

namespace SalesGrid.Hosting;

/// <summary>How a grid works, where that is a matter of choice.</summary>
public sealed class GridOptions
{
    /// <value>
    /// Number of buckets of a new ledger, 1 to 1,024; an existing one keeps its own. Default 0: as suits its store, 4 on
    /// SQLite and in memory, 16 on Azure Storage.
    /// </value>
    /// <remarks>More buckets spread over more silos, fewer make fatter batches; see <c>bench/results</c>.</remarks>
    [Range(0, Ledger.LedgerDescription.MaxBucketCount)]
    public int BucketCount { get; set; }

    /// <value>IANA name of the zone business days are counted in. Default <c>Asia/Shanghai</c>.</value>
    [Required]
    public string TimeZone { get; set; } = "Asia/Shanghai";

    /// <value>Most appends that wait in one bucket, 100 to 1,000,000; more are refused as busy. Default 20,000.</value>
    [Range(100, 1_000_000)]
    public int WaitingAppendsMax { get; set; } = 20_000;

    /// <value>Most entries in one journal record, 1 to 10,000. Default 1,000.</value>
    [Range(1, 10_000)]
    public int RecordEntriesMax { get; set; } = 1_000;

    /// <value>Most canonical bytes in one journal record, 64 KiB to 2 MiB; one command may exceed it alone. Default 1 MiB.</value>
    [Range(64 * 1024, 2 * 1024 * 1024)]
    public int RecordBytesMax { get; set; } = 1024 * 1024;

    /// <value>Most bytes of events one command may record, 1 KiB to 1 MiB. Default 256 KiB.</value>
    [Range(1024, 1024 * 1024)]
    public int CommandBytesMax { get; set; } = 256 * 1024;

    /// <value>
    /// Records of one silo at the store at once, up to 1,024. Default 0: as many as it answers side by side, found out while
    /// running, 2 to 16 on Azure Storage; no limit on SQLite, which merges them itself.
    /// </value>
    [Range(0, 1024)]
    public int AppendsAtOnce { get; set; }

    /// <value>
    /// How long changed objects wait before their heads are written, 100 ms to 10 minutes. Default as suits the store: 1 minute on SQLite,
    /// 10 seconds elsewhere.
    /// </value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan? CheckpointPeriod { get; set; }

    /// <value>
    /// Changed objects in one bucket that make a checkpoint due at once, up to 1,000,000. Default 0, as suits the store: 150,000 on SQLite,
    /// 8,000 elsewhere.
    /// </value>
    [Range(0, 1_000_000)]
    public int CheckpointObjects { get; set; }

    /// <value>
    /// Entries of one bucket after its checkpoint that make the next one due at once, up to 10,000,000. Default 0, as suits the store:
    /// 150,000. Bounds what a restart reads again.
    /// </value>
    [Range(0, 10_000_000)]
    public int CheckpointEntries { get; set; }

    /// <value>How long the cluster must have been the same before buckets move to their new homes, 100 ms to 5 minutes. Default 3 seconds.</value>
    /// <remarks>Longer than silos take to tell one another of a change, about a second; see <see cref="BucketHomes"/>.</remarks>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan MoveAfter { get; set; } = TimeSpan.FromSeconds(3);

    /// <value>How often a bucket looks which of its objects are due (warnings, time-outs, steps left unfinished), 50 ms to 10 s. Default 5 seconds.</value>
    /// <remarks>Six times as long passes until a silo hears of a warning policy that was set on another one.</remarks>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan AgendaPeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <value>How long one write may take before its outcome counts as unknown. Default 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:02:00")]
    public TimeSpan StoreTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <value>How often an unknown outcome is looked into before callers are told that it is unknown, 1 to 100. Default 8.</value>
    [Range(1, 100)]
    public int StoreAttemptsMax { get; set; } = 8;

    /// <value>Pause between those attempts, growing with each. Default 100 milliseconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan StoreRetryPause { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <value>How refusals are kept.</value>
    [ValidateObjectMembers]
    public RefusalLogOptions RefusalLog { get; set; } = new();
}
