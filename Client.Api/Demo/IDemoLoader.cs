namespace SalesGrid.Gateway.Demo;

/// <summary>Fills an empty grid with demonstration data. Without one registered, the page does not offer it.</summary>
public interface IDemoLoader
{
    /// <summary>
    /// Returns once loading has begun; it goes on whatever becomes of the page that asked. Asked again while it loads,
    /// it changes nothing.
    /// </summary>
    /// <param name="opportunities">How many opportunities to make.</param>
    /// <param name="cancellationToken">Gives up beginning; what has begun goes on.</param>
    Task Start(int opportunities, CancellationToken cancellationToken);

    /// <summary>How far it is; null before the first start.</summary>
    DemoProgress? Progress { get; }
}

/// <summary>How far demonstration data has been loaded.</summary>
/// <param name="Done">Opportunities that are in the grid.</param>
/// <param name="Total">Opportunities that were asked for.</param>
/// <param name="Failed">True when loading gave up before the end.</param>
public sealed record DemoProgress(int Done, int Total, bool Failed = false)
{
    /// <summary>True while more are to come.</summary>
    public bool Running => !Failed && Done < Total;
}
