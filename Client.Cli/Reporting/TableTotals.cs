namespace SalesGrid.Reporting;

/// <summary>What became of the rows of one table. Every row is exactly one of accepted, accepted with a warning, or rejected.</summary>
public sealed class TableTotals
{
    /// <summary>File name.</summary>
    public required string File { get; init; }

    /// <summary>Rows whose fate is known.</summary>
    public long Read { get; set; }

    /// <summary>Rows accepted without a remark.</summary>
    public long Accepted { get; set; }

    /// <summary>Rows accepted with at least one warning.</summary>
    public long AcceptedWithWarning { get; set; }

    /// <summary>Of the accepted ones, with or without warning: those that were there already from an earlier run.</summary>
    public long AlreadyThere { get; set; }

    /// <summary>Rows rejected.</summary>
    public long Rejected { get; set; }

    /// <summary>Accepted rows by kind of warning; a row may have several.</summary>
    public Dictionary<string, long> Warnings { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Rejected rows by control point.</summary>
    public Dictionary<string, long> Rejections { get; init; } = new(StringComparer.Ordinal);
}
