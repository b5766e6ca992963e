namespace SalesGrid.Gateway.Grid;

/// <summary>How watermarks are written.</summary>
public static class Watermarks
{
    /// <summary>Sequences in bucket order, joined by dots.</summary>
    public static string Text(IEnumerable<long> sequences) => string.Join('.', sequences);
}
