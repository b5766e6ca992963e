using System.ComponentModel.DataAnnotations;

namespace SalesGrid.Controls;

/// <summary>How refusals are kept. Numbers are those of one silo.</summary>
public sealed class RefusalLogOptions
{
    /// <value>Whether refusals become facts in the ledger. Default true.</value>
    public bool On { get; set; } = true;

    /// <value>Refusals of one control point and actor kept one by one at once, 1 to 10,000. Default 20.</value>
    [Range(1, 10_000)]
    public int AtOnce { get; set; } = 20;

    /// <value>And so many more a minute, 1 to 10,000; what is beyond is counted. Default 10.</value>
    [Range(1, 10_000)]
    public int PerMinute { get; set; } = 10;

    /// <value>
    /// Most pairs of control point and actor that are followed, 100 to 1,000,000. When all of them are busy, refusals of another
    /// pair are lost, which is logged and counted. Default 10,000.
    /// </value>
    [Range(100, 1_000_000)]
    public int PairsMax { get; set; } = 10_000;

    /// <value>How long the answer to a refused command waits for its fact to be durable, 10 ms to 10 seconds. Default 2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(2);

    /// <value>How often what was only counted is looked at, so that it becomes a fact too, 100 ms to 10 minutes. Default 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan FlushPeriod { get; set; } = TimeSpan.FromSeconds(10);
}
