using System.ComponentModel.DataAnnotations;

namespace SalesGrid.Gateway.Grid;

/// <summary>How long a gateway goes on for its caller while a silo goes away or a bucket moves. Section <c>Grid:Retries</c>.</summary>
public sealed class RetrySettings
{
    /// <value>Longest time for one command or question, all attempts together; 0 to 2 minutes. Default 15 seconds.</value>
    /// <remarks>Longer than it takes to notice a silo that was killed (about 6 seconds), shorter than most callers wait.</remarks>
    [Range(typeof(TimeSpan), "00:00:00", "00:02:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(15);

    /// <value>Most attempts in that time, 1 to 100; 1 never tries again. Default 20: as many as the deadline leaves time for.</value>
    [Range(1, 100)]
    public int AttemptsMax { get; set; } = 20;

    /// <value>Pause after the first attempt, doubling with each; half of it is left to chance. Default 50 milliseconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <value>Longest pause. Default 2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:30")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(2);
}
