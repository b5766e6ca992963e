namespace SalesGrid.Chaos.Broken;

/// <summary>Ways this program breaks the grid on purpose, to show that the oracle notices.</summary>
public enum Breakage
{
    /// <summary>None: the product as it is.</summary>
    None,

    /// <summary>An append goes to the end of the journal wherever that is: nobody is fenced.</summary>
    Fence,

    /// <summary>A silo answers readers from memory without asking whether it still has the bucket.</summary>
    ReadFence,

    /// <summary>A command id sent again counts as a new one.</summary>
    Dedup,

    /// <summary>Now and then a record is acknowledged and not written.</summary>
    LostWrite,

    /// <summary>A KPI is off by one.</summary>
    Kpi,
}
